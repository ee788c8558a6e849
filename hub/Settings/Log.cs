namespace CheckIn.Hub.Settings;

internal static partial class Log
{
    [LoggerMessage(2890, LogLevel.Warning, "{Setting} is '{Path}', a private key that everybody on this machine can read. "
        + "Think of it as known: replace it, and let only the hub's user or a group of its own read the new one")]
    internal static partial void KeyIsExposed(ILogger logger, string setting, string path);
}
