namespace CheckIn.Hub.Updates;

internal static partial class Log
{
    [LoggerMessage(2970, LogLevel.Information,
        "Package of release {Release} ({Version}, {Size} bytes, signed by key {Signer}) is there for gates.")]
    internal static partial void PackageAdded(ILogger logger, long release, string version, long size, string signer);

    [LoggerMessage(2971, LogLevel.Warning, "A package was not taken: {Reason} ({Why}). Nothing was kept.")]
    internal static partial void PackageRefused(ILogger logger, string reason, string why);

    [LoggerMessage(2972, LogLevel.Information, "Package of release {Release} ({Version}) is gone; gates that have it keep it.")]
    internal static partial void PackageRemoved(ILogger logger, long release, string version);

    [LoggerMessage(2973, LogLevel.Warning, "Gate {Gate} has not taken release {Release}: {State}, {Why}. It runs what it had.")]
    internal static partial void NotTaken(ILogger logger, string gate, long release, string state, string why);

    [LoggerMessage(2974, LogLevel.Information, "Gate {Gate} runs release {Release}, and is well.")]
    internal static partial void Confirmed(ILogger logger, string gate, long release);
}
