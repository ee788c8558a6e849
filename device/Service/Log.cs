namespace CheckIn.Gate.Service;

internal static partial class Log
{
    [LoggerMessage(1980, LogLevel.Information, "checkin-gate status and doctor find this gate at {Path}.")]
    internal static partial void Listening(ILogger logger, string path);

    [LoggerMessage(1981, LogLevel.Warning,
        "checkin-gate status and doctor cannot ask this gate, {Path} cannot be made. Lanes go on. {Why} Name another path "
        + "with Service:Socket.")]
    internal static partial void NoSocket(ILogger logger, string path, string why);

    [LoggerMessage(1982, LogLevel.Warning,
        "User {User} asked the control socket and was refused: it is for root and the gate's own user.")]
    internal static partial void NotAllowed(ILogger logger, uint user);

    [LoggerMessage(1983, LogLevel.Error, "A request to the control socket failed. Lanes go on.")]
    internal static partial void Failed(ILogger logger, Exception exception);
}
