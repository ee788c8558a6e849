using CheckIn.Hub.Sites;

namespace CheckIn.Hub.Web;

/// <summary>A node in a table.</summary>
/// <param name="Depth">Below the table's first; 0 = at its left edge.</param>
/// <param name="Level">What it is, in the page's language.</param>
/// <param name="Availability">Of today, 0 to 1; null = nothing was expected yet.</param>
public sealed record NodeRow(Node Node, int Depth, string Level, NodePicture Counts, double? Availability);

/// <summary>A node, as its page shows it.</summary>
/// <param name="Above">From the top down, without itself.</param>
/// <param name="SupportNumber">Its own, or that of the lowest node above that has one, and whose it is.</param>
/// <param name="Before">What it was before.</param>
/// <param name="After">What it became.</param>
/// <param name="Sites">The first of its sites, those that need a look first.</param>
/// <param name="MoreSites">How many it has besides.</param>
public sealed record NodeFacts(
    Node Node, string Level, DateOnly Today, IReadOnlyList<Node> Above, NodePicture Counts, double? Availability,
    (string Number, Node From)? SupportNumber, IReadOnlyList<Node> Before, IReadOnlyList<Node> After,
    IReadOnlyList<NodeRow> Below, IReadOnlyList<SitePicture> Sites, int MoreSites,
        IReadOnlyList<Maintenance> Maintenance);

/// <summary>What nodes are called.</summary>
internal static class NodeNames
{
    internal static string Of(Node node, Words words) => words.Language == "en" ? node.NameEn ?? node.Name : node.Name;

    internal static string Of(NodeLevel level, Words words) => words.Language == "en" ? level.English
        : level.Vietnamese;

    /// <summary>The name of a node's level; a level that is unknown is shown as it is written.</summary>
    internal static string LevelOf(Node node, SiteTree tree, Words words) =>
        tree.Levels.FirstOrDefault(level => level.Name == node.Level) is { } level ? Of(level, words) : node.Level;
}
