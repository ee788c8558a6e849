namespace CheckIn.Hub.Rollouts;

internal static partial class Log
{
    [LoggerMessage(2980, LogLevel.Information, "Rollout {Rollout} of {What} has begun, to {Gates} gates.")]
    internal static partial void Started(ILogger logger, long rollout, string what, int gates);

    [LoggerMessage(2981, LogLevel.Information, "Rollout {Rollout} is at stage {Stage} of {Stages}: {Gates}.")]
    internal static partial void StageBegan(ILogger logger, long rollout, int stage, int stages, string gates);

    [LoggerMessage(2982, LogLevel.Error,
        "Rollout {Rollout} has stopped: {Failed} of {Decided} gates failed. The others keep what they have. Its page shows "
            + "why; then have it go on (checkin-hub {Command} resume {Rollout}) or end it (checkin-hub {Command} stop {Rollout}).")]
    internal static partial void Stopped(ILogger logger, long rollout, int failed, int decided, string command);

    [LoggerMessage(2983, LogLevel.Information, "Rollout {Rollout} is done.")]
    internal static partial void Done(ILogger logger, long rollout);

    [LoggerMessage(2984, LogLevel.Error,
        "What rollouts decided could not be kept: {Why} Nothing of it was done; it is tried again in a second.")]
    internal static partial void NotKept(ILogger logger, string why);
}
