namespace CheckIn.Hub.Passes;

internal static partial class Log
{
    [LoggerMessage(3120, LogLevel.Information, "Key {Kid} signs passes from {From:u} on.")]
    internal static partial void KeyMade(ILogger logger, string kid, DateTimeOffset from);

    [LoggerMessage(3121, LogLevel.Information, "Key {Kid} is erased; no pass of its is good any more.")]
    internal static partial void KeyErased(ILogger logger, string kid);

    [LoggerMessage(3122, LogLevel.Information, "{Count} passes were issued, the first {Id}.")]
    internal static partial void Issued(ILogger logger, int count, string id);

    [LoggerMessage(3123, LogLevel.Information, "{Count} passes were revoked, the first {Id}.")]
    internal static partial void Revoked(ILogger logger, int count, string id);

    [LoggerMessage(3124, LogLevel.Error,
        "The lists of passes for gates could not be made: {Why} Gates go on with those they have; it is tried again within {Pause}.")]
    internal static partial void NotMade(ILogger logger, string why, TimeSpan pause);
}
