namespace CheckIn.Hub.Notices;

internal static partial class Log
{
    [LoggerMessage(2850, LogLevel.Information,
        "Message {Message} of {Alerts} alerts has reached recipient {Recipient}.")]
    internal static partial void MessageSent(ILogger logger, long message, string recipient, int alerts);

    [LoggerMessage(2851, LogLevel.Warning,
        "Message {Message} has not reached recipient {Recipient}: {Why}. It is tried again in {Delay}; what happens "
            + "meanwhile is gathered.")]
    internal static partial void MessageDelayed(
        ILogger logger, long message, string recipient, string why, TimeSpan delay);

    [LoggerMessage(2852, LogLevel.Error,
        "Message {Message} to recipient {Recipient} is given up: {Why}. He was not told of {Alerts} alerts; see "
            + "checkin-hub notices, mend the cause, then checkin-hub notices again {Message}.")]
    internal static partial void MessageGivenUp(ILogger logger, long message, string recipient, int alerts, string why);

    [LoggerMessage(2853, LogLevel.Error,
        "What recipients are to hear could not be worked out: {Why} It is tried again within a minute; nothing "
            + "is lost.")]
    internal static partial void NotGivenOut(ILogger logger, string why);

    [LoggerMessage(2854, LogLevel.Error,
        "Messages to recipient {Recipient} could not be kept: {Why} It is tried again within a minute; nothing is "
            + "lost, and one may arrive twice.")]
    internal static partial void NotKeptForRecipient(ILogger logger, string recipient, string why);

    [LoggerMessage(2855, LogLevel.Warning,
        "Changes of alerts could not be published: {Why} They are kept and published in {Delay}.")]
    internal static partial void NotPublished(ILogger logger, string why, TimeSpan delay);

    [LoggerMessage(2856, LogLevel.Error,
        "{Count} changes of alerts are not published on MQTT any more: more than {Most} had waited for the MQTT "
            + "server. Whoever reads them there asks GET /api/v1/alerts what stands.")]
    internal static partial void NotPublishedAnyMore(ILogger logger, long count, int most);
}
