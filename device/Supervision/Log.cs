namespace CheckIn.Gate.Supervision;

internal static partial class Log
{
    [LoggerMessage(1750, LogLevel.Information, "A service manager is told how the gate is; it ends a gate that hangs after {Watchdog}.")]
    internal static partial void Watched(ILogger logger, TimeSpan watchdog);

    [LoggerMessage(1752, LogLevel.Information, "No service manager watches this gate; one that hangs ends itself.")]
    internal static partial void Unwatched(ILogger logger);

    [LoggerMessage(1751, LogLevel.Critical,
        "Silent for too long: {Loops}. A part of the gate hangs, so {What}. What is recorded is safe, the relays go off. If it happens "
        + "again, look at the disk and at the devices of that part.")]
    internal static partial void Silent(ILogger logger, string loops, string what);
}
