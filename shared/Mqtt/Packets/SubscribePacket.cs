namespace CheckIn.Mqtt.Packets;

/// <summary>SUBSCRIBE, MQTT 5.0 and 3.1.1, 3.8.</summary>
public sealed record SubscribePacket(ushort PacketId, IReadOnlyList<MqttSubscription> Subscriptions)
{
    /// <summary>Null = none.</summary>
    public MqttProperties? Properties { get; init; }

    /// <summary>Reads it from a frame.</summary>
    /// <exception cref="MqttProtocolException">The packet is malformed or breaks the protocol.</exception>
    public static SubscribePacket Decode(in MqttFrame frame, MqttDecoder decoder)
    {
        var reader = decoder.Open(frame);
        var id = reader.ReadPacketId();
        var properties = MqttProperties.Read(ref reader, MqttPacketType.Subscribe);
        var subscriptions = new List<MqttSubscription>();
        while (reader.Remaining > 0)
        {
            if (subscriptions.Count == decoder.Limits.MaxFilters)
            {
                throw new MqttProtocolException(MqttReasonCode.QuotaExceeded,
                    $"More than {decoder.Limits.MaxFilters} filters in one packet, which is this side's limit (2.4).");
            }
            subscriptions.Add(ReadSubscription(ref reader));
        }
        if (subscriptions.Count == 0)
        {
            throw MqttProtocolException.Violation(
                $"SUBSCRIBE without a filter {reader.Clause("[MQTT-3.8.3-2].", "[MQTT-3.8.3-3].")}");
        }
        return new SubscribePacket(id, subscriptions) { Properties = properties };
    }

    private static MqttSubscription ReadSubscription(ref MqttReader reader)
    {
        var filter = reader.ReadText();
        var options = reader.ReadByte();
        if (reader.Level == MqttLevel.V311)
        {
            return options <= 2
                ? new MqttSubscription(filter, (MqttQos)options)
                : throw MqttProtocolException.Malformed("Requested QoS is not 0, 1 or 2 (MQTT 3.1.1 [MQTT-3.8.3-4]).");
        }
        if ((options & 0xC0) != 0)
            throw MqttProtocolException.Malformed("Reserved Subscription Options are set [MQTT-3.8.3-5].");
        var qos = options & 3;
        var handling = (options >> 4) & 3;
        if (qos == 3 || handling == 3)
            throw MqttProtocolException.Violation("Maximum QoS or Retain Handling is 3 (3.8.3.1).");
        var noLocal = (options & 4) != 0;
        if (noLocal && filter.StartsWith(MqttTopic.SharePrefix, StringComparison.Ordinal))
            throw MqttProtocolException.Violation("No Local on a shared subscription [MQTT-3.8.3-4].");
        return new MqttSubscription(filter, (MqttQos)qos)
        {
            NoLocal = noLocal,
            RetainAsPublished = (options & 8) != 0,
            RetainHandling = (MqttRetainHandling)handling,
        };
    }

    /// <summary>Writes it; at 3.1.1 without the options that it does not have.</summary>
    public void Encode(MqttWriter writer)
    {
        writer.Begin(MqttPacketType.Subscribe, 2);
        writer.WriteUInt16(PacketId);
        writer.WriteProperties(Properties, MqttPacketType.Subscribe);
        foreach (var subscription in Subscriptions)
        {
            writer.WriteText(subscription.Filter);
            writer.WriteByte(writer.Level == MqttLevel.V311 ? (byte)subscription.Qos : Options(subscription));
        }
        writer.End();
    }

    private static byte Options(in MqttSubscription subscription) =>
        (byte)((int)subscription.Qos | (subscription.NoLocal ? 4 : 0)
            | (subscription.RetainAsPublished ? 8 : 0) | ((int)subscription.RetainHandling << 4));
}
