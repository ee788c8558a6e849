namespace CheckIn.Gate.Kiosk;

internal static partial class Log
{
    [LoggerMessage(3210, LogLevel.Information, "Pages for a screen at this gate: http://{EndPoint}/")]
    internal static partial void Listening(ILogger logger, string endPoint);

    [LoggerMessage(3211, LogLevel.Warning,
        "There are no pages for a screen at {EndPoint}: {Why} Lanes go on; it is tried again every {Seconds} s. Name another port "
        + "with Kiosk:Listen.")]
    internal static partial void NotListening(ILogger logger, string endPoint, string why, double seconds);
}
