using CheckIn.Contract;
using CheckIn.Hub.Fleet;
using CheckIn.Hub.Fleet.Offline;
using CheckIn.Hub.Sites;
using CheckIn.Hub.Tests.Ingest;

namespace CheckIn.Hub.Tests.Fleet.Offline;

/// <summary>Reports of a province with two communes; the hub's day begins at 17:00 UTC and it is 08:02 there.</summary>
public sealed class OfflineReportTests
{
    private const string Places = """
        INSERT INTO node(id, code, parent, level, name) VALUES
            (1, 'province-1', NULL, 'province', 'Tỉnh A'), (2, 'commune-1', 1, 'commune', 'Xã B'),
            (3, 'commune-2', 1, 'commune', 'Xã C');
        INSERT INTO site(code, name, kind, node, hours, added_at, changed_at) VALUES
            ('school', 'Trường A', 'school', 2, 'Mo-Su 08:00-18:00', 0, 0),
            ('market', 'Chợ B', 'market', 2, NULL, 0, 0),
            ('clinic', 'Trạm y tế C', 'hospital', 3, NULL, 0, 0);
        INSERT INTO gate(name, site, label, standing, standing_since) VALUES
            ('school-01', 'school', 'Cổng A1', 'active', 0), ('school-02', 'school', NULL, 'active', 0),
            ('market-01', 'market', NULL, 'active', 0), ('clinic-01', 'clinic', NULL, 'active', 0),
            ('clinic-02', 'clinic', NULL, 'active', 0);
        """;

    private static readonly string[] Gates = ["school-01", "school-02", "market-01", "clinic-01", "clinic-02"];

    [Fact]
    public async Task A_report_says_which_since_when_why_and_how_much_waits()
    {
        await using var fleet = Started();
        fleet.Born("school-01", backlog: 37);
        var heard = fleet.Now;
        fleet.Lost("school-01");
        fleet.Pass(TimeSpan.FromMinutes(9), Gates[1..]);
        var report = fleet.Desk.Now(FleetScope.All);
        var gate = Assert.Single(report.Gates);
        Assert.Equal(("school-01", "Cổng A1", "school", "Trường A"), (gate.Gate, gate.Label, gate.Site, gate.SiteName));
        Assert.Equal((heard, OfflineCause.Link, false, 37L),
            (gate.Latest.Since, gate.Latest.Cause, gate.Latest.IsSure, gate.Latest.Backlog!.Value));
        Assert.Equal(TimeSpan.FromSeconds(560), gate.Total);
        Assert.Equal((5, fleet.Now), (report.GatesInScope, report.To));
    }

    [Fact]
    public async Task What_waits_in_a_gate_is_less_when_some_of_it_arrives_and_after_the_return_it_is_what_waited_then()
    {
        await using var fleet = Started();
        fleet.Born("clinic-01", backlog: 37);
        fleet.Lost("clinic-01");
        fleet.Registry.OnStored("clinic-01", 7);
        Assert.Equal(30, fleet.Desk.Of("clinic-01")!.Backlog);
        fleet.Pass(TimeSpan.FromMinutes(10));
        fleet.Born("clinic-01", 2, backlog: 120);
        var outage = Assert.Single(fleet.Desk.OfDay(fleet.Today, new(Gate: "clinic-01")).Gates);
        Assert.Equal((120L, fleet.Now), (outage.Latest.Backlog!.Value, outage.Latest.Until!.Value));
    }

    [Fact]
    public async Task A_scope_narrows_gates_counts_and_availability()
    {
        await using var fleet = Started();
        fleet.Lost("school-01", "clinic-01");
        int Count(FleetScope scope) => fleet.Desk.Now(scope).Gates.Count;
        Assert.Equal((2, 2), (Count(FleetScope.All), Count(new(Node: "province-1"))));
        Assert.Equal(
            (1, 1, 0), (Count(new(Node: "commune-1")), Count(new(Site: "clinic")), Count(new(Site: "market"))));
        Assert.Equal((1, 0), (Count(new(Gate: "clinic-01")), Count(new(Gate: "clinic-02"))));
        Assert.Equal((3, 2), (fleet.Desk.Now(new(Node: "commune-1")).GatesInScope,
            fleet.Desk.OfDay(fleet.Today, new(Node: "commune-2")).GatesInScope));
    }

