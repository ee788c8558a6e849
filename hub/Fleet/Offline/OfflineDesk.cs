#pragma warning disable CS9113 // skeleton
using CheckIn.Hub.Events;
using CheckIn.Hub.Sites;

namespace CheckIn.Hub.Fleet.Offline;

/// <summary>
/// Keeps what was known of each gate when (table presence), judges why a gate is not there, and answers for now and for
/// any past day.
/// </summary>
public sealed class OfflineDesk(EventStore store, FleetRegistry fleet, SiteRegister sites, TimeProvider time)
{
    /// <summary>The gate's outage that lasts; null = it is there, or was never seen.</summary>
    public Outage? Of(string gate) => throw new NotImplementedException();

    /// <summary>Who is offline now.</summary>
    public OfflineReport Now(FleetScope scope) => throw new NotImplementedException();

    /// <summary>Who was offline on a day of the hub's zone, today included.</summary>
    public OfflineReport OfDay(DateOnly day, FleetScope scope) => throw new NotImplementedException();

    /// <summary>What was known of one gate between the two, oldest first: a row for each state, the causes with it.</summary>
    public IReadOnlyList<PresenceSpell> Timeline(string gate, DateTimeOffset from, DateTimeOffset to) =>
        throw new NotImplementedException();
}

/// <summary>A time in which a gate's state did not change.</summary>
/// <param name="Detail">Words of the causes of being degraded, separated by commas; null = none.</param>
public sealed record PresenceSpell(
    PresenceState State, DateTimeOffset Since, DateTimeOffset? Until, OfflineCause? Cause, bool IsSure, string? Detail,
    long? Backlog);
