namespace CheckIn.Hub.Visits;

internal static partial class Log
{
    [LoggerMessage(3100, LogLevel.Warning,
        "Visits are not up to date: {Problem} No event is lost; visits are made of them again in {Wait}.")]
    internal static partial void NotFollowed(ILogger logger, string problem, TimeSpan wait);

    [LoggerMessage(3101, LogLevel.Warning,
        "Gates with a cap are not told how many are inside their site: {Problem} They go on by the last word for two minutes, "
        + "and then count by themselves; it is tried again every second.")]
    internal static partial void NotTold(ILogger logger, string problem);
}
