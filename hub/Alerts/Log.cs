namespace CheckIn.Hub.Alerts;

internal static partial class Log
{
    [LoggerMessage(2800, LogLevel.Information, "Alerts: {Changes} changed, {Standing} stand.")]
    internal static partial void Changed(ILogger logger, int changes, int standing);

    [LoggerMessage(2801, LogLevel.Error,
        "{Count} changes of alerts could not be kept: {Why} Nobody is told of them; they are tried again every second, "
        + "as far as they are still true.")]
    internal static partial void NotKept(ILogger logger, int count, string why);

    [LoggerMessage(2802, LogLevel.Warning, "Old alerts could not be removed: {Why} That is tried again in an hour.")]
    internal static partial void NotForgotten(ILogger logger, string why);

    [LoggerMessage(2803, LogLevel.Error, "Alerts could not be judged: {Why} That is tried again in a second.")]
    internal static partial void TurnFailed(ILogger logger, string why);
}
