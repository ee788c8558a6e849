namespace CheckIn.Hub.Fleet.Offline;

internal static partial class Log
{
    [LoggerMessage(2320, LogLevel.Error,
        "What is known of the gates' presence could not be written ({Waiting} changes wait): {Why} Pages and alerts "
        + "are right meanwhile; it is tried again every {Every}.")]
    internal static partial void NotWritten(ILogger logger, int waiting, string why, TimeSpan every);

    [LoggerMessage(2321, LogLevel.Error,
        "{Rows} times of gates in one state are forgotten, because they could not be written for too long. Reports of "
        + "past days lack them; nothing else does. Make room for the database, or see why it cannot be written.")]
    internal static partial void Forgotten(ILogger logger, int rows);

    [LoggerMessage(2322, LogLevel.Information, "The gates' presence is written again.")]
    internal static partial void WrittenAgain(ILogger logger);
}
