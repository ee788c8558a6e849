namespace CheckIn.Mqtt.Packets;

/// <summary>
/// PUBACK, PUBREC, PUBREL and PUBCOMP, MQTT 5.0 and 3.1.1, 3.4 to 3.7: one layout, told apart by the type. MQTT 3.1.1
/// has the identifier only.
/// </summary>
public readonly record struct PublishAckPacket(MqttPacketType Type, ushort PacketId, MqttReasonCode Reason)
{
    /// <summary>Null = none.</summary>
    public MqttProperties? Properties { get; init; }

    /// <summary>Reads it from a frame.</summary>
    /// <exception cref="MqttProtocolException">The packet is malformed or breaks the protocol.</exception>
    public static PublishAckPacket Decode(in MqttFrame frame, MqttDecoder decoder)
    {
        var reader = decoder.Open(frame);
        var id = reader.ReadPacketId();
        // The reason may be left out when it is success, and so may the properties (3.4.2.1, 3.4.2.2.1).
        if (reader.Remaining == 0 || decoder.Level == MqttLevel.V311)
        {
            reader.End();
            return new PublishAckPacket(frame.Type, id, MqttReasonCode.Success);
        }
        var reason = Reasons.Read(ref reader, frame.Type);
        var properties = reader.Remaining == 0 ? null : MqttProperties.Read(ref reader, frame.Type);
        reader.End();
        return new PublishAckPacket(frame.Type, id, reason) { Properties = properties };
    }

    /// <summary>Writes it; at 3.1.1 without the reason, which that level cannot say.</summary>
    public void Encode(MqttWriter writer)
    {
        writer.Begin(Type, (byte)(Type == MqttPacketType.PubRel ? 2 : 0));
        writer.WriteUInt16(PacketId);
        if (writer.Level != MqttLevel.V311 && (Reason != MqttReasonCode.Success || Properties is not null))
        {
            writer.WriteByte((byte)Reason);
            if (Properties is not null)
                writer.WriteProperties(Properties, Type);
        }
        writer.End();
    }
}
