namespace CheckIn.Hub.Metrics;

internal static partial class Log
{
    [LoggerMessage(3090, LogLevel.Warning,
        "{Count} metrics could not be read and are missing from what was just collected, the first because of: {Why} "
            + "The others were told.")]
    internal static partial void NotObserved(ILogger logger, int count, string why);
}
