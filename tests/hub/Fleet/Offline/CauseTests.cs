using CheckIn.Contract;
using CheckIn.Hub.Fleet;
using CheckIn.Hub.Fleet.Offline;
using CheckIn.Hub.Sites;

namespace CheckIn.Hub.Tests.Fleet.Offline;

/// <summary>Each cause, as gates and the hub's own life bring it about.</summary>
public sealed class CauseTests
{
    private const string Gate = "gate-a";
    private static readonly TimeSpan Away = TimeSpan.FromMinutes(10);
    private static readonly TimeSpan LongRun = TimeSpan.FromDays(3);

    [Fact]
    public async Task Link_is_probable_after_a_will_and_sure_when_the_program_ran_all_the_time()
    {
        await using var fleet = Lost();
        Assert.Equal((OfflineCause.Link, false), Cause(fleet.Desk.Of(Gate)));
        Return(fleet, WatchedFleet.Boot, LongRun);
        Assert.Equal((OfflineCause.Link, true), LastOf(fleet));
    }

    [Fact]
    public async Task Power_is_sure_when_the_machine_comes_back_in_another_boot()
    {
        await using var fleet = Lost();
        fleet.Pass(Away);
        fleet.Born(Gate, 2, "boot-2");
        Assert.Equal((OfflineCause.Power, true), LastOf(fleet));
    }

    [Fact]
    public async Task Power_is_probable_when_the_mains_had_failed_before()
    {
        await using var fleet = WatchedFleet.Start();
        fleet.Born(Gate);
        fleet.Health(Gate, LongRun, alarm: AlarmWords.MainsLost);
        fleet.Lost(Gate);
        Assert.Equal((OfflineCause.Power, false), Cause(fleet.Desk.Of(Gate)));
        Return(fleet, "boot-2", TimeSpan.FromSeconds(40));
        Assert.Equal((OfflineCause.Power, true), LastOf(fleet));
    }

    [Fact]
    public async Task Power_is_probable_when_the_supply_was_too_weak_before()
    {
        await using var fleet = WatchedFleet.Start();
        fleet.Born(Gate);
        fleet.Health(Gate, LongRun, isUnderVoltage: true);
        fleet.Lost(Gate);
        Assert.Equal((OfflineCause.Power, false), Cause(fleet.Desk.Of(Gate)));
    }

    [Fact]
    public async Task Program_is_sure_when_it_is_younger_than_the_outage_in_the_same_boot()
    {
        await using var fleet = Lost();
        Return(fleet, WatchedFleet.Boot, TimeSpan.FromSeconds(100));
        Assert.Equal((OfflineCause.Program, true), LastOf(fleet));
    }

    [Fact]
    public async Task A_program_that_was_started_once_more_after_the_return_proves_nothing()
    {
        await using var fleet = Lost();
        fleet.Pass(Away);
        fleet.Born(Gate, 2);
        fleet.Pass(TimeSpan.FromSeconds(50));
        fleet.Health(Gate, TimeSpan.FromSeconds(5), session: 2);
        Assert.Equal((OfflineCause.Link, false), LastOf(fleet));
    }

    [Fact]
    public async Task Hub_is_probable_when_most_of_the_fleet_goes_within_half_a_minute_and_sure_for_who_ran_on()
    {
        await using var fleet = WatchedFleet.Start();
        string[] all = ["a", "b", "c", "d", "e", "f", "g", "h", "i", "j"];
        foreach (var gate in all)
            fleet.Born(gate);
        fleet.Will("a");
        fleet.Pass(TimeSpan.FromSeconds(14));
        fleet.Lost([.. all[1..6]]);
        Assert.Equal(6, fleet.Desk.Now(FleetScope.All).Gates.Count);
        Assert.All(all[..6], gate => Assert.Equal((OfflineCause.Hub, false), Cause(fleet.Desk.Of(gate))));
        Assert.Equal([("hub", "", OfflineCause.Hub, 6)],
            fleet.Desk.Now(FleetScope.All).Common.Select(c => (c.SubjectKind, c.Subject, c.Cause, c.Gates)));
        Return(fleet, WatchedFleet.Boot, LongRun, "a");
        fleet.Born("b", 2, "boot-2");
        Assert.Equal((OfflineCause.Hub, true), LastOf(fleet, "a"));
        Assert.Equal((OfflineCause.Power, true), LastOf(fleet, "b"));
    }

    [Fact]
    public async Task Fewer_than_half_or_fewer_than_five_are_not_most_of_the_fleet()
    {
        await using var fleet = WatchedFleet.Start();
        string[] all = ["a", "b", "c", "d", "e", "f", "g", "h", "i", "j", "k"];
        foreach (var gate in all)
            fleet.Born(gate);
        fleet.Lost([.. all[..5]]);
        Assert.All(all[..5], gate => Assert.Equal((OfflineCause.Link, false), Cause(fleet.Desk.Of(gate))));
        await using var small = WatchedFleet.Start();
        foreach (var gate in all[..4])
            small.Born(gate);
        small.Lost([.. all[..4]]);
        Assert.All(all[..4], gate => Assert.Equal((OfflineCause.Link, false), Cause(small.Desk.Of(gate))));
    }

    [Fact]
    public async Task Losses_further_apart_than_half_a_minute_are_not_one()
    {
        await using var fleet = WatchedFleet.Start();
        string[] all = ["a", "b", "c", "d", "e", "f"];
        foreach (var gate in all)
            fleet.Born(gate);
        foreach (var gate in all)
            fleet.Lost(gate);
        Assert.All(all, gate => Assert.Equal((OfflineCause.Link, false), Cause(fleet.Desk.Of(gate))));
    }

