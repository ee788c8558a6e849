namespace CheckIn.Mqtt;

/// <summary>Property identifiers, MQTT 5.0, 2.2.2.2.</summary>
public enum MqttPropertyId : byte
{
    /// <summary>No property.</summary>
    None = 0,
    /// <summary>Byte: 1 = the payload is UTF-8 text.</summary>
    PayloadFormatIndicator = 0x01,
    /// <summary>Four bytes: seconds.</summary>
    MessageExpiryInterval = 0x02,
    /// <summary>Text.</summary>
    ContentType = 0x03,
    /// <summary>Text: a topic name.</summary>
    ResponseTopic = 0x08,
    /// <summary>Binary.</summary>
    CorrelationData = 0x09,
    /// <summary>Variable integer, not 0.</summary>
    SubscriptionIdentifier = 0x0B,
    /// <summary>Four bytes: seconds.</summary>
    SessionExpiryInterval = 0x11,
    /// <summary>Text.</summary>
    AssignedClientIdentifier = 0x12,
    /// <summary>Two bytes: seconds.</summary>
    ServerKeepAlive = 0x13,
    /// <summary>Text.</summary>
    AuthenticationMethod = 0x15,
    /// <summary>Binary.</summary>
    AuthenticationData = 0x16,
    /// <summary>Byte: 0 or 1.</summary>
    RequestProblemInformation = 0x17,
    /// <summary>Four bytes: seconds.</summary>
    WillDelayInterval = 0x18,
    /// <summary>Byte: 0 or 1.</summary>
    RequestResponseInformation = 0x19,
    /// <summary>Text.</summary>
    ResponseInformation = 0x1A,
    /// <summary>Text.</summary>
    ServerReference = 0x1C,
    /// <summary>Text.</summary>
    ReasonString = 0x1F,
    /// <summary>Two bytes, not 0.</summary>
    ReceiveMaximum = 0x21,
    /// <summary>Two bytes.</summary>
    TopicAliasMaximum = 0x22,
    /// <summary>Two bytes, not 0.</summary>
    TopicAlias = 0x23,
    /// <summary>Byte: 0 or 1.</summary>
    MaximumQos = 0x24,
    /// <summary>Byte: 0 or 1.</summary>
    RetainAvailable = 0x25,
    /// <summary>Two texts; may repeat.</summary>
    UserProperty = 0x26,
    /// <summary>Four bytes, not 0.</summary>
    MaximumPacketSize = 0x27,
    /// <summary>Byte: 0 or 1.</summary>
    WildcardSubscriptionAvailable = 0x28,
    /// <summary>Byte: 0 or 1.</summary>
    SubscriptionIdentifierAvailable = 0x29,
    /// <summary>Byte: 0 or 1.</summary>
    SharedSubscriptionAvailable = 0x2A,
}

internal enum MqttPropertyKind : byte { None, Flag, TwoBytes, FourBytes, VariableInteger, Text, Binary, TextPair }

