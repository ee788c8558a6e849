using CheckIn.Hub.Fleet;
using CheckIn.Hub.Fleet.Offline;
using CheckIn.Hub.Settings;
using CheckIn.Hub.Sites;
using CheckIn.Storage;

namespace CheckIn.Hub.Alerts;

/// <summary>
/// The edge around <see cref="FleetConditions"/>: listens to the registry, reads where gates are, and hands on what
/// changed. Where gates are is read again every minute, and when one was enrolled.
/// </summary>
internal sealed class FleetWatch(
    FleetConditions conditions, GatePlaces places, FleetRegistry fleet, SiteRegister sites)
{
    private static readonly TimeSpan SuppressEvery = TimeSpan.FromSeconds(15);
    private static readonly TimeSpan PlaceEvery = TimeSpan.FromMinutes(1);
    private readonly AlertNotes _notes = new();
    private IReadOnlyDictionary<string, GatePlace>? _places;
    private Dictionary<string, string>? _siteOf;
    private TimeSpan _suppressAt;
    private TimeSpan _placeAt;

    /// <summary>Begins to listen, and takes up how every gate was when the hub ended.</summary>
    internal void Start(TimeSpan now, DateTimeOffset wall)
    {
        fleet.PresenceChanged += _notes.Take;
        fleet.Told += _notes.Take;
        conditions.Recall([.. fleet.Gates()], now, wall);
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
        var isTree = !ReferenceEquals(conditions.Plan.Tree, sites.Tree) || conditions.Plan.Day != HubZone.DayOf(wall);
        if (_siteOf is null || isTree || isEnrolled || now >= _placeAt)
            Place(isTree, now, wall);
        foreach (var note in notes)
            conditions.Take(note, now, wall);
        if (now >= _suppressAt)
        {
            _suppressAt = now + SuppressEvery;
            conditions.Suppress(now, wall);
        }
        conditions.Find(now);
    }

    /// <summary>Code of the site or node where it is; null = nowhere in particular.</summary>
    internal string? PlaceOf(AlertSubject subject) => subject.Kind switch
    {
        AlertSubjectKind.Gate => _siteOf?.GetValueOrDefault(subject.Id),
        AlertSubjectKind.Site or AlertSubjectKind.Node => subject.Id,
        _ => null,
    };

    private void Place(bool isTree, TimeSpan now, DateTimeOffset wall)
    {
        _placeAt = now + PlaceEvery;
        if (ReadSites() is not { } siteOf)
            return;
        var isSame = !isTree && _siteOf is { } known && (ReferenceEquals(siteOf, known)
            || (siteOf.Count == known.Count
                && siteOf.All(gate => known.GetValueOrDefault(gate.Key) == gate.Value)));
        if (isSame)
            return;
        _siteOf = siteOf;
        var plan = isTree ? new SeatPlan(sites.Tree, HubZone.DayOf(wall)) : conditions.Plan;
        conditions.Place(plan, siteOf, fleet.Gates(), now, wall);
        _suppressAt = now;
    }

    /// <returns>Null = it cannot be read now; gates stay where they were known to be.</returns>
    private Dictionary<string, string>? ReadSites()
    {
        try
        {
            var standing = places.Now();
            if (ReferenceEquals(standing, _places) && _siteOf is not null)
                return _siteOf;
            _places = standing;
            return standing.Where(static gate => gate.Value.Site is not null)
                .ToDictionary(static gate => gate.Key, static gate => gate.Value.Site!, StringComparer.Ordinal);
        }
        catch (DatabaseException) when (_siteOf is not null)
        {
            return null;
        }
    }
}
