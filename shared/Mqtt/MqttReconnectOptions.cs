using Polly;
using Polly.Retry;

namespace CheckIn.Mqtt;

/// <summary>
/// Waits between connections. Full jitter (anything between nothing and a bound that doubles up to the cap), so that
/// thousands of clients that lost one server do not come back as one wave. A server that says that it is too busy, or
/// that it does not want this client, is left alone longer: the bound starts sixteen times higher, and half of it is
/// always waited. A connection that lasted a while starts over with the first bound.
/// </summary>
public sealed record MqttReconnectOptions
{
    private const int HeadStart = 4;
    private const int MaxDoublings = 20;

    /// <summary>Bound of the first wait, more than 0. Default 1 s.</summary>
    public TimeSpan First { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>Highest bound, <see cref="First"/> or more. Default 60 s.</summary>
    public TimeSpan Cap { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>How long a connection must last for the waits to start over. Default 1 min.</summary>
    public TimeSpan StableAfter { get; init; } = TimeSpan.FromMinutes(1);

    /// <summary>
    /// Told before each wait: how the connection ended or failed, and how long the wait is. Null = nobody.
    /// </summary>
    public Action<MqttException, TimeSpan>? OnWait { get; init; }

    /// <summary>The wait before an attempt.</summary>
    /// <param name="attempt">Failures in a row, 0 = the first.</param>
    /// <param name="reason">What the server said, if anything.</param>
    /// <param name="dice">At least 0, less than 1.</param>
    public TimeSpan WaitBefore(int attempt, MqttReasonCode? reason, double dice)
    {
        var isUnwanted = IsUnwanted(reason);
        var doublings = Math.Min(attempt + (isUnwanted ? HeadStart : 0), MaxDoublings);
        var bound = First * Math.Pow(2, doublings);
        bound = bound < Cap ? bound : Cap;
        return isUnwanted ? bound * (0.5 + dice / 2) : bound * dice;
    }

    /// <summary>
    /// True when the server wants to be left alone: too busy, over a quota, or not serving this client (as it is).
    /// </summary>
    public static bool IsUnwanted(MqttReasonCode? reason) => reason is MqttReasonCode.ServerUnavailable
        or MqttReasonCode.ServerBusy or MqttReasonCode.QuotaExceeded or MqttReasonCode.MessageRateTooHigh
        or MqttReasonCode.ConnectionRateExceeded or MqttReasonCode.UseAnotherServer or MqttReasonCode.ServerMoved
        or MqttReasonCode.SessionTakenOver or MqttReasonCode.Banned or MqttReasonCode.NotAuthorized
        or MqttReasonCode.BadUserNameOrPassword or MqttReasonCode.BadAuthenticationMethod
        or MqttReasonCode.ClientIdentifierNotValid or MqttReasonCode.UnsupportedProtocolVersion;

    /// <summary>
    /// A Polly pipeline that runs a connection again and again, for as long as it throws <see cref="MqttException"/>.
    /// </summary>
    public ResiliencePipeline ToPipeline(TimeProvider time) => new ResiliencePipelineBuilder { TimeProvider = time }
        .AddRetry(new RetryStrategyOptions
        {
            MaxRetryAttempts = int.MaxValue,
            ShouldHandle = static arguments => ValueTask.FromResult(arguments.Outcome.Exception is MqttException),
            DelayGenerator = arguments => ValueTask.FromResult<TimeSpan?>(WaitBefore(
                arguments.AttemptNumber, ((MqttException)arguments.Outcome.Exception!).Reason,
                Random.Shared.NextDouble())),
            OnRetry = arguments =>
            {
                OnWait?.Invoke((MqttException)arguments.Outcome.Exception!, arguments.RetryDelay);
                return default;
            },
        })
        .Build();
}
