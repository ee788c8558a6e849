namespace CheckIn.Mqtt;

/// <summary>
/// Bounds for what a packet may hold besides its bytes, so that a small packet cannot cost a large list. What
/// exceeds one is refused with <see cref="MqttReasonCode.QuotaExceeded"/>.
/// </summary>
public sealed record MqttDecoderLimits
{
    /// <summary>The limits unless told otherwise.</summary>
    public static MqttDecoderLimits Default { get; } = new();

    /// <summary>User Properties in one packet, the will's counted apart. Default 100, 0 or more.</summary>
    public int MaxUserProperties { get; init; } = 100;

    /// <summary>Filters in one SUBSCRIBE or UNSUBSCRIBE, reasons in its answer. Default 1,000, 1 or more.</summary>
    public int MaxFilters { get; init; } = 1000;

    /// <summary>Subscription Identifiers in one PUBLISH. Default 1,000, 1 or more.</summary>
    public int MaxSubscriptionIdentifiers { get; init; } = 1000;
}
