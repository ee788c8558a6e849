namespace CheckIn.Mqtt;

/// <summary>When a subscription brings retained messages, MQTT 5.0, 3.8.3.1.</summary>
public enum MqttRetainHandling : byte
{
    /// <summary>Whenever it is made.</summary>
    AtSubscribe = 0,
    /// <summary>When it did not exist before.</summary>
    WhenNew = 1,
    /// <summary>Not at all.</summary>
    Never = 2,
}

/// <summary>One filter of SUBSCRIBE with its options; MQTT 3.1.1 has the QoS only.</summary>
public readonly record struct MqttSubscription(string Filter, MqttQos Qos)
{
    /// <summary>Leave out what the subscriber itself published.</summary>
    public bool NoLocal { get; init; }
    /// <summary>Forward the publisher's RETAIN flag instead of clearing it.</summary>
    public bool RetainAsPublished { get; init; }
    /// <summary>When retained messages come.</summary>
    public MqttRetainHandling RetainHandling { get; init; }
}
