namespace CheckIn.Hub.Accounts;

internal static partial class Log
{
    [LoggerMessage(2900, LogLevel.Error, "The address {Endpoint} has no rule of who may use it, so nobody may.")]
    internal static partial void NoRule(ILogger logger, string endpoint);

    [LoggerMessage(2901, LogLevel.Warning, "Commands on this machine cannot show who they are: {Why} The hub runs all "
        + "the same; they need a token in CHECKIN_TOKEN.")]
    internal static partial void NoOperatorFile(ILogger logger, string why);

    [LoggerMessage(2902, LogLevel.Error, "The code generator of person {Person} cannot be read: {Why}. His codes are "
        + "refused; a recovery code, a passkey or a reset lets him in.")]
    internal static partial void NoFactorKey(ILogger logger, long person, string why);

    [LoggerMessage(2903, LogLevel.Warning, "Refused sign-ins and the use of tokens could not be written down: {Why} "
        + "Those of the last minute are lost to the audit; the next minute is tried again.")]
    internal static partial void NotWritten(ILogger logger, string why);

    [LoggerMessage(2904, LogLevel.Error, "There is nobody who can sign in, and no link to become the first could be "
        + "made: {Why} Mend it, and ask for one with checkin-hub people setup.")]
    internal static partial void NoFirstLink(ILogger logger, string why);
}
