namespace CheckIn.Gate.Modes;

internal static partial class Log
{
    [LoggerMessage(1920, LogLevel.Information, "Lane {Lane} is in mode {Mode} (order {Order}).")]
    internal static partial void Begun(ILogger logger, string lane, string mode, string order);

    [LoggerMessage(1921, LogLevel.Information, "Lane {Lane} is not in mode {Mode} any more (order {Order}).")]
    internal static partial void Ended(ILogger logger, string lane, string mode, string order);

    [LoggerMessage(1922, LogLevel.Warning,
        "Lane {Lane} cannot begin mode {Mode} (order {Order}), because the journal does not take its row: {Why}. Nothing has "
        + "opened; it is tried again every few seconds.")]
    internal static partial void NotBegun(ILogger logger, string lane, string mode, string order, string why);

    [LoggerMessage(1923, LogLevel.Warning,
        "The hub ordered something that this gate does not follow: {Why}. It was told so; the other orders hold.")]
    internal static partial void Refused(ILogger logger, string why);

    [LoggerMessage(1924, LogLevel.Warning,
        "Orders of the hub could not be kept beside the journal: {Why} They hold now, and would not after a start without the "
        + "hub; it is tried again.")]
    internal static partial void NotKept(ILogger logger, string why);

    [LoggerMessage(1925, LogLevel.Warning,
        "Kept orders of the hub cannot be read: {Why} This gate is as its rules have it until it hears the hub.")]
    internal static partial void NotRead(ILogger logger, string why);

    [LoggerMessage(1926, LogLevel.Information, "{Orders} orders of the hub hold from before this start.")]
    internal static partial void Recalled(ILogger logger, int orders);
}
