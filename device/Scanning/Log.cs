namespace CheckIn.Gate.Scanning;

internal static partial class Log
{
    [LoggerMessage(1100, LogLevel.Information, "Lane {Lane}: scanner {Device} is open.")]
    internal static partial void ScannerOpen(ILogger logger, string lane, string device);

    [LoggerMessage(1101, LogLevel.Error, "Lane {Lane}: no scanner ({Why}). Plug it in or set its device; it is tried every second.")]
    internal static partial void ScannerMissing(ILogger logger, string lane, string why);

    [LoggerMessage(1102, LogLevel.Error,
        "Lane {Lane}: scanner {Device} is gone ({Why}). A code that had only begun is lost; show it again when the scanner is back.")]
    internal static partial void ScannerGone(ILogger logger, string lane, string device, string why);

    [LoggerMessage(1103, LogLevel.Warning, "Lane {Lane}: picture {Picture} cannot be decoded: {Why}")]
    internal static partial void PictureUndecodable(ILogger logger, string lane, string picture, string why);

    [LoggerMessage(1104, LogLevel.Information, "Lane {Lane}: all {Pictures} pictures have been shown, {Unreadable} without a readable code.")]
    internal static partial void PicturesFinished(ILogger logger, string lane, long pictures, long unreadable);

    [LoggerMessage(1105, LogLevel.Warning,
        "Lane {Lane}: what came from scanner {Device} before it was listened to is thrown away. Show a code again if it was just then.")]
    internal static partial void OldInput(ILogger logger, string lane, string device);

    [LoggerMessage(1106, LogLevel.Error, "Lane {Lane}: a code is lost, because {Why}.")]
    internal static partial void CodeLost(ILogger logger, string lane, string why);

    [LoggerMessage(1107, LogLevel.Warning,
        "Lane {Lane}: a code waited too long while the lane was busy and is thrown away; whoever showed it may be gone. Show it again.")]
    internal static partial void CodeStale(ILogger logger, string lane);
}
