using CheckIn.Hub.Settings;
using CheckIn.Hub.Web.Parts;
using CheckIn.Time;

namespace CheckIn.Hub.Sites;

/// <summary>
/// Every node, site and maintenance window at one moment; immutable, in memory, and replaced as a whole after each
/// change, so that whoever counts the fleet sees one state of it. What is asked of every gate (where it is, whether its
/// site is open) is worked out once for all sites with the same answer and kept; it follows from the rest, so nobody
/// sees a difference.
/// </summary>
public sealed class SiteTree
{
    private readonly Lazy<Dictionary<string, Node>> _byCode;
    private readonly Lazy<ILookup<long, long>> _before;
    private readonly Lazy<ILookup<(MaintenanceSubject Subject, string Id), Maintenance>> _announced;
    private readonly Lazy<Dictionary<(string Hours, string? Zone), OpeningTimes>> _times;
    private readonly Lazy<string[]> _codes;
    private readonly Lazy<Dictionary<string, string>> _folded;
    private (DateOnly Day, TreeDay Tree)[] _days = [];

    public SiteTree()
    {
        _byCode = new(() => Nodes.Values.ToDictionary(static node => node.Code, StringComparer.Ordinal));
        _before = new(() => Nodes.Values.SelectMany(static node => node.Successors, static (node, id) =>
            (node.Id, Successor: id))
            .ToLookup(static pair => pair.Successor, static pair => pair.Id));
        _announced = new(() => Maintenance.ToLookup(static work => (work.Subject, work.SubjectId)));
        _times = new(AllTimes);
        _codes = new(() => [.. Sites.Keys.Order(StringComparer.Ordinal)]);
        _folded = new(() => Sites.Values.ToDictionary(static site => site.Code,
            static site => SearchText.Fold($"{site.Code} {site.Name} {site.Address}"), StringComparer.Ordinal));
    }

    /// <summary>Grows with every change.</summary>
    public long Version { get; init; }
    /// <summary>By rank.</summary>
    public IReadOnlyList<NodeLevel> Levels { get; init; } = [];
    public IReadOnlyDictionary<long, Node> Nodes { get; init; } = new Dictionary<long, Node>();
    /// <summary>By code.</summary>
    public IReadOnlyDictionary<string, Site> Sites { get; init; } = new Dictionary<string, Site>();
    /// <summary>Announced work, as far back as it is kept; by begin.</summary>
    public IReadOnlyList<Maintenance> Maintenance { get; init; } = [];
    /// <summary>What <c>PH</c> means.</summary>
    public Holidays Holidays { get; init; } = Holidays.FixedOnly;

    /// <summary>The node with that code, whether it still exists or not; null = there is none.</summary>
    public Node? NodeByCode(string code) => _byCode.Value.GetValueOrDefault(code);

    /// <summary>Codes of all sites, in order.</summary>
    internal string[] Codes => _codes.Value;

    /// <summary>What can be searched of a site, as it is typed in a hurry.</summary>
    internal string Folded(Site site) => _folded.Value[site.Code];

    /// <summary>Ids of the nodes that became this one.</summary>
    internal IEnumerable<long> Before(Node node) => _before.Value[node.Id];

    /// <summary>The tree as it stood on a day.</summary>
    public TreeDay On(DateOnly day)
    {
        var days = _days;
        foreach (var known in days)
        {
            if (known.Day == day)
                return known.Tree;
        }
        var tree = new TreeDay(Nodes, _before.Value, day);
        _days = [(day, tree), .. days.Take(3)];
        return tree;
    }

    /// <summary>
    /// The node that exists on <paramref name="day"/> in a site's place: its own, or the successor of it; after a
    /// division the lowest node that has all successors below it. Null = it has none.
    /// </summary>
    public Node? NodeOf(Site site, DateOnly day) =>
        site.Node is { } id && Nodes.TryGetValue(id, out var node) ? On(day).Standing(node) : null;

    /// <summary>From the node up to the top, the node itself first.</summary>
    public IReadOnlyList<Node> Path(Node node)
    {
        var path = new List<Node> { node };
        while (path[^1].Parent is { } id && Nodes.TryGetValue(id, out var parent) && !path.Contains(parent))
            path.Add(parent);
        return path;
    }

    /// <summary>
    /// Every node whose scope covers the site on that day (<see cref="Covers(FleetScope, string, string, DateOnly)"/>), the
    /// lowest first.
    /// </summary>
    internal IEnumerable<Node> NodesOver(Site site, DateOnly day)
    {
        if (site.Node is not { } id || !Nodes.TryGetValue(id, out var own))
            return [];
        var tree = On(day);
        IEnumerable<Node> nodes = tree.Standing(own) is { } place ? tree.Over(place) : [];
        return nodes.Concat(Path(own)).DistinctBy(static node => node.Id);
    }