    [Fact]
    public async Task Hours_in_which_a_site_is_closed_are_neither_expected_nor_lost()
    {
        await using var fleet = Started(); // 08:02 there
        fleet.Lost("school-01", "market-01");
        fleet.Pass(TimeSpan.FromHours(12), "school-02", "clinic-01", "clinic-02"); // 20:02
        var report = fleet.Desk.OfDay(fleet.Today, FleetScope.All);
        var school = report.Gates.Single(gate => gate.Gate == "school-01");
        var market = report.Gates.Single(gate => gate.Gate == "market-01");
        Assert.Equal(12, (int)school.Total.TotalHours);
        Assert.Equal((9, 58), (school.Lost.Hours, school.Lost.Minutes));
        Assert.Equal(school.Lost, school.Expected); // It was heard for the first time when it was lost.
        Assert.Equal(market.Total, market.Lost);
        Assert.InRange(report.Availability.Share!.Value, 0.55, 0.65);
        Assert.Equal(
            (report.Gates.Sum(gate => gate.Lost.Ticks), report.Availability.Lost.Ticks),
            (report.Availability.Lost.Ticks, fleet.Desk.AvailabilityByNode(fleet.Today)["province-1"].Lost.Ticks));
        Assert.Equal(0.5, fleet.Desk.AvailabilityBySite(fleet.Today)["school"].Share!.Value, 2);
        Assert.Equal(1, fleet.Desk.AvailabilityOf(fleet.Today, new(Site: "clinic")).Share);
    }

    [Fact]
    public async Task Announced_work_is_neither_expected_nor_lost()
    {
        await using var fleet = Started($"""
            INSERT INTO maintenance(subject_kind, subject, from_at, until_at, why, made_by, made_at)
            VALUES('site', 'clinic', 0, {SteppedTime.Start.AddYears(1).ToUnixTimeMilliseconds()}, 'cable', 'local', 0);
            """);
        fleet.Lost("clinic-01");
        fleet.Pass(TimeSpan.FromHours(1));
        var gate = fleet.Desk.Now(new(Gate: "clinic-01")).Gates.Single();
        Assert.True(gate.Total > TimeSpan.FromHours(1));
        Assert.Equal((TimeSpan.Zero, TimeSpan.Zero), (gate.Expected, gate.Lost));
        Assert.Null(fleet.Desk.AvailabilityOf(fleet.Today, new(Site: "clinic")).Share);
    }

    [Fact]
    public async Task Time_in_which_the_hub_was_not_there_is_told_and_counts_for_nobody()
    {
        await using var fleet = Started();
        fleet.Pass(TimeSpan.FromHours(1), Gates);
        await fleet.WriteAsync();
        var gone = fleet.Now;
        await fleet.RestartAsync(TimeSpan.FromHours(2));
        var back = fleet.Now;
        foreach (var gate in Gates[1..])
            fleet.Born(gate, 2);
        fleet.Pass(TimeSpan.FromHours(1), Gates[1..]);
        var report = fleet.Desk.OfDay(fleet.Today, FleetScope.All);
        Assert.Equal([(gone, back)], report.Unwatched);
        var lost = report.Gates.Single(gate => gate.Gate == "school-01");
        Assert.Equal((gone, TimeSpan.FromHours(3)), (lost.Latest.Since, lost.Total));
        Assert.Equal(TimeSpan.FromHours(1), lost.Lost);
        Assert.Equal(TimeSpan.FromHours(2), lost.Expected);
    }

    [Fact]
    public async Task Of_a_hub_that_was_killed_the_end_is_known_to_within_seconds()
    {
        await using var fleet = Started();
        await fleet.WriteAsync();
        fleet.Pass(TimeSpan.FromMinutes(30), Gates);
        await fleet.WriteAsync();
        var written = fleet.Now;
        fleet.Pass(TimeSpan.FromSeconds(7));
        await fleet.RestartAsync(TimeSpan.FromHours(1), isKilled: true);
        Assert.Equal([(written, fleet.Now)], fleet.Desk.OfDay(fleet.Today, FleetScope.All).Unwatched);
    }

    [Fact]
    public async Task While_the_link_to_another_server_is_down_the_hub_watches_nothing()
    {
        await using var fleet = Started();
        var gone = fleet.Now;
        fleet.Reach.Close();
        fleet.Pass(TimeSpan.FromMinutes(10));
        var back = fleet.Now;
        fleet.Reach.Open();
        fleet.Pass(TimeSpan.FromMinutes(10));
        Assert.Equal([(gone, back)], fleet.Desk.OfDay(fleet.Today, FleetScope.All).Unwatched);
    }

