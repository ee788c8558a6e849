using System.Buffers;
using CheckIn.Mqtt;
using CheckIn.Mqtt.Packets;
using FsCheck;
using FsCheck.Fluent;

namespace CheckIn.Shared.Tests.Mqtt;

public class PacketTests
{
    private static readonly Config Runs = Config.QuickThrowOnFailure.WithMaxTest(500);

    [Theory]
    [InlineData(MqttLevel.V311)]
    [InlineData(MqttLevel.V5)]
    public void Every_packet_that_is_decoded_encodes_to_the_same_bytes(MqttLevel level) =>
        Prop.ForAll(PacketSamples.Any.ToArbitrary(), packet =>
        {
            var bytes = PacketSamples.Encode(level, packet);
            Assert.Equal(bytes, PacketSamples.Recode(new ReadOnlySequence<byte>(bytes), level));
        }).Check(Runs);

    [Theory]
    [InlineData(MqttLevel.V311)]
    [InlineData(MqttLevel.V5)]
    public void Packets_decode_alike_wherever_the_buffer_is_split(MqttLevel level) =>
        Prop.ForAll(PacketSamples.Any.ToArbitrary(), packet =>
        {
            var bytes = PacketSamples.Encode(level, packet);
            for (var at = 0; at <= bytes.Length; at++)
                Assert.Equal(bytes, PacketSamples.Recode(Split(bytes, at), level));
        }).Check(Runs.WithMaxTest(100));

    [Fact]
    public void A_packet_is_not_taken_before_its_last_byte() =>
        Prop.ForAll(PacketSamples.Any.ToArbitrary(), packet =>
        {
            var bytes = PacketSamples.Encode(packet);
            for (var length = 0; length < bytes.Length; length++)
            {
                var part = new ReadOnlySequence<byte>(bytes, 0, length);
                Assert.False(new MqttDecoder(MqttLevel.V5, PacketSamples.Limit).TryReadFrame(ref part, out _));
                Assert.Equal(length, part.Length);
            }
        }).Check(Runs.WithMaxTest(100));

    [Fact]
    public void A_packet_cut_short_inside_is_malformed_and_never_more_than_that()
    {
        Prop.ForAll(PacketSamples.Any.ToArbitrary(), packet =>
        {
            var bytes = PacketSamples.Encode(packet);
            var decoder = new MqttDecoder(MqttLevel.V5, PacketSamples.Limit);
            var buffer = new ReadOnlySequence<byte>(bytes);
            Assert.True(decoder.TryReadFrame(ref buffer, out var frame));
            for (var length = 0; length < frame.Body.Length; length++)
                DecodeOrRefuse(frame with { Body = frame.Body.Slice(0, length) }, decoder);
        }).Check(Runs.WithMaxTest(100));
    }

    [Fact]
    public void Random_and_mutated_bytes_are_refused_or_decoded_and_never_crash()
    {
        var random = new Random(20);
        var seeds = PacketSamples.Any.Sample(200).Select(p => PacketSamples.Encode(p)).ToArray();
        for (var i = 0; i < 100_000; i++)
        {
            var bytes = i % 4 == 0 ? new byte[random.Next(0, 64)] : (byte[])seeds[i % seeds.Length].Clone();
            if (i % 4 == 0)
                random.NextBytes(bytes);
            for (var flips = random.Next(0, 4); flips > 0 && bytes.Length > 0; flips--)
                bytes[random.Next(bytes.Length)] = (byte)random.Next(256);
            var decoder = new MqttDecoder(MqttLevel.V5, PacketSamples.Limit);
            var buffer = Split(bytes, bytes.Length / 2);
            try
            {
                while (decoder.TryReadFrame(ref buffer, out var frame))
                    PacketSamples.Decode(frame, decoder);
            }
            catch (MqttProtocolException e)
            {
                Assert.True(e.Reason.IsError());
            }
        }
    }

