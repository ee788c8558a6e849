namespace CheckIn.Mqtt.Packets;

/// <summary>UNSUBSCRIBE, MQTT 5.0 and 3.1.1, 3.10.</summary>
public sealed record UnsubscribePacket(ushort PacketId, IReadOnlyList<string> Filters)
{
    /// <summary>Null = none.</summary>
    public MqttProperties? Properties { get; init; }

    /// <summary>Reads it from a frame.</summary>
    /// <exception cref="MqttProtocolException">The packet is malformed or breaks the protocol.</exception>
    public static UnsubscribePacket Decode(in MqttFrame frame, MqttDecoder decoder)
    {
        var reader = decoder.Open(frame);
        var id = reader.ReadPacketId();
        var properties = MqttProperties.Read(ref reader, MqttPacketType.Unsubscribe);
        var filters = new List<string>();
        while (reader.Remaining > 0)
        {
            if (filters.Count == decoder.Limits.MaxFilters)
            {
                throw new MqttProtocolException(MqttReasonCode.QuotaExceeded,
                    $"More than {decoder.Limits.MaxFilters} filters in one packet, which is this side's limit (2.4).");
            }
            filters.Add(reader.ReadText());
        }
        if (filters.Count == 0)
            throw MqttProtocolException.Violation("UNSUBSCRIBE without a filter [MQTT-3.10.3-2].");
        return new UnsubscribePacket(id, filters) { Properties = properties };
    }

    /// <summary>Writes it.</summary>
    public void Encode(MqttWriter writer)
    {
        writer.Begin(MqttPacketType.Unsubscribe, 2);
        writer.WriteUInt16(PacketId);
        writer.WriteProperties(Properties, MqttPacketType.Unsubscribe);
        foreach (var filter in Filters)
            writer.WriteText(filter);
        writer.End();
    }
}
