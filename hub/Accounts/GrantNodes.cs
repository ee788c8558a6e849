using CheckIn.Hub.Settings;
using CheckIn.Hub.Sites;

namespace CheckIn.Hub.Accounts;

/// <summary>
/// Grants as they hold today. One of a node that was merged or divided holds in what it became: in each part of a
/// division, and never above, where it would reach the neighbours. The node itself stays, for what is still registered
/// with it.
/// </summary>
internal sealed class GrantNodes(SiteRegister sites, TimeProvider time)
{
    private const int Deepest = 32;

    internal IReadOnlyList<Grant> Today(IReadOnlyList<Grant> grants) =>
        On(sites.Tree, HubZone.DayOf(time.GetUtcNow()), grants);

    internal static IReadOnlyList<Grant> On(SiteTree tree, DateOnly day, IReadOnlyList<Grant> grants)
    {
        List<Grant>? more = null;
        foreach (var grant in grants)
        {
            if (grant.Node is { } code && tree.NodeByCode(code) is { } node && !node.IsValidOn(day))
                Follow(tree, day, node, 0, now => (more ??= []).Add(grant with { Node = now.Code }));
        }
        return more is null ? grants : [.. grants.Concat(more).Distinct()];
    }

    private static void Follow(SiteTree tree, DateOnly day, Node node, int depth, Action<Node> found)
    {
        if (depth == Deepest)
            return;
        foreach (var id in node.Successors)
        {
            if (!tree.Nodes.TryGetValue(id, out var next))
                continue;
            if (next.IsValidOn(day))
                found(next);
            else
                Follow(tree, day, next, depth + 1, found);
        }
    }
}
