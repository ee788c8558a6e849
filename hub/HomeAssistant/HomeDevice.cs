using CheckIn.Hub.Fleet;
using CheckIn.Hub.Fleet.Offline;
using CheckIn.Hub.Sites;

namespace CheckIn.Hub.HomeAssistant;

/// <summary>A gate as a house sees it.</summary>
/// <param name="Name">What people call it.</param>
/// <param name="Area">The name of its site; null = it has none.</param>
/// <param name="Version">Of its software; null = it has not told.</param>
internal sealed record HomeDevice(string Gate, string Name, string? Area, string? Version)
{
    /// <summary>The gates of a scope that have a place in the fleet, by id, so many of them.</summary>
    /// <returns>Those, and how many more there are.</returns>
    internal static (IReadOnlyList<HomeDevice> Devices, int Beyond) Choose(
        IReadOnlyList<GateStatus> gates, IReadOnlyDictionary<string, GatePlace> places, SiteTree tree, FleetScope scope,
        DateOnly today, int most)
    {
        var chosen = new List<HomeDevice>();
        foreach (var gate in gates)
        {
            var place = places.GetValueOrDefault(gate.Id, GatePlace.Nowhere);
            if (place.HasLeft || gate.State == PresenceState.Revoked || !tree.Covers(scope, gate.Id, place.Site, today))
                continue;
            var site = place.Site is { } code ? tree.Sites.GetValueOrDefault(code)?.Name ?? code : null;
            chosen.Add(new HomeDevice(gate.Id, place.Label ?? gate.Id, site, gate.Version));
        }
        chosen.Sort(static (a, b) => string.CompareOrdinal(a.Gate, b.Gate));
        var beyond = Math.Max(0, chosen.Count - most);
        return (beyond == 0 ? chosen : chosen[..most], beyond);
    }
}
