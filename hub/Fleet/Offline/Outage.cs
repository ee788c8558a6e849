using CheckIn.Hub.Sites;

namespace CheckIn.Hub.Fleet.Offline;

/// <summary>Why a gate was not there. Stable words: <see cref="OfflineCauses"/>.</summary>
public enum OfflineCause { Unknown, Stopped, Link, Power, Program, Hub, Revoked, CertificateExpired }

/// <summary>A time in which a gate was lost, stopped or revoked.</summary>
/// <param name="Since">When it began: the last that was heard, or what ended it.</param>
/// <param name="Until">Null = it lasts.</param>
/// <param name="IsSure">The cause is proved, by what the gate told on its return for example; else it is
/// probable.</param>
/// <param name="Backlog">Events waiting in its journal, as last told; null = not known.</param>
public sealed record Outage(
    string Gate, PresenceState State, DateTimeOffset Since, DateTimeOffset? Until, OfflineCause Cause, bool IsSure,
    long? Backlog);

/// <summary>Several outages with one reason: a site, a node or the whole fleet went at once.</summary>
/// <param name="SubjectKind">site, node or hub.</param>
/// <param name="Subject">Its code; empty for the hub.</param>
public sealed record CommonOutage(
    string SubjectKind, string Subject, DateTimeOffset Since, OfflineCause Cause, int Gates);

/// <summary>A gate that was offline in the time of a report.</summary>
/// <param name="Outages">Those that touch it, oldest first.</param>
/// <param name="Total">For how long in all, within the report's time.</param>
/// <param name="Expected">For how long the gate was to work within that time.</param>
/// <param name="Lost">Of this, for how long it was not there.</param>
public sealed record OfflineGate(
    string Gate, string? Label, string? Site, string? SiteName, IReadOnlyList<Outage> Outages, TimeSpan Total,
    TimeSpan Expected, TimeSpan Lost)
{
    /// <summary>The outage that lasts, or the last one.</summary>
    public Outage Latest => Outages[^1];
}

/// <summary>Which gates were offline.</summary>
/// <param name="Unwatched">Times in which the hub itself was not there: nothing is known of them.</param>
/// <param name="Gates">Those offline at the end first, longest first; then the others, longest total first.</param>
public sealed record OfflineReport(
    DateTimeOffset From, DateTimeOffset To, FleetScope Scope, int GatesInScope, IReadOnlyList<OfflineGate> Gates,
    IReadOnlyList<CommonOutage> Common, IReadOnlyList<(DateTimeOffset From, DateTimeOffset To)> Unwatched,
    Availability Availability);

/// <summary>Hours open less hours lost.</summary>
/// <param name="Expected">Gate hours in which gates were to work and the hub watched.</param>
/// <param name="Lost">Of these, those in which they were not there.</param>
public readonly record struct Availability(TimeSpan Expected, TimeSpan Lost)
{
    /// <summary>0 to 1; null where nothing was expected.</summary>
    public double? Share => Expected > TimeSpan.Zero ? 1 - (Lost / Expected) : null;
}
