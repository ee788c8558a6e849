using CheckIn.Hub.Accounts;
using CheckIn.Hub.Audit;
using CheckIn.Hub.Events;
using CheckIn.Hub.Fleet;
using CheckIn.Hub.Rollouts;

namespace CheckIn.Hub.Updates;

/// <summary>Rollouts of packages, for page and API: what is asked for, checked, and what there is, told.</summary>
internal sealed class RolloutRequests(
    RolloutDesk desk, RolloutViews views, PackageStore packages, FleetRegistry fleet, SightBook sights)
{
    private const int MostGates = 1000;

    /// <summary>Begins a rollout of what the caller looks after.</summary>
    internal async Task<RolloutStarted> StartAsync(RolloutRequest asked, Caller caller)
    {
        var package = packages.Find(asked.Release ?? 0) ?? throw UpdateRefusal.Unknown(asked.Release ?? 0);
        var scopes = new object?[] { asked.Node, asked.Site, asked.Gates }.Count(static scope => scope is not null);
        if (scopes > 1 || asked.Gates is { Count: 0 or > MostGates } || asked.Gates?.Contains(null!) == true)
        {
            throw RolloutException.Wrong(
                $"A rollout goes to a node, a site, 1 to {MostGates} named gates, or all; one of these. Nothing was begun.",
                $"Đợt triển khai dành cho một đơn vị, một địa điểm, 1 đến {MostGates} cổng nêu tên, hoặc tất cả; chọn một. "
                    + "Chưa bắt đầu gì cả.");
        }
        var sight = sights.Of(caller, Capability.ManageUpdates);
        var order = new RolloutOrder(
            GateUpdates.Word, package.Release, package.Version, new RolloutScope(asked.Node, asked.Site, asked.Gates),
            RolloutPlanReader.Read(
                RolloutPlan.Usual, asked.Stages, asked.StandS, asked.PatienceS, asked.StopAt, asked.AtLeast, asked.AtOnce,
                asked.TrialS));
        var id = await desk.StartAsync(order, caller.Actor, sight);
        return new RolloutStarted(id, views.Find(id, sight)!.Counts.Total);
    }

    internal Task StopAsync(long id, Caller caller) =>
        desk.StopAsync(Checked(id), caller.Actor, sights.Of(caller, Capability.ManageUpdates));

    internal Task ResumeAsync(long id, Caller caller) =>
        desk.ResumeAsync(Checked(id), caller.Actor, sights.Of(caller, Capability.ManageUpdates));

    internal IReadOnlyList<RolloutPicture> All(Caller caller) =>
        views.All(GateUpdates.Word, sights.Of(caller, Capability.SeeUpdates));

    /// <exception cref="RolloutException">There is none that he sees.</exception>
    internal RolloutPicture Find(long id, Caller caller) =>
        views.Find(id, sights.Of(caller, Capability.SeeUpdates)) is { Head.Kind: GateUpdates.Word } picture
            ? picture : throw RolloutException.Unknown(id);

    internal IReadOnlyList<RolloutGateRow> Gates(RolloutPicture picture, Caller caller, string? step, string? after, int limit) =>
        views.Gates(picture.Head, sights.Of(caller, Capability.SeeUpdates), step, after, limit);

    /// <summary>Who runs what, the commonest first.</summary>
    internal IReadOnlyList<VersionRow> Versions(Caller caller)
    {
        var sight = sights.Of(caller, Capability.SeeUpdates);
        return [.. fleet.Gates().Where(gate => gate.State != PresenceState.Revoked && sight.SeesGate(gate.Id))
            .GroupBy(static gate => gate.Version, static (version, gates) => new VersionRow(version, gates.Count()))
            .OrderByDescending(static row => row.Gates).ThenBy(static row => row.Version, StringComparer.Ordinal)];
    }

    private long Checked(long id) => desk.KindOf(id) == GateUpdates.Word ? id : throw RolloutException.Unknown(id);
}
