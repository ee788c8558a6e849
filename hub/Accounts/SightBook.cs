using System.Collections.Concurrent;
using CheckIn.Hub.Fleet.Offline;
using CheckIn.Hub.Settings;
using CheckIn.Hub.Sites;

namespace CheckIn.Hub.Accounts;

/// <summary>What somebody sees of these places; for whoever changes them while they stay as they are.</summary>
internal delegate Sight SightOn(SiteTree tree);

/// <summary>
/// Says what who sees. Worked out once for all who see the same nodes, and again when a place, a gate's place or the
/// day has changed.
/// </summary>
internal sealed class SightBook(SiteRegister sites, GatePlaces places, TimeProvider time)
{
    private const int MostKept = 500;
    private readonly ConcurrentDictionary<string, Sight> _kept = new(StringComparer.Ordinal);

    /// <summary>What the caller sees with that capability, now.</summary>
    internal Sight Of(Caller caller, Capability capability) => On(sites.Tree, caller, capability);

    /// <summary>What whoever asks sees with that capability, now.</summary>
    internal Sight Of(HttpContext http, Capability capability) => Of(Caller.Of(http), capability);

    /// <summary>For an act that is judged when it is its turn.</summary>
    internal SightOn Later(HttpContext http, Capability capability)
    {
        var caller = Caller.Of(http);
        return tree => On(tree, caller, capability);
    }

    private Sight On(SiteTree tree, Caller caller, Capability capability)
    {
        var nodes = caller.MayEverywhere(capability)
            ? [] : caller.NodesOf(capability).Order(StringComparer.Ordinal).ToArray();
        var isWhole = nodes.Length == 0 && caller.MayEverywhere(capability);
        var name = isWhole ? "" : nodes.Length == 0 ? " " : string.Join('\n', nodes);
        var (standing, day) = (places.Recent(), HubZone.DayOf(time.GetUtcNow()));
        if (_kept.TryGetValue(name, out var kept) && kept.IsOf(tree, standing, day))
            return kept;
        if (_kept.Count >= MostKept)
            _kept.Clear();
        return _kept[name] = new Sight(
            name, tree, standing, day, isWhole ? null : FleetPart.Of(tree, nodes, standing, day));
    }
}
