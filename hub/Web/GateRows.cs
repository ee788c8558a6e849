using CheckIn.Hub.Accounts;
using CheckIn.Hub.Events;
using CheckIn.Hub.Fleet;
using CheckIn.Hub.Fleet.Offline;
using CheckIn.Hub.Web.Parts;
using CheckIn.Storage;

namespace CheckIn.Hub.Web;

/// <summary>A gate with what is stored of it.</summary>
/// <param name="Label">Its name for people; null = it has none but its id.</param>
/// <param name="Standing">
/// What enrolment says of it: active, leaving, left or revoked; null = it was never enrolled.
/// </param>
/// <param name="Site">Code of its site; null = it was never said.</param>
/// <param name="Causes">Why it is degraded, what matters most first; null = it is not.</param>
/// <param name="CertificateDaysLeft">Whole days until its certificate ends; null = not told.</param>
public sealed record GateRow(
    string Id, string State, DateTimeOffset? Since, DateTimeOffset? LastSeen, long Session, string? Version,
    long? Backlog, long Events, long Duplicates, long Lost, long Conflicts, long ChainBreaks, long Refused,
    GateClockRow? Clock, IReadOnlyList<string>? Alarms, int? JournalPercent,
    GateHardware? Hardware, string? Label = null, string? Standing = null, string? Site = null,
    IReadOnlyList<string>? Causes = null, int? CertificateDaysLeft = null)
{
    /// <summary>What people call it.</summary>
    internal string Name => Label ?? Id;

    /// <summary>What it can be found by: name, id and site in lower case, without marks.</summary>
    internal string Folded { get; init; } = "";

    /// <summary>It has no place in the fleet any more.</summary>
    internal bool HasLeft => Standing is "revoked" or "left" || State == "revoked";

    /// <summary>What to show for its state: of a gate that has left, that, and not that it is offline.</summary>
    internal string Shown => HasLeft ? Standing is "left" ? "left" : "revoked" : State;
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

/// <summary>
/// Presence and counts of every gate, put together for pages and API: when somebody asks, by one of those who ask
/// while the others wait for it. A roll serves for as long as 20,000 gates' worth of work takes a second: that many
/// are looked through at most once a second, a hundred whenever somebody asks.
/// </summary>
public sealed class GateRows(EventStore store, FleetRegistry fleet, GatePlaces places, TimeProvider time) : IDisposable
{
    private static readonly TimeSpan ForEachGate = TimeSpan.FromMicroseconds(50);
    private const double Tolerable = 10;
    private readonly SemaphoreSlim _turn = new(1);
    private volatile Taken? _last;
    private Task? _renewal;

    /// <summary>As it is now, or was a moment ago.</summary>
    /// <param name="cancellation">Ends the wait.</param>
    /// <param name="notBefore">A timestamp: what was taken before it will not do.</param>
    public async ValueTask<GateRoll> NowAsync(CancellationToken cancellation, long notBefore = long.MinValue)
    {
        if (_last is { } recent && recent.At >= notBefore && Age(recent) < 1)
            return recent.Roll;
        var asked = time.GetTimestamp();
        await _turn.WaitAsync(cancellation);
        try
        {
            // What another began to make while this one waited is what was true when it was asked for, or newer.
            if (_last is { } made && made.At > asked)
                return made.Roll;
            var at = time.GetTimestamp();
            var roll = Make();
            _last = new(roll, at);
            return roll;
        }
        finally
        {
            _turn.Release();
        }
    }

    /// <summary>
    /// For pages that are watched, which look again when something changes: nobody waits for a roll that is a little
    /// too old, but it is made anew meanwhile.
    /// </summary>
    internal ValueTask<GateRoll> RecentAsync(CancellationToken cancellation)
    {
        if (_last is not { } recent || Age(recent) > Tolerable)
            return NowAsync(cancellation);
        if (Age(recent) >= 1 && Volatile.Read(ref _renewal) is null or { IsCompleted: true })
        {
            var renewal = Task.Run(() => NowAsync(CancellationToken.None).AsTask(), CancellationToken.None);
            Volatile.Write(ref _renewal, renewal);
        }
        return ValueTask.FromResult(recent.Roll);
    }

    /// <summary>As it was last put together; null = never.</summary>
    internal GateRoll? Latest => _last?.Roll;

    /// <summary>Of what somebody sees, as it is now, or was a moment ago.</summary>
    internal async ValueTask<GateRoll> NowAsync(Sight sight, CancellationToken cancellation) =>
        (await NowAsync(cancellation)).Within(sight);

    /// <summary>Of what somebody sees, for pages that are watched.</summary>
    internal async ValueTask<GateRoll> RecentAsync(Sight sight, CancellationToken cancellation) =>
        (await RecentAsync(cancellation)).Within(sight);

    public void Dispose() => _turn.Dispose();

    /// <summary>How old it is, in times of how long it serves.</summary>
    private double Age(Taken taken) => taken.Roll.Rows.Count == 0 ? double.MaxValue
        : time.GetElapsedTime(taken.At) / (ForEachGate * taken.Roll.Rows.Count);

    private GateRoll Make()
    {
        var (counts, standing) = (store.Read(Counts), places.Now());
        return new(
            [.. fleet.Gates()
                .Select(gate => Row(gate, standing.GetValueOrDefault(gate.Id), counts.GetValueOrDefault(gate.Id)))
                // Whoever is no longer to come is not missing.
                .OrderBy(static gate => gate.HasLeft)],
            time.GetUtcNow());
    }

    private static GateRow Row(GateStatus gate, GatePlace? place, Found found) => new(
        gate.Id, Word(gate.State), gate.Since, gate.LastSeen, gate.Session, gate.Version, gate.Backlog,
        found.Events, found.Duplicates, found.Lost, found.Conflicts, found.Breaks, found.Refused,
        GateClockRow.Of(gate.Clock), gate.AllAlarms, gate.JournalPercent, gate.Hardware, place?.Label, place?.Standing,
        place?.Site, gate.Causes, gate.CertificateDaysLeft)
    {
        Folded = place?.Folded ?? SearchText.Fold(gate.Id),
    };

    /// <summary>A state as it stands in the API and in the stylesheet.</summary>
    internal static string Word(PresenceState state) => state switch
    {
        PresenceState.Init => "init",
        PresenceState.Ready => "ready",
        PresenceState.Degraded => "degraded",
        PresenceState.Stopped => "stopped",
        PresenceState.Lost => "lost",
        PresenceState.Revoked => "revoked",
        _ => "never_seen",
    };

    private static Dictionary<string, Found> Counts(Database db)
    {
        using var rows = db.Prepare("""
            SELECT gate.name, sum(events), sum(duplicates), CAST(total(lost) AS INTEGER), sum(conflicts),
                sum(chain_breaks), sum(refused)
            FROM journal JOIN gate ON gate.id = journal.gate GROUP BY journal.gate
            """);
        var counts = new Dictionary<string, Found>(StringComparer.Ordinal);
        while (rows.Step())
        {
            counts[rows.Text(0)!] = new(
                rows.Int64(1), rows.Int64(2), rows.Int64(3), rows.Int64(4), rows.Int64(5), rows.Int64(6));
        }
        return counts;
    }

    private sealed record Taken(GateRoll Roll, long At);

    private readonly record struct Found(
        long Events, long Duplicates, long Lost, long Conflicts, long Breaks, long Refused);
}
