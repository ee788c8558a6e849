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
        "The hub has other events than epoch {Epoch} of this journal under the same numbers (the hub through {Through}, "
        + "the journal {First} to {Last}). Was this gate's card copied or restored from an image? Nothing is lost: the hub "
        + "keeps both. If two gates run with one identity, take one away and enrol it anew")]
    internal static partial void Diverged(ILogger logger, string epoch, long through, long first, long last);

    [LoggerMessage(1506, LogLevel.Error,
        "The hub cannot take event {Seq} of epoch {Epoch}: {Reason}. It is kept here and aside at the hub, and counts as "
        + "delivered; compare the versions of gate and hub")]
    internal static partial void GivenUp(ILogger logger, string epoch, long seq, string reason);

    [LoggerMessage(1507, LogLevel.Warning,
        "The hub refused events {First} to {Last} of epoch {Epoch}: {Reason}. They are offered again in smaller batches")]
    internal static partial void Refused(ILogger logger, string epoch, long first, long last, string reason);

    [LoggerMessage(1511, LogLevel.Warning,
        "The hub is too old for events from {First} on of epoch {Epoch}. They are kept, and offered again in {Wait} or after "
        + "the next connection; bring the hub up to date")]
    internal static partial void Held(ILogger logger, string epoch, long first, TimeSpan wait);

    [LoggerMessage(1512, LogLevel.Error,
        "The journal keeps so many epochs that no new one is begun after {Epoch}; both journals' events still reach the hub")]
    internal static partial void TooManyEpochs(ILogger logger, string epoch);

    [LoggerMessage(1508, LogLevel.Information,
        "Another session's word stood on our state topic; session {Session} is published again.")]
    internal static partial void StateOverwritten(ILogger logger, long session);

    [LoggerMessage(1509, LogLevel.Information,
        "The hub could not be told that the gate stops: {Why}. It will notice by the will.")]
    internal static partial void GoodbyeFailed(ILogger logger, string why);

    [LoggerMessage(1510, LogLevel.Warning, "A message on {Topic} cannot be read and is ignored: {Why}")]
    internal static partial void Unreadable(ILogger logger, string topic, string why);

    [LoggerMessage(1521, LogLevel.Warning,
        "The server does not let this gate hear what the hub has for it: {Why}. It asks every hour; allow it to subscribe to its "
        + "own topic 'desired'.")]
    internal static partial void NoWishes(ILogger logger, string why);

    [LoggerMessage(1523, LogLevel.Warning,
        "The server does not let this gate hear how many are inside the site: {Why}. It counts by its own lanes; allow it to "
        + "subscribe to its own topic 'inside'.")]
    internal static partial void NoCounts(ILogger logger, string why);

    [LoggerMessage(1522, LogLevel.Warning,
        "The server does not let this gate say what became of the hub's settings: {Why}. They are taken up all the same; allow "
        + "it to publish on its own topic 'reported'.")]
    internal static partial void NoReports(ILogger logger, string why);

    [LoggerMessage(1520, LogLevel.Warning,
        "The server does not let this gate hear the hub's state: {Why}. Without another source of time it will not "
        + "know how right its clock is; allow it to subscribe to checkin/v1/hub/state.")]
    internal static partial void NoHubTime(ILogger logger, string why);
}
