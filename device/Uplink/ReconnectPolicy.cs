using Polly;
using Polly.Retry;

namespace CheckIn.Gate.Uplink;

/// <summary>
/// Waits between connections: full jitter (anything between nothing and a bound that doubles up to the cap), so that
/// thousands of gates that lost one hub do not come back as one wave; longer when the hub said that it is too busy.
/// </summary>
internal static class ReconnectPolicy
{
    private static readonly TimeSpan First = TimeSpan.FromSeconds(1);

    internal static ResiliencePipeline Create(UplinkOptions options, TimeProvider time, Action<Exception?, TimeSpan> onWait) =>
        new ResiliencePipelineBuilder { TimeProvider = time }
            .AddRetry(new RetryStrategyOptions
            {
                MaxRetryAttempts = int.MaxValue,
                ShouldHandle = static arguments => ValueTask.FromResult(IsLinkTrouble(arguments.Outcome.Exception)),
                DelayGenerator = arguments =>
                    ValueTask.FromResult<TimeSpan?>(Wait(
                        arguments.AttemptNumber, options.ReconnectCap,
                        (arguments.Outcome.Exception as Mqtt.MqttException)?.Reason, Random.Shared.NextDouble())),
                OnRetry = arguments =>
                {
                    onWait(arguments.Outcome.Exception, arguments.RetryDelay);
                    return default;
                },
            })
            .Build();

    /// <summary>The wait before attempt <paramref name="attempt"/> (from 0), with <paramref name="dice"/> in [0, 1).</summary>
    internal static TimeSpan FullJitter(int attempt, TimeSpan cap, double dice) => Wait(attempt, cap, null, dice);

    /// <summary>The same, longer when the hub gave a reason such as Server busy.</summary>
    internal static TimeSpan Wait(int attempt, TimeSpan cap, Mqtt.MqttReasonCode? reason, double dice) =>
        new Mqtt.MqttReconnectOptions { First = First, Cap = cap }.WaitBefore(attempt, reason, dice);

    /// <summary>A link that cannot be had or held is waited for; anything else is a fault of ours and stops the gate.</summary>
    private static bool IsLinkTrouble(Exception? exception) =>
        exception is Mqtt.MqttException or Journal.JournalException or IOException
            or System.Net.Sockets.SocketException or TimeoutException;
}
