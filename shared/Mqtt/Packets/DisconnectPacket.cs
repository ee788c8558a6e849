namespace CheckIn.Mqtt.Packets;

/// <summary>
/// DISCONNECT, MQTT 5.0 and 3.1.1, 3.14, and AUTH, 3.15: one layout, an empty body means success. MQTT 3.1.1 knows only
/// the client's DISCONNECT, without a reason, and no AUTH.
/// </summary>
public sealed record DisconnectPacket(MqttPacketType Type, MqttReasonCode Reason)
{
    /// <summary>Null = none.</summary>
    public MqttProperties? Properties { get; init; }

    /// <summary>Reads it from a frame.</summary>
    /// <exception cref="MqttProtocolException">The packet is malformed or breaks the protocol.</exception>
    public static DisconnectPacket Decode(in MqttFrame frame, MqttDecoder decoder)
    {
        var reader = decoder.Open(frame);
        if (reader.Remaining == 0 || decoder.Level == MqttLevel.V311)
        {
            reader.End();
            return new DisconnectPacket(frame.Type, MqttReasonCode.Success);
        }
        var reason = Reasons.Read(ref reader, frame.Type);
        var properties = reader.Remaining == 0 ? null : MqttProperties.Read(ref reader, frame.Type);
        reader.End();
        if (frame.Type == MqttPacketType.Auth && properties?.AuthenticationMethod is null)
            throw MqttProtocolException.Violation("AUTH without an Authentication Method (3.15.2.2.2).");
        if (decoder.Role == MqttRole.Client && properties?.SessionExpiryInterval is not null
            && frame.Type == MqttPacketType.Disconnect)
        {
            throw MqttProtocolException.Violation("A server's DISCONNECT with Session Expiry [MQTT-3.14.2-2].");
        }
        return new DisconnectPacket(frame.Type, reason) { Properties = properties };
    }

    /// <summary>
    /// Writes it; at 3.1.1 only the client's ordinary goodbye, and nothing for any other reason, which that level
    /// cannot say: the connection is just closed.
    /// </summary>
    public void Encode(MqttWriter writer)
    {
        if (writer.Level == MqttLevel.V311 && (Reason != MqttReasonCode.Success || Type == MqttPacketType.Auth))
            return;
        writer.Begin(Type);
        if (writer.Level != MqttLevel.V311 && (Reason != MqttReasonCode.Success || Properties is not null))
        {
            writer.WriteByte((byte)Reason);
            if (Properties is not null)
                writer.WriteProperties(Properties, Type);
        }
        writer.End();
    }
}
