using CheckIn.Hub.Accounts;
using CheckIn.Hub.Settings;
using CheckIn.Hub.Sites;

namespace CheckIn.Hub.Modes;

/// <summary>
/// Which gates an order concerns: those that stand in its scope now, so that one that is moved there or enrolled later
/// follows it too. What a place answers is asked once for all gates of a site.
/// </summary>
internal sealed class ModeReach(SiteTree tree, DateTimeOffset now)
{
    private readonly DateOnly _day = HubZone.DayOf(now);
    private readonly Dictionary<(FleetScope Scope, string Site), bool> _known = [];

    /// <summary>Whether a gate of that id at that site is concerned.</summary>
    internal bool Covers(FleetScope scope, string gate, string? site)
    {
        if (scope.Gate is not null || scope is { Node: null, Dimension: null } || site is null)
            return tree.Covers(scope, gate, site, _day);
        if (!_known.TryGetValue((scope, site), out var covers))
            _known[(scope, site)] = covers = tree.Covers(scope, gate, site, _day);
        return covers;
    }

    /// <summary>Whether all that the scope reaches is his to order about, whatever is moved within it.</summary>
    /// <exception cref="ModeException">It is not; what he does not see there is not for him.</exception>
    internal static void Check(FleetScope scope, Sight sight)
    {
        var isThere = scope switch
        {
            { Gate: { } gate } => sight.SeesGate(gate),
            { Site: { } site } => sight.SeesSite(site),
            { Dimension: not null } or { Node: null } => sight.IsWhole ? true : throw ModeException.Beyond(),
            { Node: { } node } => sight.Whole.NodeByCode(node) is not null && sight.SeesNode(node),
        };
        if (!isThere)
            throw ModeException.NoSuchPlace(scope.Word());
    }
}