/// <summary>
/// Data type of a property and the packets that may carry it (bit n = packet type n, bit 0 = the will).
/// </summary>
internal readonly record struct MqttPropertyRule(MqttPropertyKind Kind, byte Slot, ushort Packets)
{
    public const int NumberSlots = 16;
    public const int ObjectSlots = 9;
    public const int HighestId = 0x2A;
    private const ushort Will = 1;
    private static readonly MqttPropertyRule[] Rules = Build();

    public static MqttPropertyRule Of(uint id) => id <= HighestId ? Rules[id] : default;

    public bool Allows(MqttPacketType packet) => (Packets & (1 << (int)packet)) != 0;

    private static MqttPropertyRule[] Build()
    {
        var rules = new MqttPropertyRule[HighestId + 1];
        byte numbers = 0, objects = 0;
        void Add(MqttPropertyId id, MqttPropertyKind kind, int packets)
        {
            var slot = kind switch
            {
                MqttPropertyKind.Text or MqttPropertyKind.Binary => objects++,
                MqttPropertyKind.TextPair or MqttPropertyKind.VariableInteger => (byte)0,
                _ => numbers++,
            };
            rules[(int)id] = new MqttPropertyRule(kind, slot, (ushort)packets);
        }
        AddMessageProperties(Add);
        AddConnectionProperties(Add);
        return rules;
    }

    private static int In(params ReadOnlySpan<MqttPacketType> packets)
    {
        var mask = 0;
        foreach (var packet in packets)
            mask |= 1 << (int)packet;
        return mask;
    }

    private static void AddMessageProperties(Action<MqttPropertyId, MqttPropertyKind, int> add)
    {
        var message = In(MqttPacketType.Publish) | Will;
        add(MqttPropertyId.PayloadFormatIndicator, MqttPropertyKind.Flag, message);
        add(MqttPropertyId.MessageExpiryInterval, MqttPropertyKind.FourBytes, message);
        add(MqttPropertyId.ContentType, MqttPropertyKind.Text, message);
        add(MqttPropertyId.ResponseTopic, MqttPropertyKind.Text, message);
        add(MqttPropertyId.CorrelationData, MqttPropertyKind.Binary, message);
        add(MqttPropertyId.SubscriptionIdentifier, MqttPropertyKind.VariableInteger,
            In(MqttPacketType.Publish, MqttPacketType.Subscribe));
        add(MqttPropertyId.TopicAlias, MqttPropertyKind.TwoBytes, In(MqttPacketType.Publish));
        add(MqttPropertyId.WillDelayInterval, MqttPropertyKind.FourBytes, Will);
    }

    private static void AddConnectionProperties(Action<MqttPropertyId, MqttPropertyKind, int> add)
    {
        var connect = In(MqttPacketType.Connect);
        var connAck = In(MqttPacketType.ConnAck);
        var disconnect = In(MqttPacketType.Disconnect);
        var auth = In(MqttPacketType.Auth);
        var acks = In(MqttPacketType.PubAck, MqttPacketType.PubRec, MqttPacketType.PubRel, MqttPacketType.PubComp,
            MqttPacketType.SubAck, MqttPacketType.UnsubAck);
        var requests = In(MqttPacketType.Publish, MqttPacketType.Subscribe, MqttPacketType.Unsubscribe) | Will;
        add(MqttPropertyId.SessionExpiryInterval, MqttPropertyKind.FourBytes, connect | connAck | disconnect);
        add(MqttPropertyId.AssignedClientIdentifier, MqttPropertyKind.Text, connAck);
        add(MqttPropertyId.ServerKeepAlive, MqttPropertyKind.TwoBytes, connAck);
        add(MqttPropertyId.AuthenticationMethod, MqttPropertyKind.Text, connect | connAck | auth);
        add(MqttPropertyId.AuthenticationData, MqttPropertyKind.Binary, connect | connAck | auth);
        add(MqttPropertyId.RequestProblemInformation, MqttPropertyKind.Flag, connect);
        add(MqttPropertyId.RequestResponseInformation, MqttPropertyKind.Flag, connect);
        add(MqttPropertyId.ResponseInformation, MqttPropertyKind.Text, connAck);
        add(MqttPropertyId.ServerReference, MqttPropertyKind.Text, connAck | disconnect);
        add(MqttPropertyId.ReasonString, MqttPropertyKind.Text, connAck | acks | disconnect | auth);
        add(MqttPropertyId.ReceiveMaximum, MqttPropertyKind.TwoBytes, connect | connAck);
        add(MqttPropertyId.TopicAliasMaximum, MqttPropertyKind.TwoBytes, connect | connAck);
        add(MqttPropertyId.MaximumQos, MqttPropertyKind.Flag, connAck);
        add(MqttPropertyId.RetainAvailable, MqttPropertyKind.Flag, connAck);
        add(MqttPropertyId.UserProperty, MqttPropertyKind.TextPair,
            connect | connAck | acks | disconnect | auth | requests);
        add(MqttPropertyId.MaximumPacketSize, MqttPropertyKind.FourBytes, connect | connAck);
        add(MqttPropertyId.WildcardSubscriptionAvailable, MqttPropertyKind.Flag, connAck);
        add(MqttPropertyId.SubscriptionIdentifierAvailable, MqttPropertyKind.Flag, connAck);
        add(MqttPropertyId.SharedSubscriptionAvailable, MqttPropertyKind.Flag, connAck);
    }
}