    [Fact]
    public async Task Hub_is_sure_for_a_gate_that_ran_on_and_came_soon_after_the_hubs_own_absence()
    {
        await using var fleet = WatchedFleet.Start();
        fleet.Born(Gate);
        fleet.Born("gate-b");
        fleet.Pass(TimeSpan.FromMinutes(1));
        await fleet.RestartAsync(TimeSpan.FromHours(1));
        fleet.Pass(TimeSpan.FromMinutes(2));
        var (a, b) = (fleet.Desk.Of(Gate)!, fleet.Desk.Of("gate-b")!);
        Assert.Equal((OfflineCause.Unknown, false), Cause(a));
        Assert.Equal(fleet.Now - TimeSpan.FromMinutes(62), a.Since);
        fleet.Born(Gate, 2);
        fleet.Health(Gate, LongRun, session: 2);
        Assert.Equal((OfflineCause.Hub, true), LastOf(fleet));
        fleet.Pass(TimeSpan.FromMinutes(30));
        fleet.Born("gate-b", 2);
        fleet.Health("gate-b", LongRun, session: 2);
        Assert.Equal((OfflineCause.Link, true), LastOf(fleet, "gate-b"));
        Assert.Equal(b.Since, fleet.Desk.Timeline("gate-b", fleet.Now.AddDays(-1), fleet.Now)[^1].Since);
    }

    [Fact]
    public async Task Revoked_is_sure_at_once_and_ends_with_the_next_enrolment()
    {
        await using var fleet = Lost();
        fleet.Registry.OnLeft(Gate);
        Assert.Equal((OfflineCause.Revoked, true), Cause(fleet.Desk.Of(Gate)));
        Assert.Equal(PresenceState.Revoked, fleet.Desk.Of(Gate)!.State);
        fleet.Registry.OnEnrolled(Gate);
        Assert.Null(fleet.Desk.Of(Gate));
    }

    [Fact]
    public async Task Certificate_expired_is_probable_when_all_had_ended_and_sure_when_it_comes_with_another()
    {
        await using var fleet = WatchedFleet.Start();
        fleet.Born(Gate);
        fleet.Born("gate-b");
        await fleet.CertifyAsync(Gate, fleet.Now.AddMinutes(5));
        await fleet.CertifyAsync("gate-b", fleet.Now.AddMinutes(5));
        await fleet.CertifyAsync("gate-b", fleet.Now.AddDays(90));
        fleet.Pass(TimeSpan.FromMinutes(6), Gate, "gate-b");
        fleet.Lost(Gate, "gate-b");
        Assert.Equal((OfflineCause.CertificateExpired, false), Cause(fleet.Desk.Of(Gate)));
        Assert.Equal((OfflineCause.Link, false), Cause(fleet.Desk.Of("gate-b")));
        fleet.Pass(Away);
        fleet.Born(Gate, 2, "boot-2");
        Assert.Equal((OfflineCause.CertificateExpired, true), LastOf(fleet));
    }

    [Fact]
    public async Task Unknown_is_why_a_gate_says_nothing_any_more_while_its_connection_stands()
    {
        await using var fleet = WatchedFleet.Start();
        fleet.Born(Gate);
        fleet.Pass(TimeSpan.FromMinutes(4));
        Assert.Equal((OfflineCause.Unknown, false), Cause(fleet.Desk.Of(Gate)));
        Assert.Equal(fleet.Now - TimeSpan.FromMinutes(4), fleet.Desk.Of(Gate)!.Since);
    }

    [Fact]
    public async Task What_a_return_proves_is_known_over_the_hubs_restart()
    {
        await using var fleet = Lost();
        await fleet.RestartAsync(TimeSpan.FromMinutes(5));
        Assert.Equal((OfflineCause.Link, false), Cause(fleet.Desk.Of(Gate)));
        Return(fleet, "boot-2", TimeSpan.FromSeconds(30));
        Assert.Equal((OfflineCause.Power, true), LastOf(fleet));
        await fleet.WriteAsync();
        await fleet.RestartAsync(TimeSpan.FromSeconds(5));
        Assert.Equal((OfflineCause.Power, true), LastOf(fleet));
    }

    private static WatchedFleet Lost()
    {
        var fleet = WatchedFleet.Start();
        fleet.Born(Gate);
        fleet.Pass(TimeSpan.FromMinutes(5), Gate);
        fleet.Lost(Gate);
        return fleet;
    }

    private static void Return(WatchedFleet fleet, string boot, TimeSpan uptime, string gate = Gate)
    {
        fleet.Pass(Away);
        fleet.Born(gate, 2, boot);
        fleet.Pass(TimeSpan.FromSeconds(20));
        fleet.Health(gate, uptime, session: 2);
    }

    private static (OfflineCause, bool) Cause(Outage? outage) => (outage!.Cause, outage.IsSure);

    /// <summary>The cause of the outage that ended last.</summary>
    private static (OfflineCause, bool) LastOf(WatchedFleet fleet, string gate = Gate)
    {
        var spell = fleet.Desk.Timeline(gate, fleet.Now.AddDays(-1), fleet.Now.AddDays(1))
            .Last(spell => OfflineCauses.IsOut(spell.State));
        Assert.NotNull(spell.Until);
        return (spell.Cause!.Value, spell.IsSure);
    }
}
