namespace CheckIn.Gate.Enrolment.Waiting;

internal static partial class Log
{
    [LoggerMessage(1920, LogLevel.Warning, "{Words}")]
    internal static partial void Waiting(ILogger logger, string words);

    [LoggerMessage(1921, LogLevel.Information, "{Words}")]
    internal static partial void Progress(ILogger logger, string words);

    [LoggerMessage(1922, LogLevel.Error, "{Words}")]
    internal static partial void Failed(ILogger logger, string words);

    [LoggerMessage(1923, LogLevel.Warning,
        "Lamps and buzzer of lane {Lane} stay dark while the gate waits: {Why} Enrolment goes on without them.")]
    internal static partial void NoLamps(ILogger logger, string lane, string why);

    [LoggerMessage(1924, LogLevel.Error,
        "The relay's line of lane {Lane} cannot be held off: {Why} The resistor on the board alone keeps it off; "
            + "look at it "
        + "before anybody relies on this entrance.")]
    internal static partial void NoRelay(ILogger logger, string lane, string why);

    [LoggerMessage(1925, LogLevel.Critical, "The waiting gate stops, its relays are off: {Why} Whatever supervises "
        + "it starts it again.")]
    internal static partial void GateFailed(ILogger logger, Exception error, string why);

    [LoggerMessage(1926, LogLevel.Warning,
        "Nobody may read the claims any more, but their file {File} cannot be removed: {Why} Delete it by hand; "
            + "whoever takes the "
        + "card could enrol a gate with the claims that are left.")]
    internal static partial void ClaimFileStays(ILogger logger, string file, string why);
}
