using CheckIn.Hub.Fleet.Offline;
using CheckIn.Hub.Sites;
using CheckIn.Time;

namespace CheckIn.Hub.Accounts;

/// <summary>
/// The places below some nodes, as if there were no others: their sites, the nodes they are in, the way from there up
/// to the top, what those nodes became, and the work that is announced for any of it. Everything that is made of
/// places (lists, counts, choices, files) is made of such a part for whoever may see no more, so that it has nothing
/// to leave out. Pure.
/// </summary>
/// <param name="Nodes">Codes of the nodes and of all below them; what is above is in the tree alone.</param>
/// <param name="Tops">The nodes themselves.</param>
internal sealed record FleetPart(SiteTree Tree, IReadOnlySet<string> Nodes, IReadOnlyList<Node> Tops)
{
    /// <param name="tree">All places.</param>
    /// <param name="codes">Of the nodes; what is none is passed over.</param>
    /// <param name="places">Where gates stand.</param>
    /// <param name="day">Of which the tree is asked.</param>
    internal static FleetPart Of(
        SiteTree tree, IEnumerable<string> codes, IReadOnlyDictionary<string, GatePlace> places, DateOnly day)
    {
        Node[] tops = [.. codes.Select(tree.NodeByCode).OfType<Node>()];
        var within = tree.Nodes.Values.Where(node => Array.Exists(tops, top => IsWithin(tree, day, node, top)))
            .ToDictionary(static node => node.Id);
        var sites = tree.Sites.Where(site => site.Value.Node is { } node && within.ContainsKey(node))
            .ToDictionary(StringComparer.Ordinal);
        var nodes = WithTheWayUp(tree, day, within.Values);
        var codesWithin = within.Values.Select(static node => node.Code).ToHashSet(StringComparer.Ordinal);
        var part = new SiteTree
        {
            Version = tree.Version,
            Levels = tree.Levels,
            Nodes = nodes,
            Sites = sites,
            Maintenance = [.. tree.Maintenance.Where(IsShown)],
            Holidays = tree.Holidays,
        };
        return new FleetPart(part, codesWithin, tops);

        bool IsShown(Maintenance work) => work.Subject switch
        {
            MaintenanceSubject.Gate => places.TryGetValue(work.SubjectId, out var place)
                && place.Site is { } site && sites.ContainsKey(site),
            MaintenanceSubject.Site => sites.ContainsKey(work.SubjectId),
            // Work on a node above is work on his as well.
            _ => tree.NodeByCode(work.SubjectId) is { } node && nodes.ContainsKey(node.Id),
        };
    }

    /// <summary>As a site in that node is in the other, or not.</summary>
    private static bool IsWithin(SiteTree tree, DateOnly day, Node node, Node whole) =>
        (tree.On(day).Standing(node) is { } place && tree.On(day).IsWithin(place, whole))
        || tree.Path(node).Any(above => above.Id == whole.Id);

    private static Dictionary<long, Node> WithTheWayUp(SiteTree tree, DateOnly day, IEnumerable<Node> within)
    {
        var nodes = new Dictionary<long, Node>();
        var next = new Stack<Node>(within);
        while (next.TryPop(out var node))
        {
            if (!nodes.TryAdd(node.Id, node))
                continue;
            foreach (var other in tree.On(day).Path(node))
                next.Push(other);
            foreach (var id in node.Successors.Append(node.Parent ?? 0))
            {
                if (tree.Nodes.TryGetValue(id, out var other))
                    next.Push(other);
            }
        }
        return nodes;
    }
}
