namespace CheckIn.Gate.Settings;

internal static partial class Log
{
    [LoggerMessage(1962, LogLevel.Warning,
        "The hub's settings, version {Version}, are refused: {Why}. Those before hold; correct them at the hub")]
    internal static partial void Refused(ILogger logger, long version, string why);

    [LoggerMessage(1963, LogLevel.Information,
        "The hub's settings, version {Version}, are good. They are taken up when nobody has come for {Quiet}, within {Within} at "
        + "the latest")]
    internal static partial void Waits(ILogger logger, long version, TimeSpan quiet, TimeSpan within);

    [LoggerMessage(1964, LogLevel.Warning,
        "The gate takes up the hub's settings, version {Version}: {Changes}. Relays are off until it is ready; if what worked "
        + "before does not, those before come back")]
    internal static partial void TakingUp(ILogger logger, long version, string changes);

    [LoggerMessage(1965, LogLevel.Information,
        "The hub's settings, version {Version}, are on trial. They stay once all has worked for {Settle}, and go after {Trial}")]
    internal static partial void OnTrial(ILogger logger, long version, TimeSpan settle, TimeSpan trial);

    [LoggerMessage(1966, LogLevel.Information, "The hub's settings, version {Version}, stay")]
    internal static partial void Confirmed(ILogger logger, long version);

    [LoggerMessage(1967, LogLevel.Error,
        "The hub's settings, version {Version}, were tried and are gone again: {Why}. Those before are in force; correct them at "
        + "the hub")]
    internal static partial void Reverted(ILogger logger, long version, string why);

    [LoggerMessage(1968, LogLevel.Information,
        "The hub's settings, version {Version}, change nothing here that is in force, and stand as applied")]
    internal static partial void Taken(ILogger logger, long version);

    [LoggerMessage(1969, LogLevel.Warning,
        "Of the hub's settings these have no effect here: {Keys}. The gate has no such lane or setting, or says it for itself")]
    internal static partial void Ignored(ILogger logger, string keys);

    [LoggerMessage(1970, LogLevel.Information,
        "Of the hub's settings these are in force with another value: {Keys}. The gate's own environment or command line says so")]
    internal static partial void Overridden(ILogger logger, string keys);

    [LoggerMessage(1971, LogLevel.Error,
        "The hub's settings, version {Version}, do not fit this program and what is set at the gate: {Why}. The gate works without "
        + "them; correct them at the hub, or what is set here")]
    internal static partial void Unfit(ILogger logger, long version, string why);

    [LoggerMessage(1972, LogLevel.Error,
        "What is known of the hub's settings cannot be kept ({Why}). Those in force hold, and none is taken up until it can")]
    internal static partial void NotKept(ILogger logger, string why);

    [LoggerMessage(1973, LogLevel.Error,
        "What was known of the hub's settings cannot be read ({Why}). The gate works without them until it hears of them again")]
    internal static partial void NotRead(ILogger logger, string why);

    [LoggerMessage(1974, LogLevel.Information, "The hub's settings are on trial, and not all works yet: {Missing}")]
    internal static partial void NotYet(ILogger logger, string missing);
}