    [Fact]
    public void Decoding_a_repeated_publish_allocates_nothing()
    {
        var properties = new MqttProperties { ContentType = "application/json" };
        var bytes = PacketSamples.Encode(new PublishPacket("checkin/v1/gates/gate-1/events", new(new byte[300]))
        {
            Qos = MqttQos.AtLeastOnce,
            PacketId = 1,
            Properties = properties,
        });
        var decoder = new MqttDecoder(MqttLevel.V5, PacketSamples.Limit);
        DecodeMany(100);
        var before = GC.GetAllocatedBytesForCurrentThread();
        DecodeMany(1000);
        Assert.Equal(before, GC.GetAllocatedBytesForCurrentThread());

        void DecodeMany(int count)
        {
            for (var i = 0; i < count; i++)
            {
                var buffer = new ReadOnlySequence<byte>(bytes);
                decoder.TryReadFrame(ref buffer, out var frame);
                PublishPacket.Decode(frame, decoder);
            }
        }
    }

    public static TheoryData<string, byte[], MqttReasonCode> Wrong() => new()
    {
        { "type 0", [0x00, 0x00], MqttReasonCode.MalformedPacket },
        { "SUBSCRIBE flags", [0x80, 0x00], MqttReasonCode.MalformedPacket },
        { "DUP at QoS 0", [0x38, 0x00], MqttReasonCode.MalformedPacket },
        { "length not minimal", [0xC0, 0x80, 0x00], MqttReasonCode.MalformedPacket },
        { "body in PINGREQ", [0xC0, 0x01, 0x00], MqttReasonCode.MalformedPacket },
        { "U+0000 in a topic", [0x30, 0x04, 0, 1, 0, 0], MqttReasonCode.MalformedPacket },
        { "surrogates in a topic", [0x30, 0x06, 0, 3, 0xED, 0xA0, 0x80, 0], MqttReasonCode.MalformedPacket },
        { "overlong UTF-8", [0x30, 0x05, 0, 2, 0xC0, 0x80, 0], MqttReasonCode.MalformedPacket },
        { "empty topic", [0x30, 0x03, 0, 0, 0], MqttReasonCode.ProtocolError },
        { "property of another packet", [0x30, 0x06, 0, 1, 0x61, 2, 0x24, 0], MqttReasonCode.MalformedPacket },
        { "unknown property", [0x30, 0x06, 0, 1, 0x61, 2, 0x7F, 0], MqttReasonCode.MalformedPacket },
        { "property twice", [0x30, 0x08, 0, 1, 0x61, 4, 1, 0, 1, 0], MqttReasonCode.ProtocolError },
        { "flag of 2", [0x30, 0x06, 0, 1, 0x61, 2, 1, 2], MqttReasonCode.ProtocolError },
        { "alias 0", [0x30, 0x07, 0, 1, 0x61, 3, 0x23, 0, 0], MqttReasonCode.TopicAliasInvalid },
        { "properties too long", [0x30, 0x04, 0, 1, 0x61, 9], MqttReasonCode.MalformedPacket },
        { "wildcard in Response Topic", [0x30, 0x08, 0, 1, 0x61, 4, 8, 0, 1, 0x23], MqttReasonCode.ProtocolError },
        { "PUBACK reason", [0x40, 0x03, 0, 1, 0x04], MqttReasonCode.ProtocolError },
        { "SUBACK empty", [0x90, 0x03, 0, 1, 0], MqttReasonCode.ProtocolError },
        { "option bits", [0x82, 0x07, 0, 1, 0, 0, 1, 0x61, 0x40], MqttReasonCode.MalformedPacket },
        { "retain handling 3", [0x82, 0x07, 0, 1, 0, 0, 1, 0x61, 0x30], MqttReasonCode.ProtocolError },
        { "QoS 3 subscribed", [0x82, 0x07, 0, 1, 0, 0, 1, 0x61, 0x03], MqttReasonCode.ProtocolError },
        { "CONNACK flags", [0x20, 0x03, 2, 0, 0], MqttReasonCode.MalformedPacket },
        { "will QoS without a will",
            [0x10, 0x0D, 0, 4, 0x4D, 0x51, 0x54, 0x54, 5, 0x0A, 0, 0, 0, 0, 0], MqttReasonCode.MalformedPacket },
        { "protocol name",
            [0x10, 0x0D, 0, 4, 0x4D, 0x51, 0x54, 0x58, 5, 2, 0, 0, 0, 0, 0], MqttReasonCode.UnsupportedProtocolVersion },
        { "Receive Maximum 0",
            [0x10, 0x10, 0, 4, 0x4D, 0x51, 0x54, 0x54, 5, 2, 0, 0, 3, 0x21, 0, 0, 0, 0], MqttReasonCode.ProtocolError },
        { "larger than allowed", [0x30, 0xFF, 0xFF, 0xFF, 0x7F], MqttReasonCode.PacketTooLarge },
    };

