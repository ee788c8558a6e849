using CheckIn.Hub.Events;
using CheckIn.Hub.Fleet;

namespace CheckIn.Hub.Web;

/// <summary>A gate with what is stored of it.</summary>
/// <param name="Label">Its name for people; null = it has none but its id.</param>
/// <param name="Standing">
/// What enrolment says of it: active, leaving, left or revoked; null = it was never enrolled.
/// </param>
public sealed record GateRow(
    string Id, string State, DateTimeOffset? Since, DateTimeOffset? LastSeen, long Session, string? Version,
    long? Backlog, long Events, long Duplicates, long Lost, long Conflicts, long ChainBreaks, long Refused,
    GateClockRow? Clock, IReadOnlyList<string>? Alarms, int? JournalPercent,
    GateHardware? Hardware, string? Label = null, string? Standing = null)
{
    /// <summary>It has no place in the fleet any more.</summary>
    internal bool HasLeft => Standing is "revoked" or "left";

    /// <summary>What to show for its state: of a gate that has left, that, and not that it is offline.</summary>
    internal string Shown => HasLeft ? Standing! : State;
}

/// <summary>A gate's clock as it last told it; no error and no age while it does not know the time.</summary>
/// <param name="AheadMs">Its wall time less the hub's, ms.</param>
/// <param name="ErrorMs">By how much it may be wrong by its own account.</param>
/// <param name="SyncedAgeS">Seconds since it was last synchronised.</param>
/// <param name="Source">"machine", "hub", or "local" for a hub that is not synchronised itself.</param>
public sealed record GateClockRow(long AheadMs, long? ErrorMs, long? SyncedAgeS, string? Source)
{
    internal static GateClockRow? Of(GateTime? clock) => clock is null ? null : clock.Reading.Quality is { } quality
        ? new GateClockRow(clock.AheadMs, quality.ErrorMs, quality.SyncedAgeS, quality.Source ?? "machine")
        : new GateClockRow(clock.AheadMs, null, null, null);
}

/// <summary>All gates.</summary>
public sealed record GateList(IReadOnlyList<GateRow> Gates);

/// <summary>Presence and counts of every gate, put together for page and API.</summary>
public sealed class GateRows(EventStore store, FleetRegistry fleet)
{
    private static readonly Dictionary<PresenceState, string> Words = new()
    {
        [PresenceState.NeverSeen] = "never_seen",
        [PresenceState.Init] = "init",
        [PresenceState.Ready] = "ready",
        [PresenceState.Degraded] = "degraded",
        [PresenceState.Stopped] = "stopped",
        [PresenceState.Lost] = "lost",
        [PresenceState.Revoked] = "revoked",
    };

    /// <summary>Lost gates first, longest first; those that have left last.</summary>
    public GateList All()
    {
        var (counts, enrolled) = (Counts(), Enrolled());
        return new([.. fleet.Gates().Select(gate =>
        {
            var (label, standing) = enrolled.GetValueOrDefault(gate.Id);
            var (events, duplicates, lost, conflicts, breaks, refused) = counts.GetValueOrDefault(gate.Id);
            return new GateRow(
                gate.Id, Words[gate.State], gate.Since, gate.LastSeen, gate.Session, gate.Version, gate.Backlog,
                events, duplicates, lost, conflicts, breaks, refused, GateClockRow.Of(gate.Clock), gate.AllAlarms,
                gate.JournalPercent, gate.Hardware, label, standing);
        })
            // Whoever is no longer to come is not missing.
            .OrderBy(static gate => gate.HasLeft)]);
    }

    private Dictionary<string, (string? Label, string? Standing)> Enrolled() => store.Read(static db =>
    {
        using var rows = db.Prepare(
            "SELECT name, label, standing FROM gate WHERE label IS NOT NULL OR standing IS NOT NULL");
        var gates = new Dictionary<string, (string? Label, string? Standing)>(StringComparer.Ordinal);
        while (rows.Step())
            gates[rows.Text(0)!] = (rows.Text(1), rows.Text(2));
        return gates;
    });

    private Dictionary<string, Found> Counts() => store.Read(db =>
    {
        using var rows = db.Prepare("""
            SELECT gate.name, sum(events), sum(duplicates), CAST(total(lost) AS INTEGER), sum(conflicts), sum(chain_breaks),
                sum(refused)
            FROM journal JOIN gate ON gate.id = journal.gate GROUP BY gate.name
            """);
        var counts = new Dictionary<string, Found>(StringComparer.Ordinal);
        while (rows.Step())
        {
            counts[rows.Text(0)!] = new(
                rows.Int64(1), rows.Int64(2), rows.Int64(3), rows.Int64(4), rows.Int64(5), rows.Int64(6));
        }
        return counts;
    });

    private readonly record struct Found(
        long Events, long Duplicates, long Lost, long Conflicts, long Breaks, long Refused);
}
