using CheckIn.Hub.Sites;

namespace CheckIn.Hub.Fleet.Offline;

/// <summary>How many gates there are where.</summary>
/// <param name="Sites">By code.</param>
/// <param name="Nodes">By code: of it and all below it; sites with gates.</param>
internal sealed record FleetCounts(
    IReadOnlyDictionary<string, int> Sites, IReadOnlyDictionary<string, (int Gates, int Sites)> Nodes)
{
    /// <param name="gates">The site of each gate that is in service.</param>
    /// <param name="paths">The nodes above a site.</param>
    internal static FleetCounts Of(IEnumerable<string?> gates, SitePaths paths)
    {
        var sites = new Dictionary<string, int>(StringComparer.Ordinal);
        foreach (var site in gates)
        {
            if (site is not null)
                sites[site] = sites.GetValueOrDefault(site) + 1;
        }
        var nodes = new Dictionary<string, (int Gates, int Sites)>(StringComparer.Ordinal);
        foreach (var (site, count) in sites)
        {
            foreach (var node in paths.Of(site))
            {
                var (all, several) = nodes.GetValueOrDefault(node);
                nodes[node] = (all + count, several + 1);
            }
        }
        return new FleetCounts(sites, nodes);
    }
}

/// <summary>The nodes above each site on a day, the nearest first; looked up once for each site.</summary>
internal sealed class SitePaths(SiteTree tree, DateOnly day)
{
    private readonly Dictionary<string, IReadOnlyList<string>> _known = new(StringComparer.Ordinal);

    internal IReadOnlyList<string> Of(string? site)
    {
        if (site is null)
            return [];
        if (_known.TryGetValue(site, out var path))
            return path;
        return _known[site] = tree.Sites.GetValueOrDefault(site) is { } known && tree.NodeOf(known, day) is { } node
            ? [.. tree.On(day).Path(node).Select(static above => above.Code)] : [];
    }
}
