namespace CheckIn.Mqtt.Packets;

/// <summary>
/// CONNACK, MQTT 5.0 and 3.1.1, 3.2. At 3.1.1 it carries a return code, and <see cref="Reason"/> is what that means.
/// </summary>
public sealed record ConnAckPacket(MqttReasonCode Reason)
{
    /// <summary>The server had a session of this client and goes on with it.</summary>
    public bool SessionPresent { get; init; }

    /// <summary>Null = none.</summary>
    public MqttProperties? Properties { get; init; }

    /// <summary>Reads it from a frame.</summary>
    /// <exception cref="MqttProtocolException">The packet is malformed or breaks the protocol.</exception>
    public static ConnAckPacket Decode(in MqttFrame frame, MqttDecoder decoder)
    {
        var reader = decoder.Open(frame);
        var flags = reader.ReadByte();
        if (flags > 1)
        {
            throw MqttProtocolException.Malformed(
                $"Reserved Connect Acknowledge Flags are set {reader.Clause("[MQTT-3.2.2-1].", "(3.2.2.1).")}");
        }
        var reason = decoder.Level == MqttLevel.V311
            ? ReadReturnCode(ref reader)
            : Reasons.Read(ref reader, MqttPacketType.ConnAck);
        if (reason.IsError() && flags != 0)
        {
            throw MqttProtocolException.Violation(
                $"Session Present with a refusal {reader.Clause("[MQTT-3.2.2-6].", "[MQTT-3.2.2-4].")}");
        }
        var properties = MqttProperties.Read(ref reader, MqttPacketType.ConnAck);
        reader.End();
        decoder.MarkConnected();
        return new ConnAckPacket(reason) { SessionPresent = flags == 1, Properties = properties };
    }

    /// <summary>
    /// Writes it; at 3.1.1 nothing when no return code says the reason: the connection is closed without CONNACK then
    /// [MQTT-3.2.2-6].
    /// </summary>
    public void Encode(MqttWriter writer)
    {
        var reason = writer.Level == MqttLevel.V311 ? Reason.ToConnectReturnCode() : (byte)Reason;
        if (reason is null)
            return;
        writer.Begin(MqttPacketType.ConnAck);
        writer.WriteByte((byte)(SessionPresent ? 1 : 0));
        writer.WriteByte(reason.Value);
        writer.WriteProperties(Properties, MqttPacketType.ConnAck);
        writer.End();
    }

    private static MqttReasonCode ReadReturnCode(ref MqttReader reader)
    {
        var code = reader.ReadByte();
        return MqttReasonCodes.FromConnectReturnCode(code)
            ?? throw MqttProtocolException.Violation($"Return code {code} is reserved (MQTT 3.1.1, 3.2.2.3).");
    }
}
