namespace CheckIn.Gate.Uplink;

internal static partial class Log
{
    [LoggerMessage(1500, LogLevel.Information, "Connected to hub {Hub}, session {Session}.")]
    internal static partial void Connected(ILogger logger, Uri hub, long session);

    [LoggerMessage(1501, LogLevel.Warning,
        "No connection to the hub ({Why}); next try in {Wait}. Decisions go on; {Backlog} events wait in the journal, nothing is lost.")]
    internal static partial void Reconnecting(ILogger logger, string why, TimeSpan wait, long backlog);

    [LoggerMessage(1502, LogLevel.Warning,
        "The connection to the hub ended: {Why}. Decisions go on; {Backlog} events wait in the journal, nothing is lost.")]
    internal static partial void Ended(ILogger logger, string why, long backlog);

    [LoggerMessage(1503, LogLevel.Warning,
        "No acknowledgement from the hub within {Timeout} for {Events} events; they are sent again.")]
    internal static partial void AckLate(ILogger logger, TimeSpan timeout, long events);

    [LoggerMessage(1504, LogLevel.Warning,
        "The hub went back from event {Before} to {Now} (restored from a backup?); it gets the retained events again.")]
    internal static partial void HubWentBack(ILogger logger, long before, long now);

    [LoggerMessage(1505, LogLevel.Error,
        "The hub has events up to {Through} of this journal, which itself ends at {Last}. Was this gate's card copied or restored? "
        + "Nothing is overwritten; ask the hub's operator to compare both.")]
    internal static partial void HubHasMore(ILogger logger, long through, long last);

    [LoggerMessage(1506, LogLevel.Error,
        "The hub's hash of event {Seq} is not this journal's. Was this gate's card copied? Nothing is overwritten; "
        + "ask the hub's operator to compare both.")]
    internal static partial void ChainsDisagree(ILogger logger, long seq);

    [LoggerMessage(1507, LogLevel.Error, "The hub set events {First} to {Last} aside: {Reason}. They are kept there and here.")]
    internal static partial void Refused(ILogger logger, long first, long last, string reason);

    [LoggerMessage(1508, LogLevel.Information, "Another session's word stood on our state topic; session {Session} is published again.")]
    internal static partial void StateOverwritten(ILogger logger, long session);

    [LoggerMessage(1509, LogLevel.Information, "The hub could not be told that the gate stops: {Why}. It will notice by the will.")]
    internal static partial void GoodbyeFailed(ILogger logger, string why);

    [LoggerMessage(1510, LogLevel.Warning, "A message on {Topic} cannot be read and is ignored: {Why}")]
    internal static partial void Unreadable(ILogger logger, string topic, string why);

    [LoggerMessage(1520, LogLevel.Warning,
        "The server does not let this gate hear the hub's state: {Why}. Without another source of time it will not "
        + "know how right its clock is; allow it to subscribe to checkin/v1/hub/state.")]
    internal static partial void NoHubTime(ILogger logger, string why);
}
