namespace CheckIn.Hub.Accounts;

internal static partial class Log
{
    [LoggerMessage(2900, LogLevel.Error, "The address {Endpoint} has no rule of who may use it, so nobody may.")]
    internal static partial void NoRule(ILogger logger, string endpoint);

    [LoggerMessage(2901, LogLevel.Warning, "Commands on this machine cannot show who they are: {Why} The hub runs all the "
        + "same; they need a token in CHECKIN_TOKEN.")]
    internal static partial void NoOperatorFile(ILogger logger, string why);
}
