using CheckIn.Hub.Fleet.Offline;
using CheckIn.Hub.Settings;
using CheckIn.Hub.Sites;

namespace CheckIn.Hub.Accounts;

/// <summary>
/// What a caller sees of the fleet with one capability, at one moment: everything, or the nodes of his grants with all
/// below them. What is outside does not exist for him. A gate without a site, and a site without a node, belong to the
/// whole hub only.
/// </summary>
internal sealed class Sight
{
    private readonly IReadOnlyList<FleetScope>? _scopes;
    private readonly SiteTree _tree;
    private readonly GatePlaces _places;
    private readonly DateOnly _day;

    internal Sight(IReadOnlyList<FleetScope>? scopes, SiteTree tree, GatePlaces places, DateOnly day) =>
        (_scopes, _tree, _places, _day) = (scopes, tree, places, day);

    /// <summary>The whole hub.</summary>
    internal bool IsWhole => _scopes is null;

    /// <summary>Whether the site is in it; null = a gate that stands nowhere.</summary>
    internal bool SeesSite(string? site) => _scopes is null
        || (site is not null && _scopes.Any(scope => _tree.Covers(scope, "", site, _day)));

    /// <summary>Whether the gate is in it, by where it stands.</summary>
    internal bool SeesGate(string gate) => _scopes is null || SeesSite(_places.Of(gate).Site);

    /// <summary>Whether the node is one of his, or below one.</summary>
    internal bool SeesNode(string code) => _scopes is null || (_tree.NodeByCode(code) is { } node
        && _tree.On(_day).Path(node).Any(above => _scopes.Any(scope => scope.Node == above.Code)));
}

/// <summary>Says what who sees.</summary>
internal sealed class SightBook(SiteRegister sites, GatePlaces places, TimeProvider time)
{
    /// <summary>What the caller sees with that capability, now.</summary>
    internal Sight Of(Caller caller, Capability capability) => new(
        caller.MayEverywhere(capability)
            ? null : [.. caller.NodesOf(capability).Select(static node => new FleetScope(Node: node))],
        sites.Tree, places, HubZone.DayOf(time.GetUtcNow()));
}
