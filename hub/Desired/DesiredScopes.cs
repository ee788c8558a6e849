using CheckIn.Contract;
using CheckIn.Hub.Accounts;
using CheckIn.Hub.Fleet.Offline;
using CheckIn.Hub.Sites;

namespace CheckIn.Hub.Desired;

/// <summary>Which scopes there are for somebody, and whose gates are in them.</summary>
internal sealed class DesiredScopes(GatePlaces places, SiteRegister sites)
{
    /// <summary>There is such a place, and it is his. What goes across nodes is the whole hub's.</summary>
    internal bool Sees(FleetScope scope, Sight sight) => scope switch
    {
        { Gate: { } gate } => places.Find(gate) is { HasLeft: false } && sight.SeesGate(gate),
        // Gates may stand at a site that no census knows.
        { Site: { } site } => GateId.IsValid(site) && sight.SeesSite(site),
        { Dimension: not null } => sight.IsWhole,
        { Node: { } node } => sites.Tree.NodeByCode(node) is not null && sight.SeesNode(node),
        _ => sight.IsWhole,
    };

    /// <summary>All gates in it that are not out of service, whoever sees them.</summary>
    internal IReadOnlyList<string> Gates(FleetScope scope, LayerBook book) => Gates(scope, book, places.Now());

    /// <summary>As of some seconds ago, and of them those that he sees.</summary>
    internal IReadOnlyList<string> Gates(FleetScope scope, LayerBook book, Sight sight) =>
        [.. Gates(scope, book, places.Recent()).Where(gate => sight.SeesGate(gate))];

    /// <summary>By gate, those of them that are not out of service.</summary>
    internal IEnumerable<KeyValuePair<string, GatePlace>> All(Sight sight) =>
        places.Recent().Where(gate => !gate.Value.HasLeft && sight.SeesSite(gate.Value.Site));

    private static List<string> Gates(FleetScope scope, LayerBook book, Dictionary<string, GatePlace> all)
    {
        if (scope.Gate is { } own)
            return all.TryGetValue(own, out var place) && !place.HasLeft ? [own] : [];
        var covered = new Dictionary<string, bool>(StringComparer.Ordinal);
        var gates = new List<string>();
        foreach (var (gate, place) in all)
        {
            if (!place.HasLeft && IsCovered(place.Site))
                gates.Add(gate);
        }
        return gates;

        bool IsCovered(string? site)
        {
            if (!covered.TryGetValue(site ?? "", out var isCovered))
                covered[site ?? ""] = isCovered = book.Tree.Covers(scope, site, book.Day);
            return isCovered;
        }
    }
}
