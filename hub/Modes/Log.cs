namespace CheckIn.Hub.Modes;

internal static partial class Log
{
    [LoggerMessage(3030, LogLevel.Information,
        "Mode {Mode} is ordered for {Scope}, {Gates} gates, until {Until:u} (order {Id}); they are told.")]
    internal static partial void Ordered(
        ILogger logger, string mode, string scope, int gates, DateTimeOffset until, string id);

    [LoggerMessage(3031, LogLevel.Information, "Mode {Mode} for {Scope} is ended (order {Id}); gates are told.")]
    internal static partial void Ended(ILogger logger, string mode, string scope, string id);

    [LoggerMessage(3032, LogLevel.Warning,
        "Which orders stand cannot be read: {Why} Gates go on with what they were told; it is tried again every few seconds.")]
    internal static partial void NotLooked(ILogger logger, string why);
}
