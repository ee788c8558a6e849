namespace CheckIn.Hub.Events;

internal static partial class Log
{
    [LoggerMessage(2200, LogLevel.Information, "Events are in {Path}, SQLite {Sqlite}.")]
    internal static partial void Opened(ILogger logger, string path, string sqlite);

    [LoggerMessage(2201, LogLevel.Warning,
        "SQLite {Version} can lose committed rows when two connections write and checkpoint at once. This program lets one "
        + "connection alone do both, so it is not affected; open the database with other programs for reading only.")]
    internal static partial void WalResetFault(ILogger logger, string version);

    [LoggerMessage(2202, LogLevel.Critical,
        "{Batches} batches could not be committed: {Why} Nothing is lost, the gates keep them and send again; see to the disk.")]
    internal static partial void CommitFailed(ILogger logger, int batches, string why);

    [LoggerMessage(2203, LogLevel.Error,
        "Gate {Gate}, epoch {Epoch}: {Conflicts} events from {First} on have the number of a stored event but other content. "
        + "Both versions are kept. Was the gate's card copied or restored?")]
    internal static partial void Conflict(ILogger logger, string gate, string epoch, long conflicts, long first);

    [LoggerMessage(2204, LogLevel.Error,
        "Gate {Gate}, epoch {Epoch}: events {First} to {Last} are gone for ever; the gate no longer keeps them. Was this "
        + "hub's database restored from a backup older than the gate's retention?")]
    internal static partial void Lost(ILogger logger, string gate, string epoch, long first, long last);

    [LoggerMessage(2205, LogLevel.Error,
        "Gate {Gate}, epoch {Epoch}: {Breaks} events from {First} on do not continue the hash chain. They are stored as sent.")]
    internal static partial void ChainBroken(ILogger logger, string gate, string epoch, long breaks, long first);

    [LoggerMessage(2206, LogLevel.Warning,
        "Gate {Gate}, epoch {Epoch}: {Found} events from {First} on that were taken for lost have come after all.")]
    internal static partial void Found(ILogger logger, string gate, string epoch, long found, long first);

    [LoggerMessage(2250, LogLevel.Error,
        "Times that have come to be known could not be corrected: {Why} Nothing is lost, it is tried again in {Wait}; "
        + "see to the disk.")]
    internal static partial void CorrectionFailed(ILogger logger, string why, TimeSpan wait);
}