    [Theory]
    [MemberData(nameof(Wrong))]
    public void A_wrong_packet_is_refused_with_the_standards_reason(string what, byte[] bytes, MqttReasonCode reason)
    {
        Assert.NotEmpty(what);
        var decoder = new MqttDecoder(MqttLevel.V5, PacketSamples.Limit);
        var error = Assert.Throws<MqttProtocolException>(() =>
        {
            var buffer = new ReadOnlySequence<byte>(bytes);
            Assert.True(decoder.TryReadFrame(ref buffer, out var frame));
            PacketSamples.Decode(frame, decoder);
        });
        Assert.Equal(reason, error.Reason);
    }

    [Theory]
    [InlineData("a/b", "a/b", true)]
    [InlineData("a/+", "a/b", true)]
    [InlineData("a/+", "a", false)]
    [InlineData("a/+", "a/b/c", false)]
    [InlineData("+/+", "/b", true)]
    [InlineData("a/#", "a", true)]
    [InlineData("a/#", "a/b/c", true)]
    [InlineData("#", "a/b", true)]
    [InlineData("#", "$SYS/a", false)]
    [InlineData("+/a", "$SYS/a", false)]
    [InlineData("$SYS/#", "$SYS/a", true)]
    [InlineData("a", "A", false)]
    [InlineData("a/", "a", false)]
    public void Filters_match_as_the_standard_says(string filter, string topic, bool matches) =>
        Assert.Equal(matches, MqttTopic.Matches(filter, topic));

    [Theory]
    [InlineData("", false)]
    [InlineData("#", true)]
    [InlineData("a/#", true)]
    [InlineData("a#", false)]
    [InlineData("a/#/b", false)]
    [InlineData("+a", false)]
    [InlineData("+/a/+", true)]
    [InlineData("/", true)]
    public void Filters_are_checked_as_the_standard_says(string filter, bool valid) =>
        Assert.Equal(valid, MqttTopic.IsValidFilter(filter));

    private static void DecodeOrRefuse(MqttFrame frame, MqttDecoder decoder)
    {
        try
        {
            PacketSamples.Decode(frame, decoder);
        }
        catch (MqttProtocolException e)
        {
            Assert.True(e.Reason.IsError());
        }
    }

    private static ReadOnlySequence<byte> Split(byte[] bytes, int at)
    {
        var first = new Segment(bytes.AsMemory(0, at));
        var last = first.Append(bytes.AsMemory(at));
        return new ReadOnlySequence<byte>(first, 0, last, last.Memory.Length);
    }

    private sealed class Segment : ReadOnlySequenceSegment<byte>
    {
        public Segment(ReadOnlyMemory<byte> memory) => Memory = memory;

        public Segment Append(ReadOnlyMemory<byte> memory)
        {
            var next = new Segment(memory) { RunningIndex = RunningIndex + Memory.Length };
            Next = next;
            return next;
        }
    }
}
