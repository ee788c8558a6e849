using CheckIn.Hub.Alerts;
using CheckIn.Hub.Fleet.Offline;
using CheckIn.Hub.Sites;

namespace CheckIn.Hub.Accounts;

/// <summary>
/// What a caller sees of the fleet with one capability, at one moment: everything, or the nodes of his grants with all
/// below them. What is outside does not exist for him. A gate without a site, and a site without a node, belong to the
/// whole hub only. Immutable, and one object for all who see the same, so that what is counted for him can be kept with
/// it; each question is one look into a set.
/// </summary>
internal sealed class Sight
{
    private readonly IReadOnlyDictionary<string, GatePlace> _places;
    private readonly Dictionary<string, GatePlace>.AlternateLookup<ReadOnlySpan<char>> _byName;
    private readonly FleetPart? _part;

    /// <param name="name">By which it is told from others: the codes of the nodes; empty = the whole hub.</param>
    /// <param name="whole">The places.</param>
    /// <param name="places">Where gates stand.</param>
    /// <param name="part">What is his of them; null = all.</param>
    internal Sight(
        string name, SiteTree whole, Dictionary<string, GatePlace> places, DateOnly day, FleetPart? part)
    {
        (Name, Whole, _places, Day, _part) = (name, whole, places, day, part);
        _byName = places.GetAlternateLookup<ReadOnlySpan<char>>();
        Tree = part?.Tree ?? whole;
    }

    internal string Name { get; }

    /// <summary>
    /// The places as they are for him: his nodes and sites, and of the way from them up to the top the nodes alone, so
    /// that he knows where he is. Only what is his is counted there, and nothing beside that way is in it.
    /// </summary>
    internal SiteTree Tree { get; }

    internal SiteTree Whole { get; }

    internal DateOnly Day { get; }

    /// <summary>The whole hub.</summary>
    internal bool IsWhole => _part is null;

    /// <summary>Whether the site is in it; null = a gate that stands nowhere.</summary>
    internal bool SeesSite(string? site) => _part is null || (site is not null && _part.Tree.Sites.ContainsKey(site));

    /// <summary>Whether the gate is in it, by where it stands; the poster of a site is no gate, and stands there.</summary>
    internal bool SeesGate(ReadOnlySpan<char> gate) => _part is null
        || (_byName.TryGetValue(gate, out var place) ? SeesSite(place.Site) : SeesSite(Venues.PosterGate.SiteOf(gate)));

    /// <summary>Whether the node is one of his, or below one.</summary>
    internal bool SeesNode(string code) => _part is null || _part.Nodes.Contains(code);

    /// <summary>
    /// Whether what concerns that place is his: the code of a site or of a node; null = the whole hub. Where one of
    /// each has that code, both must be.
    /// </summary>
    internal bool SeesPlace(string? place)
    {
        if (_part is null)
            return true;
        if (place is null)
            return false;
        var (isSite, isNode) = (Whole.Sites.ContainsKey(place), Whole.NodeByCode(place) is not null);
        return (isSite || isNode) && (!isSite || SeesSite(place)) && (!isNode || SeesNode(place));
    }

    internal bool Sees(MaintenanceSubject subject, string id) => subject switch
    {
        MaintenanceSubject.Gate => SeesGate(id),
        MaintenanceSubject.Site => SeesSite(id),
        _ => SeesNode(id),
    };

    internal bool Sees(AlertSubject subject) => subject.Kind switch
    {
        AlertSubjectKind.Gate => SeesGate(subject.Id),
        AlertSubjectKind.Site => SeesSite(subject.Id),
        AlertSubjectKind.Node => SeesNode(subject.Id),
        _ => IsWhole,
    };

    /// <summary>The highest of his nodes below that one; null = that one is not above any.</summary>
    internal string? HighestBelow(string code) => _part?.Nodes.Contains(code) == false
        && Tree.NodeByCode(code) is { } above
        ? _part.Tops.FirstOrDefault(top => Tree.Path(top).Contains(above)
            || Tree.On(Day).Path(top).Any(node => node.Id == above.Id))?.Code
        : null;

    /// <summary>It is of these, and need not be made again.</summary>
    internal bool IsOf(SiteTree whole, IReadOnlyDictionary<string, GatePlace> places, DateOnly day) =>
        ReferenceEquals(Whole, whole) && Day == day && (_part is null || ReferenceEquals(_places, places));
}
