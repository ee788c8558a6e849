namespace CheckIn.Hub.Alerts;

/// <summary>Where a gate counts: the groups that it is in, the highest first, and its site.</summary>
/// <param name="Groups">Hub, nodes from the top down, site.</param>
/// <param name="Site">Null = it has none.</param>
internal sealed record Seat(IReadOnlyList<AlertKey> Groups, string? Site)
{
    /// <summary>Of a gate without a site.</summary>
    internal static Seat Loose { get; } = new([AlertKey.OfHub(AlertKinds.Offline)], null);
}

/// <summary>What becomes of a group: all of it is lost, or no longer.</summary>
internal readonly record struct GroupFinding(AlertKey Key, bool IsLost, DateTimeOffset Since, int Gates, int Sites);

/// <summary>
/// Whether a whole site, node or the fleet is lost, counted gate by gate. A gate that is up proves that its groups are
/// not wholly lost, whatever is announced there. A lost gate counts if it was to work when it was lost, or was to
/// since; it goes on counting when its site closes, so that what was found does not end by the hour. Gates that
/// stopped, were never seen or have left count nowhere. A site needs two lost gates, a node lost gates at two sites,
/// the fleet five and nine of ten, and it is over below half: a fleet that comes back goes through every share. Not
/// for several threads.
/// </summary>
internal sealed class Collapse
{
    private const int LeastGates = 2;
    private const int LeastSites = 2;
    private const int LeastOfFleet = 5;
    private readonly Dictionary<string, Place> _places = new(StringComparer.Ordinal);
    private readonly Dictionary<AlertKey, Group> _groups = [];
    private readonly HashSet<AlertKey> _touched = [];

    /// <summary>How a gate is now.</summary>
    /// <param name="isUp">It is there; null = it counts nowhere.</param>
    /// <param name="isSuppressed">Work is announced, or its site is closed.</param>
    /// <param name="since">When it was lost.</param>
    internal void Set(string gate, Seat seat, bool? isUp, bool isSuppressed, DateTimeOffset since)
    {
        var before = _places.GetValueOrDefault(gate);
        Move(gate, before, isUp is null ? default
            : isUp.Value ? new Place(seat, true, false, default)
            : new Place(seat, false, before.IsDue || !isSuppressed, since));
    }

    /// <summary>If the gate is lost, it was to work by now.</summary>
    internal void MakeDue(string gate)
    {
        if (_places.TryGetValue(gate, out var place) && place is { IsUp: false, IsDue: false })
            Move(gate, place, place with { IsDue = true });
    }

    /// <summary>A recalled alert says so: the group was lost, and what is lost of it counted.</summary>
    internal void Remember(AlertKey group)
    {
        Find(group).WasLost = true;
        _touched.Add(group);
    }

    /// <summary>The groups for which anything changed since the last call, as they are now.</summary>
    internal IReadOnlyList<GroupFinding> TakeFindings()
    {
        if (_touched.Count == 0)
            return [];
        var found = new List<GroupFinding>();
        foreach (var key in _touched)
        {
            var group = _groups[key];
            var isLost = IsLost(key, group);
            if (isLost || group.WasLost)
                found.Add(new(key, isLost, group.Since, group.Due, group.DueAt.Count));
            group.WasLost = isLost;
            if (group is { Up: 0, Due: 0 })
                _groups.Remove(key);
        }
        _touched.Clear();
        return found;
    }

    private static bool IsLost(AlertKey key, Group group) => key.Subject.Kind switch
    {
        AlertSubjectKind.Site => group.Up == 0 && group.Due >= LeastGates,
        AlertSubjectKind.Node => group.Up == 0 && group.DueAt.Count >= LeastSites,
        _ => group.Due >= LeastOfFleet
            && (group.WasLost ? group.Due * 2 >= group.Due + group.Up : group.Due * 10L >= (group.Due + group.Up) * 9L),
    };

    private void Move(string gate, Place before, Place next)
    {
        if (next == before)
            return;
        if (before.Seat is not null)
            Count(before, -1);
        if (next.Seat is null)
            _places.Remove(gate);
        else
        {
            _places[gate] = next;
            Count(next, 1);
        }
    }

    private void Count(Place place, int by)
    {
        foreach (var key in place.Seat!.Groups)
        {
            var group = Find(key);
            group.Up += place.IsUp ? by : 0;
            if (place.IsDue)
            {
                group.Due += by;
                group.CountSite(place.Seat.Site, by);
                group.Since = by > 0 ? place.Since : group.Since;
            }
            _touched.Add(key);
        }
    }

    private Group Find(AlertKey key)
    {
        if (!_groups.TryGetValue(key, out var group))
            _groups[key] = group = new Group();
        return group;
    }

    private readonly record struct Place(Seat? Seat, bool IsUp, bool IsDue, DateTimeOffset Since);

    private sealed class Group
    {
        internal int Up { get; set; }
        internal int Due { get; set; }
        internal bool WasLost { get; set; }
        /// <summary>When the last of them was lost.</summary>
        internal DateTimeOffset Since { get; set; }
        /// <summary>Lost gates by site.</summary>
        internal Dictionary<string, int> DueAt { get; } = new(StringComparer.Ordinal);

        internal void CountSite(string? site, int by)
        {
            if (site is null)
                return;
            var count = DueAt.GetValueOrDefault(site) + by;
            if (count == 0)
                DueAt.Remove(site);
            else
                DueAt[site] = count;
        }
    }
}
