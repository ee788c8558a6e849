using System.Buffers;
using CheckIn.Fixtures.Mqtt;
using CheckIn.Mqtt;
using CheckIn.Mqtt.Packets;
using FsCheck;
using FsCheck.Fluent;

namespace CheckIn.Shared.Tests.Mqtt;

/// <summary>Every packet type with random contents, and one way to encode and decode them all.</summary>
internal static class PacketSamples
{
    public const int Limit = 1 << 20;

    private static readonly Gen<string> Text =
        Gen.Elements('a', 'Z', '0', '/', ' ', 'ă', 'ộ', '漢', '~').ArrayOf().Select(c => new string(c));
    private static readonly Gen<string> Topic = Text.Select(t => "t" + t);
    private static readonly Gen<ushort> Id = Gen.Choose(1, ushort.MaxValue).Select(i => (ushort)i);
    private static readonly Gen<byte[]> Bytes = Gen.Choose(0, 255).Select(i => (byte)i).ArrayOf();

    private static readonly Gen<MqttMessage> Message =
        from topic in Topic
        from payload in Bytes
        from qos in Gen.Choose(0, 2)
        from type in Text
        from some in Gen.Choose(0, 15)
        select new MqttMessage(topic, payload)
        {
            Qos = (MqttQos)qos,
            Retain = (some & 1) != 0,
            ContentType = (some & 2) != 0 ? type : null,
            ResponseTopic = (some & 4) != 0 ? topic : null,
            ExpirySeconds = (some & 8) != 0 ? (uint)some : null,
            CorrelationData = payload,
            IsText = (some & 3) == 3,
            UserProperties = (some & 5) == 5 ? [new(type, topic), new(type, type)] : [],
        };

    private static readonly Gen<object> Connect =
        from id in Text
        from will in Message
        from keepAlive in Id
        from password in Bytes
        from some in Gen.Choose(0, 7)
        select (object)new ConnectPacket
        {
            ClientId = id,
            CleanStart = (some & 1) != 0,
            KeepAlive = keepAlive,
            Will = (some & 2) != 0 ? will : null,
            WillDelay = (some & 2) != 0 ? (uint)keepAlive : 0,
            UserName = (some & 4) != 0 ? id : null,
            Password = (some & 4) != 0 ? password : default(ReadOnlyMemory<byte>?),
            Properties = new MqttProperties { ReceiveMaximum = keepAlive, SessionExpiryInterval = (uint)some },
        };

    private static readonly Gen<object> Publish =
        from message in Message
        from id in Id
        from subscription in Gen.Choose(1, 268_435_455)
        from duplicate in Gen.Elements(true, false)
        select (object)ToPublish(message, id, (uint)subscription, duplicate);

    private static readonly Gen<object> Subscribe =
        from id in Id
        from filters in Topic.NonEmptyListOf()
        from options in Gen.Choose(0, 2)
        select (object)new SubscribePacket(id, [.. filters.Select(f => new MqttSubscription(f, (MqttQos)options)
        {
            NoLocal = options == 1,
            RetainAsPublished = options == 2,
            RetainHandling = (MqttRetainHandling)options,
        })]);

    private static readonly Gen<object> Short =
        from id in Id
        from words in Text
        from filters in Topic.NonEmptyListOf()
        from which in Gen.Choose(0, 11)
        select ToShort(which, id, words, filters);

    public static Gen<object> Any { get; } = Gen.OneOf(Connect, Publish, Subscribe, Short);

    private static PublishPacket ToPublish(MqttMessage message, ushort id, uint subscription, bool duplicate)
    {
        var properties = PublishPacket.ToProperties(message) ?? new MqttProperties();
        properties.AddSubscriptionIdentifier(subscription);
        return new PublishPacket(message.Topic, new ReadOnlySequence<byte>(message.Payload))
        {
            Qos = message.Qos,
            Retain = message.Retain,
            Duplicate = duplicate && message.Qos != MqttQos.AtMostOnce,
            PacketId = message.Qos == MqttQos.AtMostOnce ? (ushort)0 : id,
            Properties = properties,
        };
    }

    private static object ToShort(int which, ushort id, string words, List<string> filters)
    {
        var said = new MqttProperties { ReasonString = words };
        said.AddUserProperty(words, words);
        return which switch
        {
            0 => new ConnAckPacket(MqttReasonCode.NotAuthorized) { Properties = said },
            1 => new ConnAckPacket(MqttReasonCode.Success)
            {
                SessionPresent = true,
                Properties = new() { MaximumQos = 1 },
            },
            2 => new PublishAckPacket(MqttPacketType.PubAck, id, MqttReasonCode.Success),
            3 => new PublishAckPacket(MqttPacketType.PubRec, id, MqttReasonCode.QuotaExceeded),
            4 => new PublishAckPacket(MqttPacketType.PubRel, id, MqttReasonCode.PacketIdentifierNotFound)
            {
                Properties = said,
            },
            5 => new PublishAckPacket(MqttPacketType.PubComp, id, MqttReasonCode.Success) { Properties = said },
            6 => new SubAckPacket(MqttPacketType.SubAck, id,
                [MqttReasonCode.GrantedQos1, MqttReasonCode.TopicFilterInvalid]),
            7 => new SubAckPacket(MqttPacketType.UnsubAck, id,
                [MqttReasonCode.NoSubscriptionExisted])
            { Properties = said },
            8 => new UnsubscribePacket(id, filters),
            9 => new PingPacket(id % 2 == 0 ? MqttPacketType.PingReq : MqttPacketType.PingResp),
            10 => new DisconnectPacket(MqttPacketType.Disconnect, MqttReasonCode.SessionTakenOver)
            {
                Properties = said,
            },
            _ => new DisconnectPacket(MqttPacketType.Auth, MqttReasonCode.ContinueAuthentication)
            {
                Properties = new() { AuthenticationMethod = words, AuthenticationData = new byte[] { 1 } },
            },
        };
    }

    public static byte[] Encode(params IEnumerable<object> packets) => Encode(MqttLevel.V5, packets);

    public static byte[] Encode(MqttLevel level, params IEnumerable<object> packets) =>
        MqttPackets.Encode(level, packets.Select(p => p is ConnectPacket connect ? AtLevel(connect, level) : p));

    private static ConnectPacket AtLevel(ConnectPacket packet, MqttLevel level) => packet with
    {
        Level = level,
        ClientId = level == MqttLevel.V311 ? "c" + packet.ClientId : packet.ClientId,
    };

    public static object Decode(MqttFrame frame, MqttDecoder decoder) => MqttPackets.Decode(frame, decoder);

    /// <summary>All packets of a buffer, each encoded again.</summary>
    public static byte[] Recode(ReadOnlySequence<byte> buffer, MqttLevel level = MqttLevel.V5)
    {
        var decoder = new MqttDecoder(level, Limit);
        var again = new ArrayBufferWriter<byte>();
        var writer = new MqttWriter(again) { Level = level };
        while (decoder.TryReadFrame(ref buffer, out var frame))
            MqttPackets.Encode(Decode(frame, decoder), writer);
        Assert.True(buffer.IsEmpty);
        return again.WrittenSpan.ToArray();
    }
}
