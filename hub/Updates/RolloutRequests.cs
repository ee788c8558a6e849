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
            PlanOf(asked));
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

    private static RolloutPlan PlanOf(RolloutRequest asked)
    {
        var usual = RolloutPlan.Usual;
        var plan = new RolloutPlan(
            asked.Stages is null ? usual.Stages : RolloutStage.Parse(asked.Stages) ?? throw RolloutException.Wrong(
                $"'{asked.Stages}' is no list of stages such as 1,5%,25%,100%: gates or per cent, {RolloutStage.Most} at most. "
                    + "Nothing was begun.",
                $"'{asked.Stages}' không phải danh sách giai đoạn như 1,5%,25%,100%: số cổng hoặc phần trăm, tối đa "
                    + $"{RolloutStage.Most}. Chưa bắt đầu gì cả."),
            Span(asked.StandS, usual.Stand), Span(asked.PatienceS, usual.Patience), asked.StopAt ?? usual.StopAt,
            asked.AtLeast ?? usual.AtLeast, asked.AtOnce ?? usual.AtOnce, asked.TrialS ?? usual.TrialS);
        var isRight = plan.Stand >= TimeSpan.Zero && plan.Stand <= TimeSpan.FromDays(30)
            && plan.Patience >= TimeSpan.FromSeconds(1) && plan.Patience <= TimeSpan.FromDays(30)
            && plan.StopAt is > 0 and <= 100 && plan.AtLeast is >= 1 and <= 100_000 && plan.AtOnce is >= 1 and <= 10_000
            && plan.TrialS is 0 or (>= 10 and <= 3600);
        return isRight ? plan : throw RolloutException.Wrong(
            "A figure is out of its range: stand up to 30 days, patience 1 s to 30 days, stop at above 0 to 100 per cent, at "
                + "least 1 to 100,000, at once 1 to 10,000, trial 10 to 3,600 s. Nothing was begun.",
            "Có số nằm ngoài giới hạn: thời gian chờ tối đa 30 ngày, thời gian im lặng 1 giây đến 30 ngày, dừng khi trên 0 đến "
                + "100 phần trăm, ít nhất 1 đến 100.000, cùng lúc 1 đến 10.000, chạy thử 10 đến 3.600 giây. Chưa bắt đầu gì cả.");
    }

    private static TimeSpan Span(long? seconds, TimeSpan usual) =>
        seconds is { } some ? TimeSpan.FromSeconds(Math.Clamp(some, -1, int.MaxValue)) : usual;
}
