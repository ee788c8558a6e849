using System.Buffers;

namespace CheckIn.Mqtt.Packets;

/// <summary>
/// PUBLISH, MQTT 5.0 and 3.1.1, 3.3. A decoded one borrows: <see cref="Payload"/> is a part of the receive buffer, and
/// <see cref="Properties"/> belong to the decoder until its next PUBLISH.
/// </summary>
public readonly record struct PublishPacket(string Topic, ReadOnlySequence<byte> Payload)
{
    /// <summary>Quality of service.</summary>
    public MqttQos Qos { get; init; }
    /// <summary>To be kept by the server; from a server: was kept.</summary>
    public bool Retain { get; init; }
    /// <summary>Sent before, at QoS 1 or 2.</summary>
    public bool Duplicate { get; init; }
    /// <summary>0 at QoS 0.</summary>
    public ushort PacketId { get; init; }
    /// <summary>Null = none.</summary>
    public MqttProperties? Properties { get; init; }

    /// <summary>
    /// Where <see cref="MqttDecoder.TopicAliasMaximum"/> is set, the topic is what its alias stands for.
    /// </summary>
    /// <exception cref="MqttProtocolException">The packet is malformed or breaks the protocol.</exception>
    public static PublishPacket Decode(in MqttFrame frame, MqttDecoder decoder)
    {
        var reader = decoder.Open(frame);
        var qos = (MqttQos)((frame.Flags >> 1) & 3);
        var topic = reader.ReadText();
        if (topic.AsSpan().ContainsAny('+', '#'))
            throw new MqttProtocolException(
                MqttReasonCode.TopicNameInvalid, "Topic Name has a wildcard [MQTT-3.3.2-2].");
        var id = qos == MqttQos.AtMostOnce ? (ushort)0 : reader.ReadPacketId();
        var properties = MqttProperties.Read(ref reader, MqttPacketType.Publish, decoder.PublishProperties);
        if (properties is not null)
            topic = CheckProperties(topic, properties, decoder);
        else if (topic.Length == 0)
            throw MqttProtocolException.Violation(
                $"Neither Topic Name nor Topic Alias {reader.Clause("(3.3.2.1).", "[MQTT-4.7.3-1].")}");
        return new PublishPacket(topic, reader.ReadRest())
        {
            Qos = qos,
            Retain = (frame.Flags & 1) != 0,
            Duplicate = (frame.Flags & 8) != 0,
            PacketId = id,
            Properties = properties,
        };
    }

    private static string CheckProperties(string topic, MqttProperties properties, MqttDecoder decoder)
    {
        if (properties.ResponseTopic is { } response && !MqttTopic.IsValidName(response))
            throw MqttProtocolException.Violation("The Response Topic is not a topic name [MQTT-3.3.2-14].");
        if (decoder.Role == MqttRole.Server && properties.SubscriptionIdentifiers.Count > 0)
            throw MqttProtocolException.Violation("A client's PUBLISH with Subscription Identifier [MQTT-3.3.4-6].");
        if (properties.TopicAlias is { } alias)
            return decoder.Aliases?.Resolve(topic, alias) ?? topic;
        return topic.Length > 0
            ? topic
            : throw MqttProtocolException.Violation("Neither Topic Name nor Topic Alias (3.3.2.1).");
    }

    /// <summary>Writes it; false when it exceeds <paramref name="maxBytes"/> and was not written.</summary>
    public bool Encode(MqttWriter writer, long maxBytes = MqttWriter.MaxRemainingLength + 5L)
    {
        var flags = ((int)Qos << 1) | (Retain ? 1 : 0) | (Duplicate ? 8 : 0);
        writer.Begin(MqttPacketType.Publish, (byte)flags);
        writer.WriteText(Topic);
        if (Qos != MqttQos.AtMostOnce)
            writer.WriteUInt16(PacketId);
        writer.WriteProperties(Properties, MqttPacketType.Publish);
        return writer.End(Payload, maxBytes) > 0;
    }

    /// <summary>A copy that owns its payload and outlives the receive buffer.</summary>
    public MqttMessage ToMessage() => ToMessage(Topic, Payload.ToArray(), Properties, Qos, Retain);

    internal static MqttMessage ToMessage(
        string topic, byte[] payload, MqttProperties? properties, MqttQos qos, bool retain)
    {
        if (properties is null)
            return new MqttMessage(topic, payload) { Qos = qos, Retain = retain };
        if (properties.ResponseTopic is { } response && !MqttTopic.IsValidName(response))
            throw MqttProtocolException.Violation("The Response Topic is not a topic name [MQTT-3.3.2-14].");
        return new MqttMessage(topic, payload)
        {
            Qos = qos,
            Retain = retain,
            IsText = properties.PayloadFormatIndicator == 1,
            ContentType = properties.ContentType,
            ResponseTopic = properties.ResponseTopic,
            CorrelationData = properties.CorrelationData ?? default,
            ExpirySeconds = properties.MessageExpiryInterval,
            UserProperties = properties.UserProperties,
            SubscriptionIdentifiers = properties.SubscriptionIdentifiers,
        };
    }

    /// <summary>The message's properties, or null when it has none.</summary>
    public static MqttProperties? ToProperties(MqttMessage message)
    {
        if (message is
            {
                IsText: false, ContentType: null, ResponseTopic: null, CorrelationData.IsEmpty: true,
                ExpirySeconds: null, UserProperties.Count: 0
            })
        {
            return null;
        }
        var properties = new MqttProperties
        {
            PayloadFormatIndicator = message.IsText ? 1u : null,
            ContentType = message.ContentType,
            ResponseTopic = message.ResponseTopic,
            CorrelationData = message.CorrelationData.IsEmpty
                ? default(ReadOnlyMemory<byte>?) : message.CorrelationData,
            MessageExpiryInterval = message.ExpirySeconds,
        };
        foreach (var (name, value) in message.UserProperties)
            properties.AddUserProperty(name, value);
        return properties;
    }
}
