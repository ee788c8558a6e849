using Microsoft.Extensions.Logging;

namespace CheckIn.Gate.Journal;

internal static partial class Log
{
    [LoggerMessage(1400, LogLevel.Information,
        "Journal {Path} is open: epoch {Epoch}, events {First} to {Last}, delivered through {Delivered}, "
        + "SQLite {Version}")]
    internal static partial void Opened(
        ILogger logger, string path, string epoch, long first, long last, long delivered, string version);

    [LoggerMessage(1401, LogLevel.Error, "Writing the journal failed; lanes follow their policy until it works again")]
    internal static partial void WriteFailed(ILogger logger, Exception error);

    [LoggerMessage(1402, LogLevel.Warning, "The journal can be written again; its last event is {Last}")]
    internal static partial void WritesAgain(ILogger logger, long last);

    [LoggerMessage(1403, LogLevel.Warning,
        "A checkpoint of the journal failed; no event is lost, the write-ahead log grows until one succeeds")]
    internal static partial void CheckpointFailed(ILogger logger, Exception error);

    [LoggerMessage(1404, LogLevel.Information,
        "Retention removed {Count} delivered events; the oldest kept is {First}")]
    internal static partial void Removed(ILogger logger, long count, long first);

    [LoggerMessage(1405, LogLevel.Warning, "Retention could not run; delivered events are kept longer, none is lost")]
    internal static partial void RetentionFailed(ILogger logger, Exception error);

    [LoggerMessage(1406, LogLevel.Error,
        "The journal began epoch {Epoch} after {Ended}: {Cause}. What is left of the ended one is delivered under its name")]
    internal static partial void EpochOpened(ILogger logger, string epoch, string ended, string cause);
}
