using CheckIn.Contract;
using CheckIn.Hub.Broker;
using CheckIn.Hub.Enrolment;
using CheckIn.Hub.Events;
using CheckIn.Hub.Fleet;
using CheckIn.Hub.Tests.Ingest;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;

namespace CheckIn.Hub.Tests.Fleet;

/// <summary>What the registry makes of presence: when it waits, what it keeps, whom it tells.</summary>
public sealed class FleetPresenceTests
{
    private const string Gate = "gate-a";

    [Fact]
    public async Task A_loss_is_dated_to_the_wills_coming_or_the_last_word_and_not_to_its_being_noticed()
    {
        await using var hub = TestHub.Start();
        var changes = Changes(hub.Fleet);
        await hub.SayAsync("will", State(GateState.Ready, 1));
        await hub.SayAsync("silent", State(GateState.Ready, 1));
        hub.Time.Pass(TimeSpan.FromSeconds(60));
        await hub.SayAsync("silent", Health(1));
        await hub.SayAsync("will", State(GateState.Lost, 1));
        hub.Time.Jump(TimeSpan.FromDays(-400));
        hub.Time.Pass(TimeSpan.FromSeconds(200));
        hub.Fleet.TickAll();
        var asShown = hub.Time.GetUtcNow().AddSeconds(-200);
        Assert.Equal((asShown, asShown), (hub.Row("will").Since, hub.Row("silent").Since));
        Assert.Equal(
            [("will", PresenceEvidence.Will), ("silent", PresenceEvidence.Silence)],
            changes.Where(change => change.After.State == PresenceState.Lost).Select(change => (change.Gate, change.Evidence)));
    }

    [Fact]
    public async Task A_gate_that_speaks_more_rarely_may_be_silent_for_three_times_as_long_even_after_a_restart()
    {
        await using var first = TestHub.Start();
        await first.SayAsync(Gate, State(GateState.Ready, 1));
        await first.SayAsync(Gate, Health(1) with { EveryS = 600 });
        first.Time.Pass(TimeSpan.FromMinutes(29));
        first.Fleet.TickAll();
        Assert.Equal("ready", first.Row(Gate).State);
        await using var hub = await first.RestartAsync();
        await hub.SayAsync(Gate, State(GateState.Ready, 2));
        hub.Time.Pass(TimeSpan.FromMinutes(29));
        hub.Fleet.TickAll();
        Assert.Equal("ready", hub.Row(Gate).State);
        hub.Time.Pass(TimeSpan.FromMinutes(1));
        hub.Fleet.TickAll();
        Assert.Equal("lost", hub.Row(Gate).State);
    }

    /// <summary>traccar#2894.</summary>
    [Fact]
    public async Task Replayed_events_are_no_sign_of_life_not_even_in_when_a_gate_was_last_seen()
    {
        await using var hub = TestHub.Start();
        await hub.SayAsync(Gate, State(GateState.Ready, 1));
        var seen = hub.Row(Gate).LastSeen;
        for (var i = 0; i < 4; i++)
        {
            hub.Time.Pass(TimeSpan.FromSeconds(50));
            await hub.SendAsync(Gate, new TestJournal("epoch-1", 10).Batch(1, 10));
            hub.Fleet.TickAll();
        }
        Assert.Equal(("lost", seen, seen), (hub.Row(Gate).State, hub.Row(Gate).LastSeen, hub.Row(Gate).Since));
    }

    [Fact]
    public async Task Figures_of_another_session_and_of_a_gate_that_is_gone_are_no_news()
    {
        await using var hub = TestHub.Start();
        var told = 0;
        hub.Fleet.Told += _ => told++;
        await hub.SayAsync(Gate, Health(1) with { Backlog = 5 });
        await hub.SayAsync(Gate, State(GateState.Ready, 2));
        await hub.SayAsync(Gate, Health(1) with { Backlog = 6 });
        Assert.Equal((0, 0L), (told, hub.Row(Gate).Backlog));
        await hub.SayAsync(Gate, Health(2) with { Backlog = 7 });
        await hub.SayAsync(Gate, State(GateState.Stopped, 2, 7));
        await hub.SayAsync(Gate, Health(2) with { Backlog = 8 });
        Assert.Equal((1, 7L, "stopped"), (told, hub.Row(Gate).Backlog, hub.Row(Gate).State));
    }

