namespace CheckIn.Gate.Enrolment;

internal static partial class Log
{
    [LoggerMessage(1910, LogLevel.Information, "Enrolled as {Gate}. Fingerprint of the gate's key: {Fingerprint}")]
    internal static partial void Enrolled(ILogger logger, string gate, string fingerprint);

    [LoggerMessage(1911, LogLevel.Warning, "Not enrolled: {Failure}. {Detail}")]
    internal static partial void NotEnrolled(ILogger logger, string failure, string detail);

    [LoggerMessage(1912, LogLevel.Warning, "The hub is not reached yet ({Why}); next try in {Wait}")]
    internal static partial void TryingAgain(ILogger logger, string why, TimeSpan wait);

    [LoggerMessage(1913, LogLevel.Error, "Not enrolled: {Why}")]
    internal static partial void NotStored(ILogger logger, string why);
}
