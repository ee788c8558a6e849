namespace CheckIn.Gate.Health;

internal static partial class Log
{
    [LoggerMessage(1700, LogLevel.Warning, "The board has an alarm, {Alarm} ({Value}). Lanes go on. {Advice}")]
    internal static partial void BoardTrouble(ILogger logger, string alarm, long value, string advice);

    [LoggerMessage(1701, LogLevel.Information, "The board's alarm {Alarm} is over ({Value}).")]
    internal static partial void BoardWell(ILogger logger, string alarm, long value);
}
