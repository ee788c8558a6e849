namespace CheckIn.Hub.Registrations;

internal static partial class Log
{
    [LoggerMessage(3140, LogLevel.Information, "A place registered itself with node {Node}.")]
    internal static partial void Registered(ILogger logger, string node);

    [LoggerMessage(3141, LogLevel.Information,
        "{Count} registrations lapsed, since nobody decided in time; their owners' names and numbers are erased.")]
    internal static partial void Lapsed(ILogger logger, int count);

    [LoggerMessage(3142, LogLevel.Error,
        "Registrations that are over could not be erased: {Why} It is tried again in an hour.")]
    internal static partial void NotSwept(ILogger logger, string why);
}
