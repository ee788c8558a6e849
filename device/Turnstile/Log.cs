namespace CheckIn.Gate.Turnstile;

internal static partial class Log
{
    [LoggerMessage(1300, LogLevel.Critical,
        "Turnstile {Portal}: a line could not be moved; everything else was. {Why}")]
    internal static partial void Unmoved(ILogger logger, string portal, string why);

    [LoggerMessage(1301, LogLevel.Error,
        "Lane {Lane}: somebody asked to get out and the journal did not take it in time; the way out opens nevertheless, and the "
        + "event is recorded as soon as that is possible. {Why}")]
    internal static partial void ExitUnrecorded(ILogger logger, string lane, string why);
}
