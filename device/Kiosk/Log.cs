namespace CheckIn.Gate.Kiosk;

internal static partial class Log
{
    [LoggerMessage(3210, LogLevel.Information, "Pages for a screen at this gate: http://{EndPoint}/")]
    internal static partial void Listening(ILogger logger, string endPoint);

    [LoggerMessage(3211, LogLevel.Warning,
        "There are no pages for a screen at {EndPoint}: {Why} Lanes go on; it is tried again every {Seconds} s. Name another port "
        + "with Kiosk:Listen.")]
    internal static partial void NotListening(ILogger logger, string endPoint, string why, double seconds);

    [LoggerMessage(3212, LogLevel.Information, "Guard {Guard} is at the screen.")]
    internal static partial void GuardIn(ILogger logger, string guard);

    [LoggerMessage(3213, LogLevel.Warning, "{Wrong} wrong PINs in a row at the screen: it takes none for {Minutes} min.")]
    internal static partial void Shut(ILogger logger, int wrong, double minutes);

    [LoggerMessage(3214, LogLevel.Warning, "The guards of this gate cannot be read: {Why} Nobody comes in by a PIN; lanes go on.")]
    internal static partial void GuardsUnreadable(ILogger logger, string why);
}
