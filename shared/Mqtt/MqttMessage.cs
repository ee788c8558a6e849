namespace CheckIn.Mqtt;

/// <summary>Quality of service.</summary>
public enum MqttQos : byte { AtMostOnce = 0, AtLeastOnce = 1, ExactlyOnce = 2 }

/// <summary>An application message.</summary>
public sealed record MqttMessage(string Topic, ReadOnlyMemory<byte> Payload)
{
    public MqttQos Qos { get; init; } = MqttQos.AtLeastOnce;
    public bool Retain { get; init; }
    public string? ContentType { get; init; }
    public string? ResponseTopic { get; init; }
    public ReadOnlyMemory<byte> CorrelationData { get; init; }
    /// <summary>Message Expiry Interval, seconds; null = never.</summary>
    public uint? ExpirySeconds { get; init; }
    /// <summary>Payload Format Indicator: the payload is UTF-8 text.</summary>
    public bool IsText { get; init; }
    /// <summary>User Properties, in the order of the wire.</summary>
    public IReadOnlyList<KeyValuePair<string, string>> UserProperties { get; init; } = [];
}
