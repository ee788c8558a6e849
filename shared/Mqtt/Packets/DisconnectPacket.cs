namespace CheckIn.Mqtt.Packets;

/// <summary>DISCONNECT and AUTH, MQTT 5.0, 3.14 and 3.15: one layout, an empty body means success.</summary>
public sealed record DisconnectPacket(MqttPacketType Type, MqttReasonCode Reason)
{
    public MqttProperties? Properties { get; init; }

    public static DisconnectPacket Decode(in MqttFrame frame, MqttDecoder decoder)
    {
        var reader = decoder.Open(frame);
        if (reader.Remaining == 0)
            return new DisconnectPacket(frame.Type, MqttReasonCode.Success);
        var reason = Reasons.Read(ref reader, frame.Type);
        var properties = reader.Remaining == 0 ? null : MqttProperties.Read(ref reader, frame.Type);
        reader.End();
        return new DisconnectPacket(frame.Type, reason) { Properties = properties };
    }

    public void Encode(MqttWriter writer)
    {
        writer.Begin(Type);
        if (Reason != MqttReasonCode.Success || Properties is not null)
        {
            writer.WriteByte((byte)Reason);
            if (Properties is not null)
                writer.WriteProperties(Properties);
        }
        writer.End();
    }
}
