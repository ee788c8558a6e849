namespace CheckIn.Mqtt.Packets;

/// <summary>
/// SUBACK and UNSUBACK, MQTT 5.0 and 3.1.1, 3.9 and 3.11: one layout, one reason for each filter asked for. At 3.1.1
/// UNSUBACK has no reasons.
/// </summary>
public sealed record SubAckPacket(MqttPacketType Type, ushort PacketId, IReadOnlyList<MqttReasonCode> Reasons)
{
    /// <summary>Null = none.</summary>
    public MqttProperties? Properties { get; init; }

    /// <summary>Reads it from a frame.</summary>
    /// <exception cref="MqttProtocolException">The packet is malformed or breaks the protocol.</exception>
    public static SubAckPacket Decode(in MqttFrame frame, MqttDecoder decoder)
    {
        var reader = decoder.Open(frame);
        var id = reader.ReadPacketId();
        if (decoder.Level == MqttLevel.V311 && frame.Type == MqttPacketType.UnsubAck)
        {
            reader.End();
            return new SubAckPacket(frame.Type, id, []);
        }
        var properties = MqttProperties.Read(ref reader, frame.Type);
        return new SubAckPacket(frame.Type, id, Packets.Reasons.ReadAll(ref reader, frame.Type))
        {
            Properties = properties,
        };
    }

    /// <summary>Writes it; at 3.1.1 every error is 0x80.</summary>
    public void Encode(MqttWriter writer)
    {
        writer.Begin(Type);
        writer.WriteUInt16(PacketId);
        writer.WriteProperties(Properties, Type);
        if (writer.Level != MqttLevel.V311 || Type == MqttPacketType.SubAck)
        {
            foreach (var reason in Reasons)
            {
                writer.WriteByte(writer.Level == MqttLevel.V311 && reason.IsError()
                    ? (byte)MqttReasonCode.UnspecifiedError : (byte)reason);
            }
        }
        writer.End();
    }
}
