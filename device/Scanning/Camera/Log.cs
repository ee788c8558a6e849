namespace CheckIn.Gate.Scanning.Camera;

internal static partial class Log
{
    [LoggerMessage(1120, LogLevel.Information, "Lane {Lane}: camera {Device} delivers {Format} ({Why}).")]
    internal static partial void CameraOpen(ILogger logger, string lane, string device, string format, string why);

    [LoggerMessage(1121, LogLevel.Error,
        "Lane {Lane}: no camera ({Why}). It is tried every second; meanwhile nobody's code is read.")]
    internal static partial void CameraMissing(ILogger logger, string lane, string why);

    [LoggerMessage(1122, LogLevel.Error,
        "Lane {Lane}: camera {Device} is gone ({Why}). It is tried every second; meanwhile nobody's code is read.")]
    internal static partial void CameraGone(ILogger logger, string lane, string device, string why);

    [LoggerMessage(1123, LogLevel.Warning,
        "Lane {Lane}: camera {Device} could not be set as wanted ({What}). It goes on with its own; leave these "
        + "settings out or mend them.")]
    internal static partial void ControlsMissed(ILogger logger, string lane, string device, string what);
}
