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

    [LoggerMessage(1390, LogLevel.Critical,
        "Lane {Lane}: somebody was admitted (event {Seq}), but the turnstile did not open: its guard was lost in that moment, "
        + "or the disk or this machine was so slow that somebody else may have stood there. Let them show the code again.")]
    internal static partial void NotOpened(ILogger logger, string lane, long? seq);
}
