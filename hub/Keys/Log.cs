namespace CheckIn.Hub.Keys;

internal static partial class Log
{
    [LoggerMessage(2700, LogLevel.Warning,
        "The root of the tag keys was made in {Path}. Copy it to a safe place: without it no tag can be traced, and "
        + "if it is lost "
        + "every gate needs new keys")]
    internal static partial void RootMade(ILogger logger, string path);

    [LoggerMessage(2701, LogLevel.Error, "Keys for gates: {Trouble}")]
    internal static partial void Trouble(ILogger logger, string trouble);

    [LoggerMessage(2702, LogLevel.Information, "Keys for gates are in order again")]
    internal static partial void WellAgain(ILogger logger);

    [LoggerMessage(2703, LogLevel.Information,
        "Tag keys of site {Site} (* = every one) have a new generation; gates take it up with their next question")]
    internal static partial void Rotated(ILogger logger, string site);

    [LoggerMessage(2704, LogLevel.Warning,
        "Others on this machine can read {Directory}, which holds the root of the tag keys, and the medium does not "
        + "let that be "
        + "changed. Mount it with umask=077 for the hub's user")]
    internal static partial void OpenToOthers(ILogger logger, string directory);
}
