namespace CheckIn.Hub.Visits;

internal static partial class Log
{
    [LoggerMessage(3100, LogLevel.Warning,
        "Visits are not up to date: {Problem} No event is lost; visits are made of them again in {Wait}.")]
    internal static partial void NotFollowed(ILogger logger, string problem, TimeSpan wait);
}
