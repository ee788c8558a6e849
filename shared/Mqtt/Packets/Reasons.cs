namespace CheckIn.Mqtt.Packets;

/// <summary>Reads reason codes, each checked against the table of MQTT 5.0, 2.4.</summary>
internal static class Reasons
{
    public static MqttReasonCode Read(ref MqttReader reader, MqttPacketType packet)
    {
        var reason = (MqttReasonCode)reader.ReadByte();
        return reason.IsAllowedIn(packet)
            ? reason
            : throw MqttProtocolException.Violation(
                $"Reason 0x{(byte)reason:X2} is not one of {packet}'s (2.4){Clause(packet)}.");
    }

    /// <summary>The codes that fill the rest of SUBACK and UNSUBACK.</summary>
    public static IReadOnlyList<MqttReasonCode> ReadAll(ref MqttReader reader, MqttPacketType packet)
    {
        var reasons = new List<MqttReasonCode>();
        while (reader.Remaining > 0)
        {
            if (reasons.Count == reader.Limits.MaxFilters)
            {
                throw new MqttProtocolException(MqttReasonCode.QuotaExceeded,
                    $"More than {reader.Limits.MaxFilters} reasons in one {packet}, which is this side's limit (2.4).");
            }
            reasons.Add(
                reader.Level == MqttLevel.V311 ? ReadSubscribeReturnCode(ref reader) : Read(ref reader, packet));
        }
        return reasons.Count > 0
            ? reasons
            : throw MqttProtocolException.Violation($"{packet} without a reason code (3.9.3, 3.11.3).");
    }

    private static MqttReasonCode ReadSubscribeReturnCode(ref MqttReader reader)
    {
        var code = reader.ReadByte();
        return code is <= 2 or 0x80
            ? (MqttReasonCode)code
            : throw MqttProtocolException.Violation(
                $"Return code 0x{code:X2} is reserved (MQTT 3.1.1 [MQTT-3.9.3-2]).");
    }

    private static string Clause(MqttPacketType packet) => packet switch
    {
        MqttPacketType.ConnAck => " [MQTT-3.2.2-8]",
        MqttPacketType.PubAck => " [MQTT-3.4.2-1]",
        MqttPacketType.PubRec => " [MQTT-3.5.2-1]",
        MqttPacketType.PubRel => " [MQTT-3.6.2-1]",
        MqttPacketType.PubComp => " [MQTT-3.7.2-1]",
        MqttPacketType.SubAck => " [MQTT-3.9.3-2]",
        MqttPacketType.UnsubAck => " [MQTT-3.11.3-2]",
        MqttPacketType.Disconnect => " [MQTT-3.14.2-1]",
        MqttPacketType.Auth => " [MQTT-3.15.2-1]",
        _ => "",
    };
}
