namespace CheckIn.Hub.Fleet.Offline;

/// <summary>A time in which a gate's state did not change.</summary>
/// <param name="Detail">Words of the causes of being degraded, separated by commas; null = none.</param>
public sealed record PresenceSpell(
    PresenceState State, DateTimeOffset Since, DateTimeOffset? Until, OfflineCause? Cause, bool IsSure, string? Detail,
    long? Backlog);
