#pragma warning disable CS9113 // skeleton
using CheckIn.Hub.Events;
using CheckIn.Hub.Fleet;
using CheckIn.Hub.Fleet.Offline;
using CheckIn.Hub.Sites;

namespace CheckIn.Hub.Alerts;

/// <summary>The edge around the pure book of alerts: hears of gates, keeps alerts, tells of their changes.</summary>
public sealed class AlertDesk(
    EventStore store, FleetRegistry fleet, OfflineDesk offline, SiteRegister sites, NoticeDesk notices, TimeProvider time)
{
    /// <summary>Those that stand: the most severe first, then the oldest.</summary>
    public IReadOnlyList<Alert> Standing() => throw new NotImplementedException();

    /// <summary>Those that were cleared, newest first, before the one with this id (null = from the newest).</summary>
    public IReadOnlyList<Alert> Past(long? before, int limit) => throw new NotImplementedException();

    /// <summary>All of a gate that touch the time, oldest first.</summary>
    public IReadOnlyList<Alert> Of(string gate, DateTimeOffset from, DateTimeOffset to) => throw new NotImplementedException();

    /// <summary>Completes at the next change of any alert.</summary>
    public Task Changed => throw new NotImplementedException();

    /// <summary>Somebody looks after it: it is told no further.</summary>
    /// <returns>False = no such alert stands.</returns>
    public Task<bool> AcknowledgeAsync(long id, string actor) => throw new NotImplementedException();

    /// <summary>Nobody is told of it until then (or any more, if it clears first); null = awake again.</summary>
    /// <returns>False = no such alert stands.</returns>
    public Task<bool> SnoozeAsync(long id, DateTimeOffset? until, string actor) => throw new NotImplementedException();
}
