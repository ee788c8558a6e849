namespace CheckIn.Hub.Cards;

internal static partial class Log
{
    [LoggerMessage(3130, LogLevel.Information,
        "The list of cards of {Site} has {Cards} cards now; gates are told within half a minute.")]
    internal static partial void Changed(ILogger logger, string site, int cards);

    [LoggerMessage(3131, LogLevel.Error,
        "Lists of cards for gates could not be made: {Why} Gates go on with those they have; it is tried again every minute.")]
    internal static partial void NotMade(ILogger logger, string why);

    [LoggerMessage(3132, LogLevel.Error,
        "Gates could not be told of other cards: {Why} They go on with those they have; it is tried again within {Pause}.")]
    internal static partial void NotTold(ILogger logger, string why, TimeSpan pause);
}