    [Fact]
    public async Task While_the_hub_cannot_hear_nobody_is_lost_and_then_everybody_has_the_grace_of_a_start()
    {
        await using var hub = TestHub.Start();
        var reach = new HubReach(hub.Time);
        using var fleet = Registry(hub, reach);
        fleet.OnState("stays", State(GateState.Ready, 1));
        fleet.OnState("goes", State(GateState.Ready, 1));
        reach.Close();
        hub.Time.Pass(TimeSpan.FromHours(1));
        fleet.TickAll();
        Assert.Equal(PresenceState.Ready, fleet.Of("goes")!.State);
        reach.Open();
        hub.Time.Pass(TimeSpan.FromSeconds(89));
        fleet.OnState("stays", State(GateState.Ready, 2));
        fleet.TickAll();
        Assert.Equal(PresenceState.Ready, fleet.Of("goes")!.State);
        hub.Time.Pass(TimeSpan.FromSeconds(1));
        fleet.TickAll();
        Assert.Equal((PresenceState.Ready, PresenceState.Lost), (fleet.Of("stays")!.State, fleet.Of("goes")!.State));
        Assert.Equal(SteppedTime.Start, fleet.Of("goes")!.Since);
    }

    [Fact]
    public async Task Wills_that_another_server_spoke_when_it_stopped_make_no_gate_lost_that_comes_back()
    {
        await using var hub = TestHub.Start();
        var reach = new HubReach(hub.Time) { KeepsConnections = true };
        using var fleet = Registry(hub, reach);
        for (var gate = 0; gate < 100; gate++)
            fleet.OnState($"gate-{gate}", State(GateState.Ready, 1));
        reach.Close();
        hub.Time.Pass(TimeSpan.FromSeconds(20));
        reach.Open();
        for (var gate = 0; gate < 100; gate++)
            fleet.OnState($"gate-{gate}", State(GateState.Lost, 1));
        for (var second = 0; second < 60; second++)
        {
            hub.Time.Pass(TimeSpan.FromSeconds(1));
            fleet.TickAll();
            fleet.OnState($"gate-{second}", State(GateState.Ready, 2));
        }
        Assert.DoesNotContain(fleet.Gates(), static gate => gate.State == PresenceState.Lost);
        hub.Time.Pass(TimeSpan.FromSeconds(30));
        fleet.TickAll();
        Assert.Equal(40, fleet.Gates().Count(static gate => gate.State == PresenceState.Lost));
    }

    /// <summary>mosquitto#1035: a fleet that comes back at once is turned away in part, and that is no loss.</summary>
    [Fact]
    public async Task While_the_endpoint_turns_connections_away_a_broken_connection_has_longer_but_not_for_ever()
    {
        await using var hub = TestHub.Start();
        var reach = new HubReach(hub.Time);
        using var fleet = Registry(hub, reach);
        fleet.OnState(Gate, State(GateState.Ready, 1));
        hub.Time.Pass(TimeSpan.FromMinutes(2));
        fleet.OnState(Gate, State(GateState.Lost, 1));
        for (var second = 0; second < 89; second++)
        {
            reach.TurnAway();
            hub.Time.Pass(TimeSpan.FromSeconds(1));
            fleet.TickAll();
            Assert.Equal(PresenceState.Ready, fleet.Of(Gate)!.State);
        }
        reach.TurnAway();
        hub.Time.Pass(TimeSpan.FromSeconds(1));
        fleet.TickAll();
        Assert.Equal(PresenceState.Lost, fleet.Of(Gate)!.State);
    }

    [Fact]
    public async Task Five_thousand_gates_that_go_at_once_are_saved_in_a_few_transactions_and_told_one_by_one()
    {
        await using var hub = TestHub.Start();
        for (var gate = 0; gate < 5000; gate++)
            hub.Fleet.OnState($"gate-{gate:0000}", State(GateState.Ready, 1));
        hub.Time.Pass(TimeSpan.FromMinutes(3));
        var changes = Changes(hub.Fleet);
        hub.Fleet.TickAll();
        await hub.Fleet.StopAsync(default);
        Assert.Equal(5000, changes.Select(static change => change.Gate).Distinct().Count());
        Assert.Equal(5000, changes.Count);
        Assert.Equal(5000, hub.Count("SELECT count(*) FROM gate WHERE state = 'Lost'"));
    }

    [Fact]
    public async Task A_gate_is_init_until_its_lanes_are_tried_and_then_ready()
    {
        await using var hub = TestHub.Start();
        await hub.SayAsync(Gate, State(GateState.Init, 1));
        Assert.Equal("init", hub.Row(Gate).State);
        // Its events need not wait for its lanes.
        Assert.NotEmpty(hub.Bus.Acks);
        await hub.SayAsync(Gate, Health(1));
        Assert.Equal("init", hub.Row(Gate).State);
        await hub.SayAsync(Gate, State(GateState.Ready, 1));
        Assert.Equal("ready", hub.Row(Gate).State);
    }

