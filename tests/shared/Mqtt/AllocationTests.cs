using System.Buffers;
using CheckIn.Fixtures.Mqtt;
using CheckIn.Mqtt;
using CheckIn.Mqtt.Packets;

namespace CheckIn.Shared.Tests.Mqtt;

/// <summary>What a busy server does for every message, byte for byte: nothing of it is left to the collector.</summary>
public class AllocationTests
{
    public static TheoryData<string, MqttLevel> HotPath()
    {
        var all = new TheoryData<string, MqttLevel>();
        foreach (var level in (MqttLevel[])[MqttLevel.V311, MqttLevel.V5])
        {
            foreach (var packet in (string[])["publish 0", "publish 1", "publish 2", "puback", "pubrec", "pubrel", "pubcomp", "ping"])
                all.Add(packet, level);
        }
        all.Add("publish with content type", MqttLevel.V5);
        all.Add("publish by alias", MqttLevel.V5);
        return all;
    }

    [Theory]
    [MemberData(nameof(HotPath))]
    public void Decoding_and_encoding_allocate_nothing(string what, MqttLevel level)
    {
        var bytes = MqttPackets.Encode(level, Sample(what));
        var decoder = new MqttDecoder(level, MqttPackets.Limit) { TopicAliasMaximum = 1 };
        if (what == "publish by alias")
        {
            var names = new PublishPacket("long/topic", default) { Properties = new MqttProperties { TopicAlias = 1 } };
            RawPackets.Decode(decoder, MqttPackets.Encode(level, names));
        }
        var output = new ArrayBufferWriter<byte>(bytes.Length + 100);
        var writer = new MqttWriter(output) { Level = level };
        Run(200);
        // What is allocated for every packet shows in every round; the compiler's own doings do not.
        Assert.Equal(0, Enumerable.Range(0, 3).Min(_ => Allocated(2000)));

        long Allocated(int count)
        {
            var before = GC.GetAllocatedBytesForCurrentThread();
            Run(count);
            return GC.GetAllocatedBytesForCurrentThread() - before;
        }

        void Run(int count)
        {
            for (var i = 0; i < count; i++)
            {
                var buffer = new ReadOnlySequence<byte>(bytes);
                decoder.TryReadFrame(ref buffer, out var frame);
                Recode(frame, decoder, writer);
                output.ResetWrittenCount();
            }
        }
    }

    private static void Recode(in MqttFrame frame, MqttDecoder decoder, MqttWriter writer)
    {
        switch (frame.Type)
        {
            case MqttPacketType.Publish: PublishPacket.Decode(frame, decoder).Encode(writer); break;
            case MqttPacketType.PingReq: PingPacket.Decode(frame, decoder).Encode(writer); break;
            default: PublishAckPacket.Decode(frame, decoder).Encode(writer); break;
        }
    }

    private static object Sample(string what)
    {
        var payload = new ReadOnlySequence<byte>(new byte[300]);
        return what switch
        {
            "ping" => new PingPacket(MqttPacketType.PingReq),
            "puback" => new PublishAckPacket(MqttPacketType.PubAck, 7, MqttReasonCode.Success),
            "pubrec" => new PublishAckPacket(MqttPacketType.PubRec, 7, MqttReasonCode.Success),
            "pubrel" => new PublishAckPacket(MqttPacketType.PubRel, 7, MqttReasonCode.Success),
            "pubcomp" => new PublishAckPacket(MqttPacketType.PubComp, 7, MqttReasonCode.Success),
            "publish by alias" => new PublishPacket("", payload) { Properties = new MqttProperties { TopicAlias = 1 } },
            "publish with content type" => new PublishPacket("checkin/v1/gates/gate-1/events", payload)
            {
                Qos = MqttQos.AtLeastOnce,
                PacketId = 7,
                Properties = new MqttProperties { ContentType = "application/json" },
            },
            _ => new PublishPacket("checkin/v1/gates/gate-1/events", payload)
            {
                Qos = (MqttQos)(what[^1] - '0'),
                PacketId = (ushort)(what[^1] == '0' ? 0 : 7),
            },
        };
    }
}
