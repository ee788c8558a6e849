namespace CheckIn.Hub.Backups;

internal static partial class Log
{
    [LoggerMessage(2950, LogLevel.Information, "Backup {Path}: {Files} files, {Bytes} bytes, in {Took}.")]
    internal static partial void Made(ILogger logger, string path, int files, long bytes, TimeSpan took);

    [LoggerMessage(2951, LogLevel.Error, "No backup was made: {Why} The last good one is of {LastGood}. It is tried "
        + "again in an hour.")]
    internal static partial void Failed(ILogger logger, string why, string lastGood);
}
