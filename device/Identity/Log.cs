namespace CheckIn.Gate.Identity;

internal static partial class Log
{
    [LoggerMessage(1950, LogLevel.Information, "This gate is {Gate}, fingerprint {Fingerprint}, certificate good "
        + "until {NotAfter:u}")]
    internal static partial void Identity(ILogger logger, string gate, string fingerprint, DateTimeOffset notAfter);

    [LoggerMessage(1951, LogLevel.Information,
        "The certificate is renewed with a new key: fingerprint {Fingerprint}, good until {NotAfter:u}. The next "
        + "connection uses it; the former one stays good to its end")]
    internal static partial void Renewed(ILogger logger, string fingerprint, DateTimeOffset notAfter);

    [LoggerMessage(1952, LogLevel.Warning,
        "The certificate could not be renewed ({Why}). It is good until {NotAfter:u}; another try follows within the "
        + "hour. If it ends, the gate goes on deciding and recording, and is to be enrolled anew")]
    internal static partial void NotRenewed(ILogger logger, string why, DateTimeOffset notAfter);

    [LoggerMessage(1953, LogLevel.Error,
        "The hub has revoked this gate's certificate, or it is at its end: enrol the gate anew (checkin-gate enrol "
        + "CODE --again). It goes on deciding and recording; its events wait in the journal")]
    internal static partial void Revoked(ILogger logger);

    [LoggerMessage(1954, LogLevel.Information, "The hub takes this gate's certificate again")]
    internal static partial void TakenAgain(ILogger logger);

    [LoggerMessage(1955, LogLevel.Information, "The hub was not asked for settings and keys ({Why}); those that are "
        + "here hold")]
    internal static partial void NotAsked(ILogger logger, string why);

    [LoggerMessage(1956, LogLevel.Warning,
        "The hub has other settings for this gate (version {Version}). They are stored and apply at the next start: "
        + "systemctl restart checkin-gate")]
    internal static partial void SettingsWait(ILogger logger, long version);

    [LoggerMessage(1957, LogLevel.Error, "What the hub has for this gate cannot be taken up: {Why}")]
    internal static partial void NotTaken(ILogger logger, string why);

    [LoggerMessage(1958, LogLevel.Warning,
        "The hub takes this gate out of service: events that wait are delivered ({Backlog} now), then everything on "
        + "it is wiped")]
    internal static partial void Leaving(ILogger logger, long backlog);

    [LoggerMessage(1959, LogLevel.Warning, "Everything is wiped: journal, keys, certificate, settings. {File} says "
        + "so. This gate is nobody now")]
    internal static partial void Wiped(ILogger logger, string file);

    [LoggerMessage(1960, LogLevel.Warning, "The hub could not be told that this gate is wiped ({Why}). It is; revoke "
        + "it at the hub")]
    internal static partial void WipeNotTold(ILogger logger, string why);

    [LoggerMessage(1961, LogLevel.Information, "The hub keeps this gate in service after all")]
    internal static partial void StaysAfterAll(ILogger logger);

    [LoggerMessage(1975, LogLevel.Error,
        "The hub's settings for this gate (version {Version} of its provision) are wrong and are not stored: {Why}. Those that are "
        + "here hold; correct them at the hub")]
    internal static partial void PlanRefused(ILogger logger, long version, string why);

    [LoggerMessage(1976, LogLevel.Error,
        "The lanes that the hub has planned for this gate cannot be opened: {Why}. The gate waits for another plan, and lets "
        + "nobody in; correct the plan at the hub, or what is set here and start again")]
    internal static partial void PlanWanted(ILogger logger, string why);
}
