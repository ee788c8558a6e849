using System.Collections.Frozen;
using CheckIn.Hub.Sites;
using CheckIn.Hub.Web.Parts;

namespace CheckIn.Hub.Web;

/// <summary>What can be searched for in the sites of one tree, without marks; worked out when somebody first
/// searches.</summary>
public sealed class SiteTexts(SiteTree tree)
{
    private readonly Lazy<FrozenDictionary<string, (string Name, string All)>> _folded = new(() =>
        tree.Sites.Values.ToFrozenDictionary(static site => site.Code, static site => Fold(site),
            StringComparer.Ordinal));

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
