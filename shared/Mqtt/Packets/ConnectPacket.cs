namespace CheckIn.Mqtt.Packets;

/// <summary>CONNECT, MQTT 5.0 and 3.1.1, 3.1. It decides the level of everything that follows.</summary>
public sealed record ConnectPacket
{
    private const byte CleanStartFlag = 0x02;
    private const byte WillFlag = 0x04;
    private const byte WillRetainFlag = 0x20;
    private const byte PasswordFlag = 0x40;
    private const byte UserNameFlag = 0x80;

    /// <summary>Protocol level. Default 5.0.</summary>
    public MqttLevel Level { get; init; } = MqttLevel.V5;

    /// <summary>Empty = the server is to assign one.</summary>
    public required string ClientId { get; init; }

    /// <summary>Forget an earlier session (at 3.1.1, Clean Session: and this one when the connection ends).</summary>
    public bool CleanStart { get; init; }

    /// <summary>Seconds, 0 = off.</summary>
    public ushort KeepAlive { get; init; }

    /// <summary>Null = none.</summary>
    public MqttProperties? Properties { get; init; }

    /// <summary>What the server publishes when the connection is lost; null = nothing.</summary>
    public MqttMessage? Will { get; init; }

    /// <summary>Will Delay Interval, seconds.</summary>
    public uint WillDelay { get; init; }

    /// <summary>Null = none.</summary>
    public string? UserName { get; init; }

    /// <summary>Null = none; at 3.1.1 only with a user name [MQTT-3.1.2-22].</summary>
    public ReadOnlyMemory<byte>? Password { get; init; }

    /// <summary>Reads it from a frame.</summary>
    /// <exception cref="MqttProtocolException">The packet is malformed, or its level is not spoken here.</exception>
    public static ConnectPacket Decode(in MqttFrame frame, MqttDecoder decoder)
    {
        var reader = decoder.Open(frame);
        ReadLevel(ref reader, decoder);
        var flags = reader.ReadByte();
        CheckFlags(ref reader, flags);
        var keepAlive = reader.ReadUInt16();
        var properties = MqttProperties.Read(ref reader, MqttPacketType.Connect);
        var clientId = reader.ReadText();
        if (clientId.Length == 0 && (flags & CleanStartFlag) == 0 && decoder.Level == MqttLevel.V311)
        {
            throw new MqttProtocolException(MqttReasonCode.ClientIdentifierNotValid,
                "No client identifier, and no clean session (MQTT 3.1.1 [MQTT-3.1.3-8]).");
        }
        uint willDelay = 0;
        var will = (flags & WillFlag) != 0 ? DecodeWill(ref reader, flags, out willDelay) : null;
        var packet = new ConnectPacket
        {
            Level = decoder.Level,
            ClientId = clientId,
            CleanStart = (flags & CleanStartFlag) != 0,
            KeepAlive = keepAlive,
            Properties = properties,
            Will = will,
            WillDelay = willDelay,
            UserName = (flags & UserNameFlag) != 0 ? reader.ReadText() : null,
            Password = (flags & PasswordFlag) != 0 ? reader.ReadBinary() : default(ReadOnlyMemory<byte>?),
        };
        reader.End();
        decoder.MarkConnected();
        return packet;
    }

    private static void ReadLevel(ref MqttReader reader, MqttDecoder decoder)
    {
        var name = reader.ReadText();
        var level = reader.ReadByte();
        var spoken = decoder.TryTakeLevel(level);
        if (name != "MQTT")
        {
            throw new MqttProtocolException(
                MqttReasonCode.UnsupportedProtocolVersion, "Protocol Name is not 'MQTT' [MQTT-3.1.2-1].");
        }
        if (!spoken)
        {
            throw new MqttProtocolException(MqttReasonCode.UnsupportedProtocolVersion,
                $"Protocol level {level} is not spoken here [MQTT-3.1.2-2].");
        }
    }

    private static void CheckFlags(ref MqttReader reader, byte flags)
    {
        if ((flags & 1) != 0)
            throw MqttProtocolException.Malformed("The reserved Connect Flag is set [MQTT-3.1.2-3].");
        var willQos = (flags >> 3) & 3;
        if (willQos == 3)
        {
            throw MqttProtocolException.Malformed(
                $"Will QoS is 3 {reader.Clause("[MQTT-3.1.2-12].", "[MQTT-3.1.2-14].")}");
        }
        if ((flags & WillFlag) == 0 && (willQos != 0 || (flags & WillRetainFlag) != 0))
        {
            throw MqttProtocolException.Malformed("Will QoS or Retain without a will "
                + reader.Clause("[MQTT-3.1.2-11] [MQTT-3.1.2-13].", "[MQTT-3.1.2-11] [MQTT-3.1.2-15]."));
        }
        if ((flags & (UserNameFlag | PasswordFlag)) == PasswordFlag && reader.Level == MqttLevel.V311)
        {
            throw MqttProtocolException.Malformed("A password without a user name (MQTT 3.1.1 [MQTT-3.1.2-22]).");
        }
    }

    private static MqttMessage DecodeWill(ref MqttReader reader, byte flags, out uint delay)
    {
        var properties = MqttProperties.Read(ref reader, MqttPacketType.Reserved);
        delay = properties?.WillDelayInterval ?? 0;
        var topic = reader.ReadText();
        if (!MqttTopic.IsValidName(topic))
            throw new MqttProtocolException(
                MqttReasonCode.TopicNameInvalid,
                "The Will Topic is not a topic name (3.1.3.3) [MQTT-4.7.1-1] [MQTT-4.7.3-1].");
        return PublishPacket.ToMessage(
            topic, reader.ReadBinary(), properties, (MqttQos)((flags >> 3) & 3), (flags & WillRetainFlag) != 0);
    }

    /// <summary>Writes it, and sets the writer's level to <see cref="Level"/>.</summary>
    public void Encode(MqttWriter writer)
    {
        if (Level == MqttLevel.V311 && Password is not null && UserName is null)
            throw new ArgumentException("MQTT 3.1.1 has no password without a user name [MQTT-3.1.2-22].");
        writer.Level = Level;
        writer.Begin(MqttPacketType.Connect);
        writer.WriteText("MQTT");
        writer.WriteByte((byte)Level);
        var flags = (CleanStart ? CleanStartFlag : 0)
            | (UserName is null ? 0 : UserNameFlag) | (Password is null ? 0 : PasswordFlag);
        if (Will is not null)
            flags |= WillFlag | ((int)Will.Qos << 3) | (Will.Retain ? WillRetainFlag : 0);
        writer.WriteByte((byte)flags);
        writer.WriteUInt16(KeepAlive);
        writer.WriteProperties(Properties, MqttPacketType.Connect);
        writer.WriteText(ClientId);
        if (Will is not null)
            EncodeWill(writer, Will);
        if (UserName is not null)
            writer.WriteText(UserName);
        if (Password is { } password)
            writer.WriteBinary(password.Span);
        writer.End();
    }

    private void EncodeWill(MqttWriter writer, MqttMessage will)
    {
        var properties = PublishPacket.ToProperties(will);
        if (WillDelay > 0)
            (properties ??= new MqttProperties()).WillDelayInterval = WillDelay;
        writer.WriteProperties(properties, MqttPacketType.Reserved);
        writer.WriteText(will.Topic);
        writer.WriteBinary(will.Payload.Span);
    }
}
