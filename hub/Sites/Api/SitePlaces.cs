namespace CheckIn.Hub.Sites;

/// <summary>Which sites belong nowhere in particular any more.</summary>
internal static class SitePlaces
{
    /// <summary>How many of them are in a node that has ended and did not become one other.</summary>
    internal static int ToPlace(DeploymentPicture picture, IEnumerable<Site> sites) => sites.Count(site =>
        site.Node is { } id && picture.Tree.Nodes.TryGetValue(id, out var node) && !node.IsValidOn(picture.Today)
        && (picture.Tree.On(picture.Today).Standing(node) is not { } place || place.Level != node.Level));
}
