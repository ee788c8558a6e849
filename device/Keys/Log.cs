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

    [LoggerMessage(1802, LogLevel.Information,
        "The site's keys of version {Version} are in force; tags are those of {Day}")]
    internal static partial void Adopted(ILogger logger, long version, DateOnly day);

    [LoggerMessage(1803, LogLevel.Warning,
        "The hub sent keys of version {Version}, older than {Kept}, which stay in use. Was the hub's list of key "
        + "generations put "
        + "back from an old copy? Rotate the site's keys there")]
    internal static partial void OlderDelivery(ILogger logger, long version, long kept);

    [LoggerMessage(1804, LogLevel.Warning,
        "What this gate sealed before its enrolment opens with the {Days} private keys in {Directory}, which stay "
        + "there. Whoever "
        + "takes the gate has them: move them to a safe place; without them nobody can open what was sealed to them")]
    internal static partial void OwnPrivateHalves(ILogger logger, int days, string directory);

    [LoggerMessage(1805, LogLevel.Warning,
        "There is no tracing key for today; personal fields are sealed to that of {Day}, and are erased only with "
        + "that day. The "
        + "hub gives more when it can be reached")]
    internal static partial void TracingKeysRanOut(ILogger logger, DateOnly day);
}
