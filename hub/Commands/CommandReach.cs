using CheckIn.Contract;
using CheckIn.Hub.Accounts;
using CheckIn.Hub.Fleet;
using CheckIn.Hub.Fleet.Offline;
using CheckIn.Hub.Settings;
using CheckIn.Hub.Sites;

namespace CheckIn.Hub.Commands;

/// <summary>A gate that may be commanded.</summary>
internal readonly record struct ReachedGate(string Id, bool IsPresent);

/// <summary>Which gates somebody may command, and which of them are there to hear it.</summary>
internal sealed class CommandReach(FleetRegistry fleet, SiteRegister sites, GatePlaces places, TimeProvider time)
{
    /// <exception cref="CommandException">There is none that he sees, or it is not connected.</exception>
    internal void Check(string gate, Sight sight)
    {
        if (!sight.SeesGate(gate) || fleet.Of(gate) is not { } status)
            throw CommandException.NoSuchGate(gate);
        if (!IsPresent(status))
            throw CommandException.NotThere(gate);
    }

    /// <summary>Gates of the scope that he sees; those that have left are none.</summary>
    /// <exception cref="CommandException">There is no such place for him.</exception>
    internal IReadOnlyList<ReachedGate> Of(FleetScope scope, Sight sight)
    {
        CheckPlace(scope, sight);
        var (tree, day, standing) = (sites.Tree, HubZone.DayOf(time.GetUtcNow()), places.Now());
        return [.. fleet.Gates().Where(gate => gate.State != PresenceState.Revoked && sight.SeesGate(gate.Id)
                && tree.Covers(scope, gate.Id, standing.GetValueOrDefault(gate.Id)?.Site, day))
            .Select(static gate => new ReachedGate(gate.Id, IsPresent(gate)))];
    }

    private void CheckPlace(FleetScope scope, Sight sight)
    {
        // More than one at once has no word to be kept by.
        if (FleetScopeWords.Read(scope.Word()) != scope)
            throw CommandException.NoSuchPlace(scope.Word());
        if (scope.Node is { } node && (sites.Tree.NodeByCode(node) is null || !sight.SeesNode(node)))
            throw CommandException.NoSuchPlace(node);
        // Gates may stand at a site that no census knows.
        if (scope.Site is { } site && (!GateId.IsValid(site) || !sight.SeesSite(site)))
            throw CommandException.NoSuchPlace(site);
        if (scope.Gate is { } gate && (!sight.SeesGate(gate) || fleet.Of(gate) is null))
            throw CommandException.NoSuchGate(gate);
    }

    private static bool IsPresent(GateStatus gate) =>
        gate.State is PresenceState.Init or PresenceState.Ready or PresenceState.Degraded;
}
