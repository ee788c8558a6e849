namespace CheckIn.Hub.Sites;

/// <summary>
/// Places as the files that import reads, so that what was exported can be mended and imported again.
/// </summary>
internal static class CensusExport
{
    /// <summary>Sites, with what the hub makes of them in columns that import passes over.</summary>
    internal static async Task WriteAsync(Stream stream, DeploymentPicture picture, IEnumerable<Site> sites)
    {
        var all = sites.ToList();
        var columns = SiteColumns.All.Concat(all.SelectMany(static site => site.Groups.Keys)
            .Distinct(StringComparer.Ordinal)
            .Order(StringComparer.Ordinal).Select(SiteColumns.GroupColumn)).ToArray();
        await using var csv = new CensusWriter(stream);
        await csv.WriteAsync(columns.Select(static column => column.Name).Concat(SiteColumns.Told));
        foreach (var site in all)
        {
            var deployment = picture.Of(site.Code);
            await csv.WriteAsync(columns.Select(column => column.Get(site, picture.Tree)).Concat(
                [Deployments.Word(deployment.State), $"{deployment.Gates}"]));
        }
    }

    /// <summary>Nodes.</summary>
    internal static async Task WriteAsync(Stream stream, SiteTree tree)
    {
        await using var csv = new CensusWriter(stream);
        await csv.WriteAsync(NodeColumns.All.Select(static column => column.Name));
        foreach (var node in tree.Nodes.Values.OrderBy(static node => node.Code, StringComparer.Ordinal))
        {
            var draft = NodeDraft.Of(node, tree.Nodes);
            await csv.WriteAsync(NodeColumns.All.Select(column => column.Get(draft, tree)));
        }
    }
}
