namespace CheckIn.Gate.Clock;

internal static partial class Log
{
    [LoggerMessage(1900, LogLevel.Information,
        "The time is known by {Source}, to {ErrorMs} ms (kernel: this machine is synchronised; hub: from the hub; "
        + "local: from a hub that is not synchronised itself).")]
    internal static partial void Follows(ILogger logger, string source, long errorMs);

    [LoggerMessage(1901, LogLevel.Warning,
        "What is known of the time could not be kept beside the journal: {Why} If this program is started anew "
        + "while nobody synchronises the machine, it will not know how right its clock is.")]
    internal static partial void NotKept(ILogger logger, string why);
}
