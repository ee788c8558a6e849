namespace CheckIn.Hub.Desired;

internal static partial class Log
{
    [LoggerMessage(3000, LogLevel.Warning,
        "Gates could not be told what is wanted of them: {Why} It is tried again in {Delay}; for keys and the like they ask "
            + "by themselves every hour.")]
    internal static partial void NotTold(ILogger logger, string why, TimeSpan delay);

    [LoggerMessage(3001, LogLevel.Error,
        "The settings of gate {Gate} come to more than {Most} bytes, so it is not told; it keeps what it has. Say less in one "
            + "of the scopes that concern it.")]
    internal static partial void TooLarge(ILogger logger, string gate, int most);

    [LoggerMessage(3002, LogLevel.Warning,
        "What gate {Gate} says of its settings cannot be read: {Why} What it said before stands.")]
    internal static partial void Malformed(ILogger logger, string gate, string why);

    [LoggerMessage(3003, LogLevel.Error,
        "What {Gates} gates said of their settings could not be kept: {Why} It is tried again in a second.")]
    internal static partial void NotKept(ILogger logger, int gates, string why);

    [LoggerMessage(3004, LogLevel.Information, "{Actor} changed the settings of {Scope}: version {Number}, {Gates} gates.")]
    internal static partial void Said(ILogger logger, string actor, string scope, long number, int gates);

    [LoggerMessage(3005, LogLevel.Information,
        "{Actor} took back version {Number} of the settings of {Scope}; version {Stands} stands.")]
    internal static partial void Withdrawn(ILogger logger, string actor, string scope, long number, long stands);

    [LoggerMessage(3007, LogLevel.Error,
        "Which gates stand elsewhere or are late with their settings could not be seen: {Why} It is looked for again in "
            + "seconds.")]
    internal static partial void NotLooked(ILogger logger, string why);

    [LoggerMessage(3006, LogLevel.Warning, "Gate {Gate} has not taken up its settings: {State}. {Why}")]
    internal static partial void NotTaken(ILogger logger, string gate, string state, string why);
}
