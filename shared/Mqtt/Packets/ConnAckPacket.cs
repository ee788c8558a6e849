namespace CheckIn.Mqtt.Packets;

/// <summary>CONNACK, MQTT 5.0, 3.2.</summary>
public sealed record ConnAckPacket(MqttReasonCode Reason)
{
    public bool SessionPresent { get; init; }
    public MqttProperties? Properties { get; init; }

    public static ConnAckPacket Decode(in MqttFrame frame, MqttDecoder decoder)
    {
        var reader = decoder.Open(frame);
        var flags = reader.ReadByte();
        if (flags > 1)
            throw MqttProtocolException.Malformed("Reserved Connect Acknowledge Flags are set [MQTT-3.2.2-1].");
        var reason = Reasons.Read(ref reader, MqttPacketType.ConnAck);
        if (reason.IsError() && flags != 0)
            throw MqttProtocolException.Violation("Session Present with a refusal [MQTT-3.2.2-6].");
        var properties = MqttProperties.Read(ref reader, MqttPacketType.ConnAck);
        reader.End();
        return new ConnAckPacket(reason) { SessionPresent = flags == 1, Properties = properties };
    }

    public void Encode(MqttWriter writer)
    {
        writer.Begin(MqttPacketType.ConnAck);
        writer.WriteByte((byte)(SessionPresent ? 1 : 0));
        writer.WriteByte((byte)Reason);
        writer.WriteProperties(Properties);
        writer.End();
    }
}