    [Fact]
    public async Task A_past_day_has_the_outages_that_touch_it_and_their_time_within_it()
    {
        await using var fleet = Started();
        fleet.Lost("market-01");
        fleet.Pass(TimeSpan.FromHours(30), "clinic-01", "clinic-02");
        fleet.Born("market-01", 2);
        await fleet.WriteAsync();
        fleet.Pass(TimeSpan.FromHours(24), "market-01", "clinic-01", "clinic-02");
        var first = fleet.Today.AddDays(-2);
        TimeSpan On(DateOnly day) => fleet.Desk.OfDay(day, new(Gate: "market-01")).Gates.Sum(gate => gate.Total);
        Assert.Equal(
            (TimeSpan.Zero, TimeSpan.FromHours(30) + TimeSpan.FromSeconds(20), TimeSpan.Zero),
            (On(first.AddDays(-1)), On(first) + On(first.AddDays(1)), On(first.AddDays(2))));
        Assert.Equal(14, On(first.AddDays(1)).Hours);
        var gate = fleet.Desk.OfDay(first.AddDays(1), FleetScope.All).Gates.Single(gate => gate.Gate == "market-01");
        Assert.Equal((OfflineCause.Link, 1), (gate.Latest.Cause, gate.Outages.Count));
    }

    [Fact]
    public async Task A_whole_site_at_once_is_one_common_outage_and_with_it_a_gate_that_was_gone_before()
    {
        await using var fleet = Started();
        fleet.Lost("clinic-01");
        fleet.Pass(TimeSpan.FromMinutes(5), Gates);
        Assert.Empty(fleet.Desk.Now(FleetScope.All).Common);
        fleet.Lost("school-01");
        fleet.Pass(TimeSpan.FromSeconds(30));
        fleet.Lost("school-02");
        var common = Assert.Single(fleet.Desk.Now(FleetScope.All).Common);
        Assert.Equal(
            ("site", "school", 2, OfflineCause.Link), (common.SubjectKind, common.Subject, common.Gates, common.Cause));
        Assert.Equal(fleet.Desk.Of("school-01")!.Since, common.Since);
    }

    [Fact]
    public async Task One_that_says_the_mains_failed_speaks_for_its_site()
    {
        await using var fleet = Started();
        fleet.Health("clinic-02", TimeSpan.FromHours(3), alarm: AlarmWords.MainsLost);
        fleet.Lost("clinic-01", "clinic-02");
        Assert.Equal(OfflineCause.Power, Assert.Single(fleet.Desk.Now(FleetScope.All).Common).Cause);
    }

    [Fact]
    public async Task A_whole_node_at_once_is_told_in_place_of_its_sites()
    {
        await using var fleet = Started();
        fleet.Lost("school-01", "school-02", "market-01");
        var common = Assert.Single(fleet.Desk.OfDay(fleet.Today, FleetScope.All).Common);
        Assert.Equal(("node", "commune-1", 3), (common.SubjectKind, common.Subject, common.Gates));
    }

    [Fact]
    public async Task A_revoked_gate_is_told_on_its_day_and_not_missed_after()
    {
        await using var fleet = Started();
        fleet.Registry.OnLeft("market-01");
        fleet.Pass(TimeSpan.FromHours(1), "clinic-01");
        var gate = fleet.Desk.Now(FleetScope.All).Gates.Single(gate => gate.Gate == "market-01");
        Assert.Equal((OfflineCause.Revoked, TimeSpan.Zero), (gate.Latest.Cause, gate.Lost));
        fleet.Pass(TimeSpan.FromHours(24), "clinic-01");
        Assert.DoesNotContain(fleet.Desk.Now(FleetScope.All).Gates, gate => gate.Gate == "market-01");
        Assert.DoesNotContain(fleet.Desk.OfDay(fleet.Today, FleetScope.All).Gates, gate => gate.Gate == "market-01");
        Assert.Equal(4, fleet.Desk.OfDay(fleet.Today, FleetScope.All).GatesInScope);
    }

    [Fact]
    public async Task A_gate_that_was_never_heard_has_a_place_and_nothing_to_account_for()
    {
        await using var fleet = WatchedFleet.Start(Places);
        var report = fleet.Desk.Now(FleetScope.All);
        Assert.Equal((5, 0, null), (report.GatesInScope, report.Gates.Count, report.Availability.Share));
    }

    [Fact]
    public async Task Those_offline_come_first_longest_before_all()
    {
        await using var fleet = Started();
        fleet.Lost("market-01");
        fleet.Born("market-01", 2);
        foreach (var gate in new[] { "clinic-02", "school-02", "clinic-01" })
            fleet.Lost(gate);
        Assert.Equal(["clinic-02", "school-02", "clinic-01", "market-01"],
            fleet.Desk.OfDay(fleet.Today, FleetScope.All).Gates.Select(gate => gate.Gate));
    }

    private static WatchedFleet Started(string more = "")
    {
        var fleet = WatchedFleet.Start(Places + more);
        foreach (var gate in Gates)
            fleet.Born(gate);
        return fleet;
    }
}

internal static class SpanSums
{
    internal static TimeSpan Sum<T>(this IEnumerable<T> items, Func<T, TimeSpan> of) =>
        items.Aggregate(TimeSpan.Zero, (sum, item) => sum + of(item));
}
