namespace CheckIn.Gate.Updates;

internal static partial class Log
{
    [LoggerMessage(1990, LogLevel.Warning,
        "Version {Version} (release {Release}) is not taken: {Reason} ({Why}). The version that runs goes on")]
    internal static partial void Refused(ILogger logger, string version, long release, string reason, string why);

    [LoggerMessage(1991, LogLevel.Information,
        "The hub wants version {Version} (release {Release}): {Size} bytes are fetched")]
    internal static partial void Fetching(ILogger logger, string version, long release, long size);

    [LoggerMessage(1992, LogLevel.Information,
        "Version {Version} (release {Release}) is checked and lies ready. The gate switches when nobody has come for "
        + "{Quiet}, within {Within} at the latest")]
    internal static partial void Staged(ILogger logger, string version, long release, TimeSpan quiet, TimeSpan within);

    [LoggerMessage(1993, LogLevel.Warning,
        "The gate switches to version {Version} (release {Release}). Relays are off until it is ready; if it is not healthy "
        + "within {Trial} the version that runs now goes on")]
    internal static partial void Switching(ILogger logger, string version, long release, TimeSpan trial);

    [LoggerMessage(1994, LogLevel.Information,
        "This is version {Version} (release {Release}), on trial. It stays once it has been healthy for {Settle}")]
    internal static partial void OnTrial(ILogger logger, string version, long release, TimeSpan settle);

    [LoggerMessage(1995, LogLevel.Information, "Version {Version} (release {Release}) is healthy and stays")]
    internal static partial void Confirmed(ILogger logger, string version, long release);

    [LoggerMessage(1996, LogLevel.Error,
        "Version {Version} (release {Release}) was tried and is gone again: {Why}. This version goes on; the release is not "
        + "tried here again")]
    internal static partial void RolledBack(ILogger logger, string version, long release, string why);

    [LoggerMessage(1997, LogLevel.Warning,
        "The package could not be fetched ({Why}). What came of it is kept, and the rest asked for later")]
    internal static partial void NotFetched(ILogger logger, string why);

    [LoggerMessage(1998, LogLevel.Information, "On trial, and not healthy yet: {Missing}")]
    internal static partial void NotHealthyYet(ILogger logger, string missing);

    [LoggerMessage(1999, LogLevel.Error,
        "The state of updates cannot be kept: {Why}. The version that runs goes on, and no step is taken until it can")]
    internal static partial void NotKept(ILogger logger, string why);
}
