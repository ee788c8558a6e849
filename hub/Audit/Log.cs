namespace CheckIn.Hub.Audit;

internal static partial class Log
{
    [LoggerMessage(2930, LogLevel.Critical, "The audit is not as it was written: {Fault}. Keep the database as it is, "
        + "and see hub/docs/audit.md for what to do.")]
    internal static partial void Broken(ILogger logger, string fault);

    [LoggerMessage(2931, LogLevel.Error, "{Why}")]
    internal static partial void NotSealed(ILogger logger, string why);

    [LoggerMessage(2932, LogLevel.Information, "The audit is sealed again.")]
    internal static partial void SealedAgain(ILogger logger);

    [LoggerMessage(2933, LogLevel.Error, "The audit's chain could not be looked at: {Why}")]
    internal static partial void NotLookedAt(ILogger logger, string why);
}
