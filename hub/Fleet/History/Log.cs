namespace CheckIn.Hub.Fleet.History;

internal static partial class Log
{
    [LoggerMessage(3070, LogLevel.Error,
        "Figures of gates could not be written ({Waiting} rows wait): {Why} Their charts show them meanwhile, and it is "
        + "tried again every {Every}; a restart of the hub before that leaves a gap in the charts and nothing else.")]
    internal static partial void NotWritten(ILogger logger, int waiting, string why, TimeSpan every);

    [LoggerMessage(3071, LogLevel.Information, "Figures of gates are written again.")]
    internal static partial void WrittenAgain(ILogger logger);
}
