namespace CheckIn.Hub.Lists;

internal static partial class Log
{
    [LoggerMessage(3110, LogLevel.Information, "List {Name} is of version {Version} now ({Bytes} bytes); gates are told.")]
    internal static partial void Made(ILogger logger, string name, long version, int bytes);
}