    /// <summary>Whether a gate of that id at that site (null or unknown = none) is in the scope on that day.</summary>
    public bool Covers(FleetScope scope, string gate, string? site, DateOnly day) =>
        (scope.Gate is null || scope.Gate == gate) && Covers(scope, site, day);

    /// <summary>The same of a site; a scope of a gate has none.</summary>
    internal bool Covers(FleetScope scope, string? site, DateOnly day)
    {
        if (scope.Site is not null && scope.Site != site)
            return false;
        if (scope is { Node: null, Dimension: null })
            return true;
        if (site is null || !Sites.TryGetValue(site, out var place))
            return false;
        if (scope.Dimension is { } dimension && !(place.Groups.TryGetValue(dimension, out var value)
            && (scope.Value is null || scope.Value == value)))
            return false;
        return scope.Node is null || IsWithin(place, scope.Node, day);
    }

    /// <summary>Whether work on the gate, its site or a node above is announced for that moment.</summary>
    public bool IsInMaintenance(string gate, string? site, DateTimeOffset at)
    {
        if (Maintenance.Count == 0)
            return false;
        return WorkOn(gate, site, HubZone.DayOf(at)).Any(work => work.Covers(at));
    }

    /// <summary>Whether the site is open then; a site that is unknown or has no hours always is.</summary>
    public bool IsOpen(string? site, DateTimeOffset at)
    {
        if (site is null || !Sites.TryGetValue(site, out var place))
            return true;
        return !(at < place.StartsAt) && !(at >= place.EndsAt) && TimesOf(place)?.IsOpen(at) != false;
    }

    /// <summary>
    /// The times between the two in which the gate was to work: its site open, no maintenance; in order, apart.
    /// </summary>
    public IReadOnlyList<(DateTimeOffset From, DateTimeOffset To)> Expected(
        string gate, string? site, DateTimeOffset from, DateTimeOffset to)
    {
        var open = OpenTimes(site, from, to);
        if (Maintenance.Count == 0 || open.Count == 0)
            return open;
        var (first, last) = (HubZone.DayOf(from), HubZone.DayOf(to));
        var work = WorkOn(gate, site, first);
        if (last != first)
            work = work.Concat(WorkOn(gate, site, last));
        return Periods.Without(open, Periods.Join(work.Select(static some => (some.From, some.Until)), from, to));
    }

    private List<(DateTimeOffset From, DateTimeOffset To)> OpenTimes(
        string? site, DateTimeOffset from, DateTimeOffset to)
    {
        if (site is null || !Sites.TryGetValue(site, out var place))
            return from < to ? [(from, to)] : [];
        var start = place.StartsAt > from ? place.StartsAt.Value : from;
        var end = place.EndsAt < to ? place.EndsAt.Value : to;
        if (start >= end)
            return [];
        return TimesOf(place)?.Between(start, end) ?? [(start, end)];
    }

    private bool IsWithin(Site site, string code, DateOnly day)
    {
        if (NodeByCode(code) is not { } whole || site.Node is not { } id || !Nodes.TryGetValue(id, out var own))
            return false;
        var tree = On(day);
        return (tree.Standing(own) is { } place && tree.IsWithin(place, whole))
            || Path(own).Any(node => node.Id == whole.Id);
    }

    private IEnumerable<Maintenance> WorkOn(string gate, string? site, DateOnly day)
    {
        var announced = _announced.Value;
        var work = announced[(MaintenanceSubject.Gate, gate)];
        if (site is null)
            return work;
        work = work.Concat(announced[(MaintenanceSubject.Site, site)]);
        if (!Sites.TryGetValue(site, out var place) || place.Node is not { } id || !Nodes.TryGetValue(id, out var own))
            return work;
        IEnumerable<Node> nodes = Path(own);
        if (On(day) is var tree && tree.Standing(own) is { } standing)
            nodes = nodes.Concat(tree.Path(standing)).DistinctBy(static node => node.Id);
        return work.Concat(nodes.SelectMany(node => announced[(MaintenanceSubject.Node, node.Code)]));
    }

    private OpeningTimes? TimesOf(Site site) =>
        site.Hours is { } hours ? _times.Value[(hours.Text, site.Zone)] : null;

    private Dictionary<(string Hours, string? Zone), OpeningTimes> AllTimes()
    {
        var times = new Dictionary<(string Hours, string? Zone), OpeningTimes>();
        foreach (var site in Sites.Values)
        {
            if (site.Hours is { } hours && !times.ContainsKey((hours.Text, site.Zone)))
                times[(hours.Text, site.Zone)] = new OpeningTimes(hours, SiteZone.Of(site.Zone), Holidays);
        }
        return times;
    }
}
