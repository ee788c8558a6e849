namespace CheckIn.Mqtt.Packets;

/// <summary>SUBACK and UNSUBACK, MQTT 5.0, 3.9 and 3.11: one layout, one reason for each filter asked for.</summary>
public sealed record SubAckPacket(MqttPacketType Type, ushort PacketId, IReadOnlyList<MqttReasonCode> Reasons)
{
    public MqttProperties? Properties { get; init; }

    public static SubAckPacket Decode(in MqttFrame frame, MqttDecoder decoder)
    {
        var reader = decoder.Open(frame);
        var id = reader.ReadPacketId();
        var properties = MqttProperties.Read(ref reader, frame.Type);
        return new SubAckPacket(frame.Type, id, Packets.Reasons.ReadAll(ref reader, frame.Type))
        {
            Properties = properties,
        };
    }

    public void Encode(MqttWriter writer)
    {
        writer.Begin(Type);
        writer.WriteUInt16(PacketId);
        writer.WriteProperties(Properties);
        foreach (var reason in Reasons)
            writer.WriteByte((byte)reason);
        writer.End();
    }
}
