namespace CheckIn.Hub.Sites;

/// <summary>
/// Every node, site and maintenance window at one moment; immutable, in memory, and replaced as a whole after each
/// change, so that whoever counts the fleet sees one state of it.
/// </summary>
public sealed class SiteTree
{
    /// <summary>Grows with every change.</summary>
    public long Version { get; init; }
    /// <summary>By rank.</summary>
    public IReadOnlyList<NodeLevel> Levels { get; init; } = [];
    public IReadOnlyDictionary<long, Node> Nodes { get; init; } = new Dictionary<long, Node>();
    /// <summary>By code.</summary>
    public IReadOnlyDictionary<string, Site> Sites { get; init; } = new Dictionary<string, Site>();

    /// <summary>The node that exists on <paramref name="day"/> in a site's place: its own, or the successor of it.</summary>
    public Node? NodeOf(Site site, DateOnly day) => null;

    /// <summary>From the node up to the top, the node itself first.</summary>
    public IReadOnlyList<Node> Path(Node node) => [node];

    /// <summary>Whether a gate of that id at that site (null or unknown = none) is in the scope on that day.</summary>
    public bool Covers(FleetScope scope, string gate, string? site, DateOnly day) => true;

    /// <summary>Whether work on the gate, its site or a node above is announced for that moment.</summary>
    public bool IsInMaintenance(string gate, string? site, DateTimeOffset at) => false;

    /// <summary>Whether the site is open then; a site that is unknown or has no hours always is.</summary>
    public bool IsOpen(string? site, DateTimeOffset at) => true;

    /// <summary>
    /// The times between the two in which the gate was to work: its site open, no maintenance; in order, apart.
    /// </summary>
    public IReadOnlyList<(DateTimeOffset From, DateTimeOffset To)> Expected(
        string gate, string? site, DateTimeOffset from, DateTimeOffset to) => [(from, to)];
}
