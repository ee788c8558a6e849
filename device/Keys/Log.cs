using Microsoft.Extensions.Logging;

namespace CheckIn.Gate.Keys;

internal static partial class Log
{
    [LoggerMessage(1800, LogLevel.Warning,
        "The clock says {Today}, but the gate's keys are those of {KeyDay}: they go forward only and stay in use")]
    internal static partial void ClockBehindKeys(ILogger logger, DateOnly today, DateOnly keyDay);

    [LoggerMessage(1801, LogLevel.Error,
        "The keys of a new day cannot be stored; those of {KeyDay} stay in use, and a stolen gate would tell more than "
        + "one day. Free or repair the disk that holds Keys:Directory")]
    internal static partial void NewDayFailed(ILogger logger, Exception error, DateOnly keyDay);
}
