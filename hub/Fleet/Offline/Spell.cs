namespace CheckIn.Hub.Fleet.Offline;

/// <summary>A row of table presence: a time in which a gate's state and its causes did not change.</summary>
/// <param name="Id">Grows with time; the desk gives it.</param>
/// <param name="Until">Null = it lasts.</param>
/// <param name="NoticedAt">When the hub came to know; of a loss later than <paramref name="Since"/>.</param>
/// <param name="Detail">Words of the causes of being degraded, separated by commas; null = none.</param>
/// <param name="Boot">Of the gate's machine, as known when it began; null = not known.</param>
/// <param name="Backlog">Events that waited in the gate then; of an outage that is over, when it came back.</param>
internal sealed record Spell(
    long Id, string Gate, PresenceState State, DateTimeOffset Since, DateTimeOffset? Until, DateTimeOffset NoticedAt,
    OfflineCause? Cause, bool IsSure, string? Detail, string? Boot, long? Backlog)
{
    internal bool IsOut => OfflineCauses.IsOut(State);

    internal PresenceSpell Shown => new(State, Since, Until, Cause, IsSure, Detail, Backlog);

    internal Outage Outage =>
        new(Gate, State, Since, Until, Cause ?? OfflineCause.Unknown, IsSure, Backlog);
}
