using System.Collections.Frozen;
using CheckIn.Hub.Sites;
using CheckIn.Hub.Web.Parts;

namespace CheckIn.Hub.Web;

/// <summary>What can be searched for in the sites and nodes of one tree, without marks; worked out when somebody
/// first searches.</summary>
public sealed class SiteTexts(SiteTree tree)
{
    private readonly Lazy<FrozenDictionary<string, (string Name, string All)>> _folded = new(() =>
        tree.Sites.Values.ToFrozenDictionary(static site => site.Code, static site => Fold(site),
            StringComparer.Ordinal));

    private readonly Lazy<SortedRows<FoldedNode>> _nodes = new(() => new(
        tree.Nodes.Values.Select(static node =>
            new FoldedNode(node, SearchText.Fold($"{node.Name} {node.NameEn} {node.Code}"))),
        static node => new(0, node.Folded, node.Node.Code)));

    /// <summary>All nodes by name, those that are over too.</summary>
    internal SortedRows<FoldedNode> Nodes => _nodes.Value;

    /// <summary>The tree whose sites they are.</summary>
    public SiteTree Tree { get; } = tree;

    /// <summary>The name of a site, folded.</summary>
    public string NameOf(string site) => _folded.Value.GetValueOrDefault(site).Name ?? "";

    /// <summary>Whether every word stands somewhere in name, code or address.</summary>
    public bool Matches(string site, IReadOnlyList<string> words) =>
        SearchText.Matches(_folded.Value.GetValueOrDefault(site).All ?? "", words);

    private static (string Name, string All) Fold(Site site)
    {
        var name = SearchText.Fold(site.Name);
        return (name, $"{name} {site.Code} {SearchText.Fold(site.Address)}");
    }
}

/// <summary>A node with what it can be found by.</summary>
internal sealed record FoldedNode(Node Node, string Folded);
