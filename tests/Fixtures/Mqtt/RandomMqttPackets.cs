using System.Buffers;
using CheckIn.Mqtt;
using CheckIn.Mqtt.Packets;

namespace CheckIn.Fixtures.Mqtt;

/// <summary>Valid packets with random contents, as a client or a server of one level would send them.</summary>
public sealed class RandomMqttPackets(Random random, MqttLevel level)
{
    private static readonly string[] Texts =
        ["", "a", "a/b/c", "checkin/v1/gates/gate-1/events", "ộ漢😀", "\uFEFFa", "$share/g/a", "$SYS/x", new('x', 200)];

    private static readonly string[] Filters = ["#", "+", "a/+/c", "a/#", "$share/g/a/#", "a", "+/+", "/"];

    private static readonly MqttReasonCode[] Reasons = Enum.GetValues<MqttReasonCode>();

    private bool IsV5 => level == MqttLevel.V5;

    private bool Coin => random.Next(2) == 0;

    /// <summary>A packet that a client sends after CONNECT.</summary>
    public object FromClient() => random.Next(IsV5 ? 10 : 9) switch
    {
        0 or 1 or 2 => Publish(MqttRole.Client),
        3 => Acknowledgement(),
        4 => Acknowledgement(),
        5 => Subscribe(),
        6 => new UnsubscribePacket(Id(), Many(Filter)) { Properties = User() },
        7 => new PingPacket(MqttPacketType.PingReq),
        8 => IsV5 ? Farewell(MqttPacketType.Disconnect) : new DisconnectPacket(MqttPacketType.Disconnect, 0),
        _ => Farewell(MqttPacketType.Auth),
    };

    /// <summary>A packet that a server sends after CONNACK.</summary>
    public object FromServer() => random.Next(IsV5 ? 10 : 8) switch
    {
        0 or 1 or 2 => Publish(MqttRole.Server),
        3 => Acknowledgement(),
        4 => Acknowledgement(),
        5 => new SubAckPacket(MqttPacketType.SubAck, Id(), Many(() => Reason(MqttPacketType.SubAck))) { Properties = Told() },
        6 => new SubAckPacket(MqttPacketType.UnsubAck, Id(), Many(() => Reason(MqttPacketType.UnsubAck))) { Properties = Told() },
        7 => new PingPacket(MqttPacketType.PingResp),
        8 => Farewell(MqttPacketType.Disconnect),
        _ => Farewell(MqttPacketType.Auth),
    };

    public ConnectPacket Connect() => new()
    {
        Level = level,
        ClientId = "c" + Text(),
        CleanStart = Coin,
        KeepAlive = (ushort)random.Next(65_536),
        Will = Coin ? Message() : null,
        UserName = "u" + Text(),
        Password = Coin ? Bytes() : default(ReadOnlyMemory<byte>?),
        Properties = IsV5 && Coin ? new MqttProperties
        {
            SessionExpiryInterval = Coin ? (uint)random.Next() : null,
            ReceiveMaximum = Coin ? (uint)random.Next(1, 65_536) : null,
            MaximumPacketSize = Coin ? (uint)random.Next(1, int.MaxValue) : null,
            TopicAliasMaximum = Coin ? (uint)random.Next(65_536) : null,
            RequestProblemInformation = Coin ? 1u : null,
            RequestResponseInformation = Coin ? 0u : null,
            AuthenticationMethod = Coin ? "SCRAM" : null,
        } : null,
    };

    public ConnAckPacket ConnAck() => new(MqttReasonCode.Success)
    {
        SessionPresent = Coin,
        Properties = IsV5 && Coin ? new MqttProperties
        {
            AssignedClientIdentifier = Coin ? Text() : null,
            ServerKeepAlive = Coin ? (uint)random.Next(65_536) : null,
            MaximumQos = Coin ? 1u : null,
            RetainAvailable = Coin ? 0u : null,
            WildcardSubscriptionAvailable = Coin ? 1u : null,
            ResponseInformation = Coin ? Text() : null,
            ServerReference = Coin ? Text() : null,
        } : null,
    };

