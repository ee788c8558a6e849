namespace CheckIn.Hub.Desired;

internal static partial class Log
{
    [LoggerMessage(2609, LogLevel.Warning,
        "Gates could not be told that something changed for them: {Why} It is tried again in {Delay}; they ask by "
            + "themselves every hour.")]
    internal static partial void NotTold(ILogger logger, string why, TimeSpan delay);
}
