using CheckIn.Hub.Fleet.Offline;
using CheckIn.Hub.Sites;

namespace CheckIn.Hub.Web.Steering;

/// <summary>A scope as people call it.</summary>
/// <param name="Word">As addresses and commands have it.</param>
/// <param name="Kind">What it is: a node, a site, …</param>
/// <param name="Name">What it is called.</param>
/// <param name="Place">Its own page, without the language; null = it has none.</param>
public sealed record ScopeView(string Word, string Kind, string Name, string? Place)
{
    /// <summary>The address of what the hub wants of it.</summary>
    public string Settings => SettingsOf(Word);

    internal static string SettingsOf(string word) => $"{SettingsPages.Path}/{Uri.EscapeDataString(word)}";
}

/// <summary>What scopes are called.</summary>
internal sealed class ScopeNames(GatePlaces places)
{
    /// <summary>In the page's language; what nobody knows any more is called by its code.</summary>
    internal ScopeView Of(FleetScope scope, PageContext page)
    {
        var (text, tree) = (SteeringWords.Of(page.Words), page.Tree);
        return scope switch
        {
            { Gate: { } gate } => View(text.OfGate, places.Of(gate).Label is { } label ? $"{label} ({gate})" : gate,
                "/gates/" + gate),
            { Site: { } site } => View(text.OfSite, tree?.Sites.GetValueOrDefault(site)?.Name ?? site, "/sites/" + site),
            { Dimension: { } dimension } => View(text.OfGroup, $"{dimension}: {scope.Value}", null),
            { Node: { } node } => View(LevelOf(node) ?? text.OfNode, page.NameOfNode(node) ?? node, "/nodes/" + node),
            _ => View(text.OfHub, text.WholeHub, null),
        };

        ScopeView View(string kind, string name, string? place) => new(scope.Word(), kind, name, place);

        string? LevelOf(string code) => tree?.NodeByCode(code) is { } node
            ? NodeNames.LevelOf(node, tree, page.Words) : null;
    }

    /// <summary>The scope in an address; null = it is none.</summary>
    internal static FleetScope? Read(string? word) =>
        word is null ? null : FleetScopeWords.Read(word.Replace("%2F", "/", StringComparison.OrdinalIgnoreCase));
}
