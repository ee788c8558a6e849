using CheckIn.Contract;
using CheckIn.Hub.Accounts;
using CheckIn.Hub.Enrolment;
using CheckIn.Hub.Settings;
using CheckIn.Hub.Sites;
using CheckIn.Storage;

namespace CheckIn.Hub.Rollouts;

/// <summary>
/// Which gates a rollout is about: those in service at its start that whoever begins it looks after; of what every gate can
/// have also those that the hub has only heard of.
/// </summary>
internal sealed class RolloutGates(SiteRegister sites, TimeProvider time)
{
    /// <exception cref="RolloutException">The place is none of his, or nobody is left there.</exception>
    internal IReadOnlyList<RolloutGate> Of(
        Database db, RolloutScope scope, Sight sight, IReadOnlySet<string> having, bool takesUnenrolled = false)
    {
        CheckPlace(scope, sight);
        var all = ServingIn(db, takesUnenrolled);
        var (tree, day) = (sites.Tree, HubZone.DayOf(time.GetUtcNow()));
        var fleet = new FleetScope(scope.Node, scope.Site, null, scope.Group?.Dimension, scope.Group?.Value);
        var within = all.Where(gate => sight.SeesSite(gate.Site) && tree.Covers(fleet, gate.Id, gate.Site, day));
        if (scope.Gates is { } named)
        {
            var known = within.ToDictionary(static gate => gate.Id, StringComparer.Ordinal);
            if (named.FirstOrDefault(id => !known.ContainsKey(id)) is { } unknown)
                throw RolloutException.NoSuchPlace(unknown);
            within = named.Distinct(StringComparer.Ordinal).Select(id => known[id]);
        }
        var neighbours = all.Where(static gate => gate.Site is not null).CountBy(static gate => gate.Site!)
            .ToDictionary(StringComparer.Ordinal);
        var chosen = within.Where(gate => !having.Contains(gate.Id)).Select(gate => new RolloutGate(
            gate.Id, gate.Site, gate.Site is { } site ? neighbours[site] : 1)).ToList();
        return chosen.Count > 0 ? chosen : throw RolloutException.NoGates();
    }

    private static List<Serving> ServingIn(Database db, bool takesUnenrolled)
    {
        using var rows = db.Prepare($"""
            SELECT name, site FROM gate WHERE standing = '{Standings.Active}' OR (?1 AND standing IS NULL)
            """);
        rows.Bind(1, takesUnenrolled ? 1 : 0);
        var gates = new List<Serving>();
        while (rows.Step())
            gates.Add(new(rows.Text(0)!, rows.Text(1)));
        return gates;
    }

    private void CheckPlace(RolloutScope scope, Sight sight)
    {
        if (scope.Node is { } node && (sites.Tree.NodeByCode(node) is null || !sight.SeesNode(node)))
            throw RolloutException.NoSuchPlace(node);
        // Gates may stand at a site that no census knows.
        if (scope.Site is { } site && (!GateId.IsValid(site) || !sight.SeesSite(site)))
            throw RolloutException.NoSuchPlace(site);
    }

    private readonly record struct Serving(string Id, string? Site);
}
