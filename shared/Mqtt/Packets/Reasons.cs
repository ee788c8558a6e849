namespace CheckIn.Mqtt.Packets;

/// <summary>Reads reason codes, each checked against the table of MQTT 5.0, 2.4.</summary>
internal static class Reasons
{
    public static MqttReasonCode Read(ref MqttReader reader, MqttPacketType packet)
    {
        var reason = (MqttReasonCode)reader.ReadByte();
        return reason.IsAllowedIn(packet)
            ? reason
            : throw MqttProtocolException.Violation($"Reason 0x{(byte)reason:X2} is not one of {packet}'s (2.4).");
    }

    /// <summary>The codes that fill the rest of SUBACK and UNSUBACK.</summary>
    public static IReadOnlyList<MqttReasonCode> ReadAll(ref MqttReader reader, MqttPacketType packet)
    {
        var reasons = new List<MqttReasonCode>();
        while (reader.Remaining > 0)
            reasons.Add(Read(ref reader, packet));
        return reasons.Count > 0
            ? reasons
            : throw MqttProtocolException.Violation($"{packet} without a reason code (3.9.3, 3.11.3).");
    }
}
