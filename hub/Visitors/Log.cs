namespace CheckIn.Hub.Visitors;

internal static partial class Log
{
    [LoggerMessage(3140, LogLevel.Information, "Invitation {Number} was made.")]
    internal static partial void Invited(ILogger logger, long number);

    [LoggerMessage(3141, LogLevel.Information, "Invitation {Number} was revoked, with {Passes} passes that came of it.")]
    internal static partial void Revoked(ILogger logger, long number, int passes);

    [LoggerMessage(3142, LogLevel.Information, "A visitor has declared.")]
    internal static partial void Declared(ILogger logger);

    [LoggerMessage(3143, LogLevel.Information,
        "{Count} declarations were erased, {Days} days after the end of their passes.")]
    internal static partial void Erased(ILogger logger, int count, int days);

    [LoggerMessage(3144, LogLevel.Error,
        "What visitors declared could not be erased: {Why} It is kept longer than it should be and tried again within {Pause}.")]
    internal static partial void NotErased(ILogger logger, string why, TimeSpan pause);

    [LoggerMessage(3145, LogLevel.Error, "What a visitor declared cannot be read: {Why}. His pass goes on; put visitors.key back "
        + "among the hub's keys.")]
    internal static partial void NotOpened(ILogger logger, string why);
}
