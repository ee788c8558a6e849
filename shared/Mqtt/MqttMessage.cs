namespace CheckIn.Mqtt;

/// <summary>Quality of service, MQTT 5.0 and 3.1.1, 4.3.</summary>
public enum MqttQos : byte
{
    /// <summary>QoS 0: sent once, lost if the connection is.</summary>
    AtMostOnce = 0,
    /// <summary>QoS 1: sent until acknowledged; may arrive more than once.</summary>
    AtLeastOnce = 1,
    /// <summary>QoS 2: arrives once, as long as the session lives.</summary>
    ExactlyOnce = 2,
}

/// <summary>An application message. Everything but topic, payload, QoS and retain needs MQTT 5.0.</summary>
/// <param name="Topic">A topic name, without wildcards.</param>
/// <param name="Payload">The contents; not copied, so leave it alone until publishing has completed.</param>
public sealed record MqttMessage(string Topic, ReadOnlyMemory<byte> Payload)
{
    /// <summary>Quality of service. Default at least once.</summary>
    public MqttQos Qos { get; init; } = MqttQos.AtLeastOnce;
    /// <summary>To be kept by the server for later subscribers; of a message received: was kept.</summary>
    public bool Retain { get; init; }
    /// <summary>Content Type, such as <c>application/json</c>; null = not said.</summary>
    public string? ContentType { get; init; }
    /// <summary>Where an answer is expected; null = nowhere.</summary>
    public string? ResponseTopic { get; init; }
    /// <summary>What the answer is to bring back, at most 65,535 bytes; empty = nothing.</summary>
    public ReadOnlyMemory<byte> CorrelationData { get; init; }
    /// <summary>Message Expiry Interval, seconds; null = never.</summary>
    public uint? ExpirySeconds { get; init; }
    /// <summary>Payload Format Indicator: the payload is UTF-8 text.</summary>
    public bool IsText { get; init; }
    /// <summary>User Properties, in the order of the wire.</summary>
    public IReadOnlyList<KeyValuePair<string, string>> UserProperties { get; init; } = [];
    /// <summary>Of a message received: the subscriptions that brought it; never sent by a client.</summary>
    public IReadOnlyList<uint> SubscriptionIdentifiers { get; init; } = [];

    /// <summary>A message with a text.</summary>
    public static MqttMessage OfText(string topic, string text) =>
        new(topic, System.Text.Encoding.UTF8.GetBytes(text)) { IsText = true };

    /// <summary>The payload as UTF-8 text.</summary>
    public string Text => System.Text.Encoding.UTF8.GetString(Payload.Span);

    /// <summary>The answer to this request: on its Response Topic, with its Correlation Data.</summary>
    /// <exception cref="InvalidOperationException">It expects no answer.</exception>
    public MqttMessage Reply(ReadOnlyMemory<byte> payload) =>
        new(ResponseTopic
            ?? throw new InvalidOperationException($"The message on '{Topic}' expects no answer."), payload)
        {
            CorrelationData = CorrelationData,
            Qos = Qos,
        };
}
