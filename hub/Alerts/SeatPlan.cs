using CheckIn.Hub.Sites;

namespace CheckIn.Hub.Alerts;

/// <summary>
/// Which groups each site's gates are in, by the tree as it is on one day; made when first asked for.
/// </summary>
internal sealed class SeatPlan(SiteTree tree, DateOnly day)
{
    private readonly Dictionary<string, Seat> _seats = new(StringComparer.Ordinal);
    private readonly Dictionary<AlertKey, IReadOnlyList<AlertKey>> _above = [];

    internal SiteTree Tree => tree;

    internal DateOnly Day => day;

    /// <param name="site">As the gate's enrolment names it; null = it has none.</param>
    internal Seat Of(string? site)
    {
        if (site is null)
            return Seat.Loose;
        if (!_seats.TryGetValue(site, out var seat))
            _seats[site] = seat = new Seat(GroupsOf(site), site);
        return seat;
    }

    /// <summary>The groups above a group, the highest first.</summary>
    internal IReadOnlyList<AlertKey> Above(AlertKey group) => _above.GetValueOrDefault(group) ?? [];

    private List<AlertKey> GroupsOf(string site)
    {
        var groups = new List<AlertKey> { AlertKey.OfHub(AlertKinds.Offline) };
        if (tree.Sites.TryGetValue(site, out var known) && tree.NodeOf(known, day) is { } node)
        {
            foreach (var above in tree.On(day).Path(node).Reverse())
                Add(AlertSubjectKind.Node, above.Code);
        }
        Add(AlertSubjectKind.Site, site);
        return groups;

        void Add(AlertSubjectKind kind, string id)
        {
            var key = new AlertKey(AlertKinds.Offline, new(kind, id));
            if (!_above.ContainsKey(key))
                _above[key] = [.. groups];
            groups.Add(key);
        }
    }
}
