using System.Buffers;
using CheckIn.Fixtures.Mqtt;
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
                Assert.Equal(bytes, PacketSamples.Recode(ByteSegment.Split(bytes, at), level));
            Assert.Equal(bytes, PacketSamples.Recode(ByteSegment.Chain(bytes, 1), level));
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
    public void Twenty_thousand_mutated_streams_are_refused_or_decode_to_what_encodes_alike()
    {
        var fuzzer = new MqttFuzzer(seed: 20);
        fuzzer.Run(20_000);
        Assert.Empty(fuzzer.Findings);
        Assert.True(fuzzer.Decoded > 10_000 && fuzzer.Refused > 5_000);
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
    public void Filters_match_as_the_standard_says__MQTT_4_7_1(string filter, string topic, bool matches) =>
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
    public void Wildcards_stand_alone_and_the_last_at_the_end__MQTT_4_7_1_1(string filter, bool valid) =>
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
}
