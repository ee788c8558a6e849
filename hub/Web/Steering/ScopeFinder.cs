using CheckIn.Hub.Accounts;
using CheckIn.Hub.Fleet.Offline;
using CheckIn.Hub.Sites;
using CheckIn.Hub.Web.Parts;

namespace CheckIn.Hub.Web.Steering;

/// <summary>
/// Finds the scope that somebody means by some letters of its name, the widest first: the hub, nodes, groups, sites,
/// gates. With nothing typed it offers the hub, what is at the top of the tree, and the groups.
/// </summary>
internal sealed class ScopeFinder(GatePlaces places)
{
    /// <summary>More than one reads.</summary>
    internal const int Most = 24;

    internal IReadOnlyList<FleetScope> Find(string? typed, Sight sight, string wholeHub)
    {
        var (words, tree) = (SearchText.Words(typed), sight.Tree);
        var found = new List<FleetScope>();
        if (sight.IsWhole && SearchText.Matches(SearchText.Fold($"hub {wholeHub}"), words))
            found.Add(FleetScope.All);
        found.AddRange(Nodes(words, sight));
        if (sight.IsWhole)
            found.AddRange(Groups(words, tree));
        if (words.Count == 0)
            return found.Count > Most ? found[..Most] : found;
        found.AddRange(tree.Codes.Where(code => SearchText.Matches(tree.Folded(tree.Sites[code]), words))
            .Take(Most).Select(static code => new FleetScope(Site: code)));
        found.AddRange(places.Recent()
            .Where(gate => !gate.Value.HasLeft && SearchText.Matches(gate.Value.Folded, words) && sight.SeesGate(gate.Key))
            .OrderBy(static gate => gate.Key, StringComparer.Ordinal).Take(Most)
            .Select(static gate => new FleetScope(Gate: gate.Key)));
        return found.Count > Most ? found[..Most] : found;
    }

    private static IEnumerable<FleetScope> Nodes(IReadOnlyList<string> words, Sight sight)
    {
        var day = sight.Tree.On(sight.Day);
        var nodes = words.Count > 0
            ? sight.Tree.Nodes.Values.Where(node => node.IsValidOn(sight.Day) && SearchText.Matches(
                SearchText.Fold($"{node.Code} {node.Name} {node.NameEn}"), words))
            : day.Children(null).SelectMany(top => sight.SeesNode(top.Code) ? [top] : day.Children(top));
        return nodes.Where(node => sight.SeesNode(node.Code)).OrderBy(static node => node.Code, StringComparer.Ordinal)
            .Take(Most).Select(static node => new FleetScope(Node: node.Code));
    }

    private static IEnumerable<FleetScope> Groups(IReadOnlyList<string> words, SiteTree tree) =>
        tree.Sites.Values.SelectMany(static site => site.Groups).Distinct()
            .Where(group => words.Count == 0 || SearchText.Matches(SearchText.Fold($"{group.Key} {group.Value}"), words))
            .OrderBy(static group => group.Key, StringComparer.Ordinal)
            .ThenBy(static group => group.Value, StringComparer.Ordinal).Take(Most)
            .Select(static group => new FleetScope(Dimension: group.Key, Value: group.Value));
}
