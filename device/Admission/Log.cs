namespace CheckIn.Gate.Admission;

internal static partial class Log
{
    [LoggerMessage(3200, LogLevel.Information,
        "Rules about who is inside begin with {Movements} movements of this day; {Inside} are inside.")]
    internal static partial void Recalled(ILogger logger, int movements, int inside);

    [LoggerMessage(3201, LogLevel.Warning,
        "Who is inside is not known, and the gate begins as if nobody were: anti-passback and the cap let people in whom they "
        + "would have refused, until tomorrow. Nobody is kept out. {Why}")]
    internal static partial void NotRecalled(ILogger logger, string why);
}