    private PublishPacket Publish(MqttRole sender)
    {
        var message = Message();
        var properties = IsV5 ? PublishPacket.ToProperties(message) : null;
        var alias = IsV5 && Coin ? (uint)random.Next(1, 20) : 0;
        if (alias > 0)
            (properties ??= new MqttProperties()).TopicAlias = alias;
        if (IsV5 && sender == MqttRole.Server && Coin)
            (properties ??= new MqttProperties()).AddSubscriptionIdentifier((uint)random.Next(1, 268_435_456));
        return new PublishPacket(message.Topic, new ReadOnlySequence<byte>(message.Payload))
        {
            Qos = message.Qos,
            Retain = message.Retain,
            Duplicate = message.Qos != MqttQos.AtMostOnce && Coin,
            PacketId = message.Qos == MqttQos.AtMostOnce ? (ushort)0 : Id(),
            Properties = properties,
        };
    }

    private MqttMessage Message() => new("t" + Text(), Bytes())
    {
        Qos = (MqttQos)random.Next(3),
        Retain = Coin,
        ContentType = IsV5 && Coin ? Text() : null,
        ResponseTopic = IsV5 && Coin ? "r" + Text() : null,
        CorrelationData = IsV5 && Coin ? Bytes() : default,
        ExpirySeconds = IsV5 && Coin ? (uint)random.Next() : null,
        IsText = IsV5 && Coin,
        UserProperties = IsV5 && Coin ? [new(Text(), Text()), new(Text(), Text())] : [],
    };

    private PublishAckPacket Acknowledgement()
    {
        var type = (MqttPacketType)random.Next((int)MqttPacketType.PubAck, (int)MqttPacketType.PubComp + 1);
        return new PublishAckPacket(type, Id(), IsV5 ? Reason(type) : 0) { Properties = Told() };
    }

    private SubscribePacket Subscribe() => new(Id(), Many(() =>
    {
        var filter = Filter();
        var qos = (MqttQos)random.Next(3);
        return IsV5
            ? new MqttSubscription(filter, qos)
            {
                NoLocal = Coin && !filter.StartsWith('$'),
                RetainAsPublished = Coin,
                RetainHandling = (MqttRetainHandling)random.Next(3),
            }
            : new MqttSubscription(filter, qos);
    }))
    { Properties = User() };

    private DisconnectPacket Farewell(MqttPacketType type)
    {
        var properties = Told();
        if (type == MqttPacketType.Auth)
            (properties ??= new MqttProperties()).AuthenticationMethod = Text();
        return new DisconnectPacket(type, Reason(type)) { Properties = properties };
    }

    private MqttProperties? Told()
    {
        var properties = User();
        if (properties is not null && Coin)
            properties.ReasonString = Text();
        return properties;
    }

    private MqttProperties? User()
    {
        if (!IsV5 || Coin)
            return null;
        var properties = new MqttProperties();
        for (var i = random.Next(1, 4); i > 0; i--)
            properties.AddUserProperty(Text(), Text());
        return properties;
    }

    private MqttReasonCode Reason(MqttPacketType packet)
    {
        if (!IsV5)
            return packet == MqttPacketType.SubAck ? (MqttReasonCode)random.Next(3) : MqttReasonCode.Success;
        while (true)
        {
            var reason = Reasons[random.Next(Reasons.Length)];
            if (reason.IsAllowedIn(packet))
                return reason;
        }
    }

    private T[] Many<T>(Func<T> make) => [.. Enumerable.Range(0, random.Next(1, 5)).Select(_ => make())];

    private ushort Id() => (ushort)random.Next(1, 65_536);

    private string Text() => Texts[random.Next(Texts.Length)];

    private string Filter() => Filters[random.Next(Filters.Length)];

    private byte[] Bytes()
    {
        var bytes = new byte[random.Next(4) == 0 ? random.Next(2000) : random.Next(20)];
        random.NextBytes(bytes);
        return bytes;
    }
}
