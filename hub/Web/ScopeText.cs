using CheckIn.Hub.Accounts;
using CheckIn.Hub.Sites;

namespace CheckIn.Hub.Web;

/// <summary>A part of the fleet in words, with its own page.</summary>
/// <param name="Href">Without the language; null = it has none.</param>
public sealed record ScopeText(string Word, string? Href)
{
    /// <summary>Null = there is no such place that he sees.</summary>
    internal static ScopeText? Of(FleetScope scope, Sight sight, PageContext page) => scope switch
    {
        { Gate: { } gate } => sight.SeesGate(gate) ? new(gate, "/gates/" + Uri.EscapeDataString(gate)) : null,
        { Site: { } code } => sight.Tree.Sites.GetValueOrDefault(code) is { } site && sight.SeesSite(code)
            ? new(site.Name, "/sites/" + Uri.EscapeDataString(code)) : null,
        { Node: { } code } => sight.Tree.NodeByCode(code) is { } node && sight.SeesNode(code)
            ? new(NodeNames.Of(node, page.Words), "/nodes/" + Uri.EscapeDataString(code)) : null,
        { Dimension: { } dimension, Value: { } value } => sight.IsWhole
            ? new($"{dimension}: {value}", null) : null,
        _ => sight.IsWhole ? new(CommandPageWords.Of(page.Words).WholeFleet, null) : null,
    };
}
