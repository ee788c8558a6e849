namespace CheckIn.Gate.Commands;

internal static partial class Log
{
    [LoggerMessage(1940, LogLevel.Information, "Command {Name} ({Id}) of the hub is recorded and begins")]
    internal static partial void Begun(ILogger logger, string name, string id);

    [LoggerMessage(1941, LogLevel.Information, "Command {Name} ({Id}): {State} ({Reason})")]
    internal static partial void Ended(ILogger logger, string name, string id, string state, string reason);

    [LoggerMessage(1942, LogLevel.Warning, "Command {Id} is not done: {Reason}. {Detail}")]
    internal static partial void Refused(ILogger logger, string id, string reason, string detail);

    [LoggerMessage(1943, LogLevel.Error,
        "Which commands were here before cannot be read from the journal: {Problem} None is done until it can be, so that none "
        + "is done twice.")]
    internal static partial void NotRemembered(ILogger logger, string problem);

    [LoggerMessage(1945, LogLevel.Error,
        "Command {Name} ({Id}) ended with a fault of the program. The lanes go on; tell who makes it what stands here.")]
    internal static partial void Broke(ILogger logger, Exception exception, string name, string id);

    [LoggerMessage(1944, LogLevel.Warning,
        "The server does not let this gate hear commands: {Why}. There are none; allow it to subscribe to its own topic "
        + "'commands'.")]
    internal static partial void NoCommands(ILogger logger, string why);
}
