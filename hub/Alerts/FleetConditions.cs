using System.Globalization;
using CheckIn.Hub.Fleet;
using CheckIn.Hub.Sites;

namespace CheckIn.Hub.Alerts;

/// <summary>
/// Brings the book what is true of the fleet: gates by the notes that were taken of them, whole sites and nodes by
/// counting, and where work is announced or the site is closed by asking again now and then. A note costs what it
/// concerns; the whole fleet is gone through only when the tree of sites, or the day, is another. No clock, no store:
/// what is needed is given. Not for several threads.
/// </summary>
internal sealed class FleetConditions(AlertBook book, AlertOptions options)
{
    private static readonly Dictionary<string, string> Nothing = [];
    private readonly Collapse _collapse = new();
    private readonly Dictionary<string, UnreadableRate> _rates = new(StringComparer.Ordinal);
    private IReadOnlyDictionary<string, string> _siteOf = new Dictionary<string, string>();
    private bool _isRecalling;

    /// <summary>Who sits where.</summary>
    internal SeatPlan Plan { get; private set; } = new(new SiteTree(), default);

    /// <summary>
    /// What stands of groups from before the hub's restart counts on; what stands of gates that are no more is over.
    /// The next thing is to say where all gates are.
    /// </summary>
    internal void Recall(IReadOnlyCollection<GateStatus> gates, TimeSpan now, DateTimeOffset wall)
    {
        var known = gates.Select(static gate => gate.Id).ToHashSet(StringComparer.Ordinal);
        foreach (var key in book.Keys.ToArray())
        {
            if (key.Subject.Kind == AlertSubjectKind.Gate && !known.Contains(key.Subject.Id))
                book.Signal(key, new(false, wall, Nothing), now);
            else if (key.Kind == AlertKinds.Offline && key.Subject.Kind != AlertSubjectKind.Gate)
                _collapse.Remember(key);
        }
        _isRecalling = true;
    }

    /// <summary>The tree, the day, or a gate's site is another.</summary>
    /// <param name="plan">As they are now.</param>
    /// <param name="siteOf">Of each gate that has one.</param>
    /// <param name="gates">All there are.</param>
    /// <param name="now">Monotonic time.</param>
    /// <param name="wall">Time by the wall clock.</param>
    internal void Place(
        SeatPlan plan, IReadOnlyDictionary<string, string> siteOf, IEnumerable<GateStatus> gates, TimeSpan now,
        DateTimeOffset wall)
    {
        (Plan, _siteOf) = (plan, siteOf);
        foreach (var gate in gates)
            Take(new AlertNote(gate, IsTold: false, WasBack: false), now, wall);
        _isRecalling = false;
    }

    /// <summary>Something was heard of a gate.</summary>
    internal void Take(AlertNote note, TimeSpan now, DateTimeOffset wall)
    {
        var gate = note.Gate;
        var seat = Plan.Of(_siteOf.GetValueOrDefault(gate.Id));
        bool? isSuppressed = null;
        var hasBacklog = book.Cell(AlertKey.OfGate(AlertKinds.Backlog, gate.Id))?.IsTrue == true;
        foreach (var condition in GateConditions.Of(gate, note.IsTold, hasBacklog, options, wall))
        {
            var isOffline = condition.Kind == AlertKinds.Offline;
            Signal(condition, isOffline ? seat.Groups : null, isOffline && condition.IsTrue && note.WasBack);
        }
        if (note.IsTold && Pictures(gate, now) is { } found)
            Signal(GateConditions.OfPictures(found.Percent, found.Pictures, options, wall), null, isAnew: false);
        if (IsUp(gate.State) is null)
            _rates.Remove(gate.Id);
        var isLost = gate.State == PresenceState.Lost;
        var isUnexpected = isLost && !WasTold(gate.Id, seat) && IsQuiet();
        _collapse.Set(gate.Id, seat, IsUp(gate.State), isUnexpected, gate.Since ?? wall);

        void Signal(GateCondition condition, IReadOnlyList<AlertKey>? parents, bool isAnew) => book.Signal(
            AlertKey.OfGate(condition.Kind, gate.Id),
            new(condition.IsTrue, condition.Since, condition.Detail, parents,
                condition.IsTrue ? IsQuiet() : null, isAnew), now);

        bool IsQuiet() => isSuppressed ??= IsSuppressed(gate.Id, wall);
    }

    /// <summary>Asks of everything that holds or stands whether anybody wants to hear of it now.</summary>
    internal void Suppress(TimeSpan now, DateTimeOffset wall)
    {
        var known = new Dictionary<string, bool>(StringComparer.Ordinal);
        foreach (var key in book.Keys.Where(static key => key.Subject.Kind == AlertSubjectKind.Gate).ToArray())
        {
            var gate = key.Subject.Id;
            if (!known.TryGetValue(gate, out var isSuppressed))
                known[gate] = isSuppressed = IsSuppressed(gate, wall);
            if (!isSuppressed)
                _collapse.MakeDue(gate);
            book.Suppress(key, isSuppressed, now);
        }
    }

    /// <summary>Tells the book of the sites and nodes for which anything has changed.</summary>
    internal void Find(TimeSpan now)
    {
        foreach (var finding in _collapse.TakeFindings())
        {
            var detail = new Dictionary<string, string>
            {
                [AlertDetails.Gates] = finding.Gates.ToString(CultureInfo.InvariantCulture),
            };
            if (finding.Key.Subject.Kind != AlertSubjectKind.Site)
                detail[AlertDetails.Sites] = finding.Sites.ToString(CultureInfo.InvariantCulture);
            book.Signal(finding.Key, new(finding.IsLost, finding.Since, detail, Plan.Above(finding.Key)), now);
        }
    }

    private bool IsSuppressed(string gate, DateTimeOffset wall)
    {
        var site = _siteOf.GetValueOrDefault(gate);
        return Plan.Tree.IsInMaintenance(gate, site, wall) || !Plan.Tree.IsOpen(site, wall);
    }

    /// <summary>A loss that was told before the hub's restart counted, even if its site is closed now.</summary>
    private bool WasTold(string gate, Seat seat) => _isRecalling
        && (book.Stands(AlertKey.OfGate(AlertKinds.Offline, gate)) || seat.Groups.Any(book.Stands));

    private (int Percent, long Pictures)? Pictures(GateStatus gate, TimeSpan now)
    {
        if (gate.Hardware is not { Unreadable: { } unreadable } hardware)
            return null;
        var (next, found) = UnreadableRate.Step(
            _rates.TryGetValue(gate.Id, out var before) ? before : null,
            new(now, hardware.UptimeS, hardware.Reads, unreadable), options.UnreadableLeast);
        _rates[gate.Id] = next;
        return found;
    }

    private static bool? IsUp(PresenceState state) => state switch
    {
        PresenceState.Init or PresenceState.Ready or PresenceState.Degraded => true,
        PresenceState.Lost => false,
        _ => null,
    };
}
