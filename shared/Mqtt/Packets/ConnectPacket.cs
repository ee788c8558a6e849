namespace CheckIn.Mqtt.Packets;

/// <summary>CONNECT, MQTT 5.0, 3.1.</summary>
public sealed record ConnectPacket
{
    private const byte CleanStartFlag = 0x02;
    private const byte WillFlag = 0x04;
    private const byte WillRetainFlag = 0x20;
    private const byte PasswordFlag = 0x40;
    private const byte UserNameFlag = 0x80;

    public required string ClientId { get; init; }
    public bool CleanStart { get; init; }
    /// <summary>Seconds, 0 = off.</summary>
    public ushort KeepAlive { get; init; }
    public MqttProperties? Properties { get; init; }
    public MqttMessage? Will { get; init; }
    /// <summary>Will Delay Interval, seconds.</summary>
    public uint WillDelay { get; init; }
    public string? UserName { get; init; }
    public ReadOnlyMemory<byte>? Password { get; init; }

    public static ConnectPacket Decode(in MqttFrame frame, MqttDecoder decoder)
    {
        var reader = decoder.Open(frame);
        if (reader.ReadText() != "MQTT")
        {
            throw new MqttProtocolException(
                MqttReasonCode.UnsupportedProtocolVersion, "Protocol Name is not 'MQTT' [MQTT-3.1.2-1].");
        }
        var level = reader.ReadByte();
        if (level != (byte)decoder.Level)
        {
            throw new MqttProtocolException(
                MqttReasonCode.UnsupportedProtocolVersion, $"Protocol level {level} is not spoken here [MQTT-3.1.2-2].");
        }
        var flags = reader.ReadByte();
        CheckFlags(flags);
        var keepAlive = reader.ReadUInt16();
        var properties = MqttProperties.Read(ref reader, MqttPacketType.Connect);
        var clientId = reader.ReadText();
        uint willDelay = 0;
        var will = (flags & WillFlag) != 0 ? DecodeWill(ref reader, flags, out willDelay) : null;
        var packet = new ConnectPacket
        {
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
        return packet;
    }

    private static void CheckFlags(byte flags)
    {
        if ((flags & 1) != 0)
            throw MqttProtocolException.Malformed("The reserved Connect Flag is set [MQTT-3.1.2-3].");
        var willQos = (flags >> 3) & 3;
        if (willQos == 3)
            throw MqttProtocolException.Malformed("Will QoS is 3 [MQTT-3.1.2-12].");
        if ((flags & WillFlag) == 0 && (willQos != 0 || (flags & WillRetainFlag) != 0))
            throw MqttProtocolException.Malformed("Will QoS or Retain without a will [MQTT-3.1.2-11] [MQTT-3.1.2-13].");
    }

    private static MqttMessage DecodeWill(ref MqttReader reader, byte flags, out uint delay)
    {
        var properties = MqttProperties.Read(ref reader, MqttPacketType.Reserved);
        delay = properties.WillDelayInterval ?? 0;
        var topic = reader.ReadText();
        if (!MqttTopic.IsValidName(topic))
            throw new MqttProtocolException(
                MqttReasonCode.TopicNameInvalid, "The Will Topic is not a topic name (3.1.3.3).");
        return PublishPacket.ToMessage(topic, reader.ReadBinary(), properties) with
        {
            Qos = (MqttQos)((flags >> 3) & 3),
            Retain = (flags & WillRetainFlag) != 0,
        };
    }

    public void Encode(MqttWriter writer)
    {
        writer.Begin(MqttPacketType.Connect);
        writer.WriteText("MQTT");
        writer.WriteByte((byte)MqttLevel.V5);
        var flags = (CleanStart ? CleanStartFlag : 0)
            | (UserName is null ? 0 : UserNameFlag) | (Password is null ? 0 : PasswordFlag);
        if (Will is not null)
            flags |= WillFlag | ((int)Will.Qos << 3) | (Will.Retain ? WillRetainFlag : 0);
        writer.WriteByte((byte)flags);
        writer.WriteUInt16(KeepAlive);
        writer.WriteProperties(Properties);
        writer.WriteText(ClientId);
        if (Will is not null)
        {
            var properties = PublishPacket.ToProperties(Will) ?? new MqttProperties();
            properties.WillDelayInterval = WillDelay == 0 ? null : WillDelay;
            writer.WriteProperties(properties);
            writer.WriteText(Will.Topic);
            writer.WriteBinary(Will.Payload.Span);
        }
        if (UserName is not null)
            writer.WriteText(UserName);
        if (Password is { } password)
            writer.WriteBinary(password.Span);
        writer.End();
    }
}
