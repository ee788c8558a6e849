using System.Globalization;
using CheckIn.Hub.Events;
using CheckIn.Hub.Fleet;
using CheckIn.Hub.Settings;
using CheckIn.Hub.Sites;

namespace CheckIn.Hub.Alerts;

/// <summary>
/// Brings the book what is true of the fleet: gates by the notes that were taken of them, whole sites and nodes by
/// counting, and where work is announced or the site is closed by asking again now and then. Everything is in order of
/// what changed; the whole fleet is gone through only when the tree of sites, or the day, is another. Not for several
/// threads.
/// </summary>
internal sealed class FleetConditions(
    AlertBook book, EventStore store, FleetRegistry fleet, SiteRegister sites, AlertOptions options)
{
    private static readonly TimeSpan SuppressEvery = TimeSpan.FromSeconds(15);
    private static readonly TimeSpan PlaceEvery = TimeSpan.FromMinutes(1);
    private readonly AlertNotes _notes = new();
    private readonly Collapse _collapse = new();
    private readonly Dictionary<string, UnreadableRate> _rates = new(StringComparer.Ordinal);
    private Dictionary<string, string> _siteOf = new(StringComparer.Ordinal);
    private SeatPlan _plan = new(new SiteTree(), default);
    private TimeSpan _suppressAt;
    private TimeSpan _placeAt;

    /// <summary>Begins to listen, and takes up how every gate was when the hub ended.</summary>
    internal void Start(TimeSpan now, DateTimeOffset wall)
    {
        fleet.PresenceChanged += _notes.Take;
        fleet.Told += _notes.Take;
        foreach (var key in book.Keys.Where(static key =>
            key is { Kind: AlertKinds.Offline, Subject.Kind: not AlertSubjectKind.Gate }).ToArray())
            _collapse.Remember(key);
        PlaceAll(now, wall);
        foreach (var key in book.Keys.Where(static key => key.Subject.Kind == AlertSubjectKind.Gate).ToArray())
        {
            if (fleet.Of(key.Subject.Id) is null)
                book.Signal(key, new(false, wall, new Dictionary<string, string>()), now);
        }
        Step(now, wall);
    }

    internal void Stop()
    {
        fleet.PresenceChanged -= _notes.Take;
        fleet.Told -= _notes.Take;
    }

    /// <summary>Takes up what was heard since.</summary>
    internal void Step(TimeSpan now, DateTimeOffset wall)
    {
        var (notes, isEnrolled) = _notes.Drain();
        if (now >= _placeAt || isEnrolled || !ReferenceEquals(_plan.Tree, sites.Tree) || _plan.Day != HubZone.DayOf(wall))
            PlaceAll(now, wall);
        foreach (var note in notes)
            Take(note, now, wall);
        if (now >= _suppressAt)
            SuppressAll(now, wall);
        foreach (var finding in _collapse.TakeFindings())
            book.Signal(finding.Key, SignalOf(finding), now);
        book.Signal(AlertKey.OfHub(AlertKinds.HubTrouble),
            new(store.Trouble is not null, wall, new Dictionary<string, string>()), now);
    }

    private void Take(AlertNote note, TimeSpan now, DateTimeOffset wall)
    {
        var gate = note.Gate;
        var site = _siteOf.GetValueOrDefault(gate.Id);
        bool? isSuppressed = null;
        var seat = _plan.Of(site);
        var hasBacklog = book.Cell(AlertKey.OfGate(AlertKinds.Backlog, gate.Id))?.IsTrue == true;
        foreach (var condition in GateConditions.Of(gate, note.IsTold, hasBacklog, options, wall))
        {
            var isOffline = condition.Kind == AlertKinds.Offline;
            Signal(condition, isOffline ? seat.Groups : null, isOffline && condition.IsTrue && note.WasBack);
        }
        if (note.IsTold && Pictures(gate, now) is { } pictures)
            Signal(GateConditions.OfPictures(pictures.Percent, pictures.Pictures, options, wall), null, isAnew: false);
        if (IsUp(gate.State) is null)
            _rates.Remove(gate.Id);
        Count(gate, seat, gate.State == PresenceState.Lost && IsSuppressed(), wall);

        void Signal(GateCondition condition, IReadOnlyList<AlertKey>? parents, bool isAnew) => book.Signal(
            AlertKey.OfGate(condition.Kind, gate.Id),
            new(condition.IsTrue, condition.Since, condition.Detail, parents,
                condition.IsTrue ? IsSuppressed() : null, isAnew),
            now);

        bool IsSuppressed() => isSuppressed ??= _plan.Tree is var tree
            && (tree.IsInMaintenance(gate.Id, site, wall) || !tree.IsOpen(site, wall));
    }

    private void Count(GateStatus gate, Seat seat, bool isSuppressed, DateTimeOffset wall) => _collapse.Set(
        gate.Id, seat, IsUp(gate.State), isSuppressed && !WasTold(gate.Id, seat), gate.Since ?? wall);

    /// <summary>Of a loss that was told before the hub's restart nobody asks any more whether the site is open.</summary>
    private bool WasTold(string gate, Seat seat) =>
        book.Stands(AlertKey.OfGate(AlertKinds.Offline, gate)) || seat.Groups.Any(book.Stands);

    private static bool? IsUp(PresenceState state) => state switch
    {
        PresenceState.Init or PresenceState.Ready or PresenceState.Degraded => true,
        PresenceState.Lost => false,
        _ => null,
    };

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

    /// <summary>The tree, the day or a gate's site is another, or might be.</summary>
    private void PlaceAll(TimeSpan now, DateTimeOffset wall)
    {
        _placeAt = now + PlaceEvery;
        var siteOf = ReadSites();
        var isSame = ReferenceEquals(_plan.Tree, sites.Tree) && _plan.Day == HubZone.DayOf(wall);
        if (isSame && siteOf.Count == _siteOf.Count
            && siteOf.All(gate => _siteOf.GetValueOrDefault(gate.Key) == gate.Value))
            return;
        _siteOf = siteOf;
        if (!isSame)
            _plan = new SeatPlan(sites.Tree, HubZone.DayOf(wall));
        foreach (var gate in fleet.Gates())
            Take(new AlertNote(gate, IsTold: false, WasBack: false), now, wall);
        _suppressAt = now;
    }

    private void SuppressAll(TimeSpan now, DateTimeOffset wall)
    {
        _suppressAt = now + SuppressEvery;
        var known = new Dictionary<string, bool>(StringComparer.Ordinal);
        foreach (var key in book.Keys.Where(static key => key.Subject.Kind == AlertSubjectKind.Gate).ToArray())
        {
            var (gate, site) = (key.Subject.Id, _siteOf.GetValueOrDefault(key.Subject.Id));
            if (!known.TryGetValue(gate, out var isSuppressed))
            {
                known[gate] = isSuppressed =
                    _plan.Tree.IsInMaintenance(gate, site, wall) || !_plan.Tree.IsOpen(site, wall);
                if (fleet.Of(gate) is { State: PresenceState.Lost } status)
                    Count(status, _plan.Of(site), isSuppressed, wall);
            }
            book.Suppress(key, isSuppressed, now);
        }
    }

    private AlertSignal SignalOf(GroupFinding finding)
    {
        var detail = new Dictionary<string, string>
        {
            [AlertDetails.Gates] = finding.Gates.ToString(CultureInfo.InvariantCulture),
        };
        if (finding.Key.Subject.Kind != AlertSubjectKind.Site)
            detail[AlertDetails.Sites] = finding.Sites.ToString(CultureInfo.InvariantCulture);
        return new(finding.IsLost, finding.Since, detail, _plan.Above(finding.Key));
    }

    private Dictionary<string, string> ReadSites() => store.Read(static db =>
    {
        using var rows = db.Prepare("SELECT name, site FROM gate WHERE site IS NOT NULL");
        var found = new Dictionary<string, string>(StringComparer.Ordinal);
        while (rows.Step())
            found[rows.Text(0)!] = rows.Text(1)!;
        return found;
    });
}
