namespace CheckIn.Gate.Clock;

internal static partial class Log
{
    [LoggerMessage(1900, LogLevel.Information,
        "The time is known by {Source}, to {ErrorMs} ms (kernel: this machine is synchronised; hub: from the hub; "
        + "local: from a hub that is not synchronised itself).")]
    internal static partial void Follows(ILogger logger, string source, long errorMs);
}
