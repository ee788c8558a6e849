namespace CheckIn.Gate.Turnstile.Guard;

internal static partial class Log
{
    [LoggerMessage(1350, LogLevel.Information, "The guard of the relays is ready: process {Process}, {Lines} lines.")]
    internal static partial void Ready(ILogger logger, int process, int lines);

    [LoggerMessage(1351, LogLevel.Critical,
        "The guard of the relays is lost: {Why}. All relays are off, and no admission opens until it is back; it is started "
        + "again in {Wait}. If that goes on, look at the memory that is left and at this program's files.")]
    internal static partial void Lost(ILogger logger, string why, TimeSpan wait);

    [LoggerMessage(1352, LogLevel.Warning,
        "Pin {Pin}: an opening came to the guard more than half a second after it was decided; it did not open. This machine "
        + "is overloaded, or was stopped.")]
    internal static partial void Stale(ILogger logger, int pin);

    [LoggerMessage(1353, LogLevel.Error, "Pin {Pin} could not be switched off by the gate itself. {Why}")]
    internal static partial void OffFailed(ILogger logger, int pin, string why);

    [LoggerMessage(1354, LogLevel.Warning, "Pin {Pin} opens for somebody who wants to get out, without a guard.")]
    internal static partial void WithoutGuard(ILogger logger, int pin);

    [LoggerMessage(1355, LogLevel.Warning, "Pin {Pin} is still held by an earlier process of this gate; it is tried again for {Patience}.")]
    internal static partial void Busy(ILogger logger, int pin, TimeSpan patience);
}
