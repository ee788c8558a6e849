using CheckIn.Hub.Web.Parts;

namespace CheckIn.Hub.Sites;

/// <summary>Which sites are asked for. What is null does not narrow.</summary>
internal sealed record SiteFilter(
    FleetScope Scope, string? Kind, Deployment? State, IReadOnlyList<string> Words, bool IsOverdue)
{
    /// <exception cref="SitesException">One of it means nothing.</exception>
    internal static SiteFilter Of(
        SiteTree tree, string? node, string? kind, string? state, string? group, string? words, string? overdue)
    {
        if (kind is not null && !SiteKinds.All.Contains(kind))
            throw SiteRequests.Malformed($"names a kind that is none of {string.Join(", ", SiteKinds.All)}",
                $"có loại không thuộc {string.Join(", ", SiteKinds.All)}");
        if (state is not null && Deployments.Find(state) is null)
            throw SiteRequests.Malformed($"names a state that is none of {string.Join(", ", Deployments.All)}",
                $"có trạng thái không thuộc {string.Join(", ", Deployments.All)}");
        var parts = group?.Split(':', 2);
        var (dimension, value) = (parts?[0], parts?.ElementAtOrDefault(1));
        return new SiteFilter(
            new FleetScope(Node: NodesApi.Known(tree, node)?.Code, Dimension: dimension, Value: value), kind,
            state is null ? null : Deployments.Find(state), SearchText.Words(words), overdue == "true");
    }

    /// <summary>Those after <paramref name="after"/>, by code.</summary>
    internal IEnumerable<Site> Rows(DeploymentPicture picture, string? after)
    {
        var codes = picture.Tree.Codes;
        var found = after is null ? -1 : Array.BinarySearch(codes, after, StringComparer.Ordinal);
        var start = found >= 0 ? found + 1 : ~found;
        for (var i = start; i < codes.Length; i++)
        {
            var site = picture.Tree.Sites[codes[i]];
            if (Fits(picture, site))
                yield return site;
        }
    }

    private bool Fits(DeploymentPicture picture, Site site) => (Kind is null || site.Kind == Kind)
        && (State is null || picture.Of(site.Code).State == State) && (!IsOverdue || picture.IsOverdue(site))
        && picture.Tree.Covers(Scope, site.Code, picture.Today)
        && (Words.Count == 0 || SearchText.Matches(picture.Tree.Folded(site), Words));
}
