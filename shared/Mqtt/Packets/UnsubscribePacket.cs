namespace CheckIn.Mqtt.Packets;

/// <summary>UNSUBSCRIBE, MQTT 5.0, 3.10.</summary>
public sealed record UnsubscribePacket(ushort PacketId, IReadOnlyList<string> Filters)
{
    public MqttProperties? Properties { get; init; }

    public static UnsubscribePacket Decode(in MqttFrame frame, MqttDecoder decoder)
    {
        var reader = decoder.Open(frame);
        var id = reader.ReadPacketId();
        var properties = MqttProperties.Read(ref reader, MqttPacketType.Unsubscribe);
        var filters = new List<string>();
        while (reader.Remaining > 0)
            filters.Add(reader.ReadText());
        if (filters.Count == 0)
            throw MqttProtocolException.Violation("UNSUBSCRIBE without a filter [MQTT-3.10.3-2].");
        return new UnsubscribePacket(id, filters) { Properties = properties };
    }

    public void Encode(MqttWriter writer)
    {
        writer.Begin(MqttPacketType.Unsubscribe, 2);
        writer.WriteUInt16(PacketId);
        writer.WriteProperties(Properties);
        foreach (var filter in Filters)
            writer.WriteText(filter);
        writer.End();
    }
}