    [Fact]
    public async Task What_figures_say_degrades_a_gate_and_each_change_of_causes_is_told_once()
    {
        await using var hub = TestHub.Start();
        await hub.SayAsync(Gate, State(GateState.Ready, 1));
        var changes = Changes(hub.Fleet);
        await hub.SayAsync(Gate, Health(1, AlarmWords.ScannerLost, AlarmWords.MainsLost));
        await hub.SayAsync(Gate, Health(1, AlarmWords.MainsLost, AlarmWords.ScannerLost));
        await hub.SayAsync(Gate, Health(1, AlarmWords.MainsLost));
        await hub.SayAsync(Gate, Health(1));
        Assert.Equal(
            ["Degraded scanner_lost,mains_lost", "Degraded mains_lost", "Ready "],
            changes.Select(static change => $"{change.After.State} {string.Join(',', change.After.Causes ?? [])}"));
    }

    [Fact]
    public async Task Over_the_hubs_restart_a_degraded_gate_stays_so_until_it_says_otherwise_or_has_rebooted()
    {
        await using var first = TestHub.Start();
        foreach (var gate in new[] { "same", "rebooted" })
        {
            await first.SayAsync(gate, State(GateState.Ready, 1));
            await first.SayAsync(gate, Health(1, AlarmWords.GuardLost));
        }
        await using var hub = await first.RestartAsync();
        await hub.SayAsync("same", State(GateState.Ready, 2));
        await hub.SayAsync("rebooted", State(GateState.Ready, 2) with { Boot = "boot-2" });
        Assert.Equal(("degraded", "ready"), (hub.Row("same").State, hub.Row("rebooted").State));
        await hub.SayAsync("same", Health(2));
        Assert.Equal("ready", hub.Row("same").State);
    }

    [Fact]
    public async Task A_revoked_gate_stays_so_whatever_is_heard_and_over_a_restart_until_it_is_enrolled_anew()
    {
        await using var first = TestHub.Start();
        await first.SayAsync(Gate, State(GateState.Ready, 7));
        await first.Store.WriteAsync(db => EnrolledGates.Enrol(db, Gate, new ClaimOrder("site-a", "in"), 1), default);
        await first.Store.WriteAsync(db => EnrolledGates.Set(db, Gate, Standings.Revoked, 2), default);
        first.Fleet.OnLeft(Gate);
        await first.SayAsync(Gate, State(GateState.Lost, 7));
        await first.SayAsync(Gate, Health(7));
        await first.SayAsync(Gate, State(GateState.Ready, 8));
        Assert.Equal(PresenceState.Revoked, first.Fleet.Of(Gate)!.State);
        await using var hub = await first.RestartAsync();
        hub.Time.Pass(TimeSpan.FromDays(1));
        hub.Fleet.TickAll();
        Assert.Equal(PresenceState.Revoked, hub.Fleet.Of(Gate)!.State);
        hub.Fleet.OnEnrolled(Gate);
        Assert.Equal(PresenceState.NeverSeen, hub.Fleet.Of(Gate)!.State);
        await hub.SayAsync(Gate, State(GateState.Ready, 1));
        Assert.Equal(PresenceState.Ready, hub.Fleet.Of(Gate)!.State);
    }

    [Fact]
    public async Task A_gate_that_did_not_come_back_to_a_restarted_hub_is_gone_since_the_hub_was_last_there()
    {
        await using var first = TestHub.Start();
        await first.SayAsync(Gate, State(GateState.Ready, 1));
        var last = SteppedTime.Start.AddMinutes(-1);
        await first.Store.WriteAsync(db => db.Execute(
            $"INSERT INTO watch(began_at, ended_at) VALUES(0, {last.AddHours(9).ToUnixTimeMilliseconds()})"), default);
        await using var hub = await first.RestartAsync();
        var changes = Changes(hub.Fleet);
        hub.Time.Pass(TimeSpan.FromSeconds(90));
        hub.Fleet.TickAll();
        var change = Assert.Single(changes);
        Assert.Equal((PresenceEvidence.Absence, PresenceState.Lost), (change.Evidence, change.After.State));
        // The clock was put back meanwhile: what is shown never lies in the future.
        Assert.Equal(SteppedTime.Start, change.After.Since);
    }

    private static FleetRegistry Registry(TestHub hub, HubReach reach) => new(
        hub.Store, Options.Create(new FleetOptions()), hub.Time, NullLogger<FleetRegistry>.Instance, reach);

    private static List<PresenceChange> Changes(FleetRegistry fleet)
    {
        var changes = new List<PresenceChange>();
        fleet.PresenceChanged += changes.Add;
        return changes;
    }

    private static StateMessage State(GateState state, long session, long backlog = 0) =>
        new(state, session, "boot-1", "1.0", backlog, "epoch-1");

    private static HealthMessage Health(long session, params string[] alarms) =>
        new(session, 0, 0, 0, 0, 0, 0, 0, 0) { Alarms = alarms };
}
