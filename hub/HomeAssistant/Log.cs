namespace CheckIn.Hub.HomeAssistant;

internal static partial class Log
{
    [LoggerMessage(3080, LogLevel.Warning,
        "Gates could not be described for Home Assistant: {Why} Nothing is lost; it is tried again in {Delay}.")]
    internal static partial void NotTold(ILogger logger, string why, TimeSpan delay);

    [LoggerMessage(3081, LogLevel.Warning,
        "Home Assistant is told of {Told} gates and not of {Beyond} more. Narrow HomeAssistant:Scope, or raise "
            + "HomeAssistant:MostGates.")]
    internal static partial void TooMany(ILogger logger, int told, int beyond);
}
