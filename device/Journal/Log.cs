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

    [LoggerMessage(1402, LogLevel.Warning,
        "The journal can be written again; its last event is {Last}. {Unrecorded} events could not be recorded meanwhile, "
        + "which the alarm journal_failed says")]
    internal static partial void WritesAgain(ILogger logger, long last, long unrecorded);

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

    [LoggerMessage(1407, LogLevel.Error,
        "The journal {Path} is damaged: {Why}. What can be read of it goes into a new file; lanes follow their policy until "
        + "then")]
    internal static partial void Damaged(ILogger logger, string path, string why);

    [LoggerMessage(1408, LogLevel.Error,
        "Salvaged {Rows} events of the damaged journal, {Lost} undelivered ones are known to be lost; that took {Time}. The "
        + "damaged file is kept as {Aside} for examination. Check the card, and replace it if this happens again")]
    internal static partial void Salvaged(ILogger logger, long rows, long lost, TimeSpan time, string aside);

    [LoggerMessage(1409, LogLevel.Warning,
        "The names of the journal's epochs could not be written beside it; should the journal be damaged as well, the hub "
        + "might store what it has under another name: {Why}")]
    internal static partial void NamesUnwritten(ILogger logger, string why);

    [LoggerMessage(1410, LogLevel.Warning,
        "The journal is {Percent} % full, {Waiting} of its events wait for the hub. Nothing is lost. Bring the link to the hub "
        + "back or raise Journal:MaxBytes; when it is full, Journal:WhenFull applies: {WhenFull}")]
    internal static partial void Filling(ILogger logger, int percent, long waiting, JournalFullPolicy whenFull);

    [LoggerMessage(1411, LogLevel.Information, "The journal is down to {Percent} %")]
    internal static partial void FillingCleared(ILogger logger, int percent);

    [LoggerMessage(1412, LogLevel.Critical, "The journal is full; decisions follow Journal:WhenFull until there is room")]
    internal static partial void Full(ILogger logger, Exception why);

    [LoggerMessage(1413, LogLevel.Warning, "The journal has room again, it is {Percent} % full; decisions are recorded")]
    internal static partial void FullCleared(ILogger logger, int percent);

    [LoggerMessage(1414, LogLevel.Warning,
        "Delivered events go before their retention ends, because the journal is at Journal:MaxBytes. The hub has them all; "
        + "a hub restored from an old backup could not get these again. Raise Journal:MaxBytes or shorten Journal:Retention")]
    internal static partial void DropsEarly(ILogger logger);
}
