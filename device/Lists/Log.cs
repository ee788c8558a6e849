namespace CheckIn.Gate.Lists;

internal static partial class Log
{
    [LoggerMessage(1710, LogLevel.Information, "List {Name} is here in version {Version} ({Bytes} bytes).")]
    internal static partial void Taken(ILogger logger, string name, long version, long bytes);

    [LoggerMessage(1711, LogLevel.Error,
        "List {Name} of version {Version} was not taken: {Why} The gate goes on with the one before. The hub's operator "
        + "imports or makes another one.")]
    internal static partial void Refused(ILogger logger, string name, long version, string why);

    [LoggerMessage(1712, LogLevel.Warning,
        "List {Name} was not fetched: {Why} The gate goes on with the one before, and tries again within two minutes.")]
    internal static partial void NotFetched(ILogger logger, string name, string why);

    [LoggerMessage(1713, LogLevel.Error,
        "A list that was kept cannot be used: {Why} What it would let pass is refused until the hub has sent it again; look at "
        + "the medium.")]
    internal static partial void NotRead(ILogger logger, string why);

    [LoggerMessage(1714, LogLevel.Warning,
        "How new the lists are, or where the gate stands, could not be written: {Why} The lists count all the same, and the "
        + "place that was written last; it is tried again. Look at the medium.")]
    internal static partial void NotKept(ILogger logger, string why);
}
