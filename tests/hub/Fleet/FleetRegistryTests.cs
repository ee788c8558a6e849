using CheckIn.Contract;
using CheckIn.Hub.Fleet;
using CheckIn.Hub.Tests.Ingest;
using CheckIn.Hub.Web;

namespace CheckIn.Hub.Tests.Fleet;

public sealed class FleetRegistryTests
{
    private const string Gate = "gate-a";

    [Fact]
    public async Task A_gate_is_ready_by_its_birth_and_lost_when_the_grace_after_its_will_has_passed()
    {
        await using var hub = TestHub.Start();
        await hub.SayAsync(Gate, State(GateState.Ready, 7, backlog: 37));
        var born = hub.Row(Gate);
        Assert.Equal(("ready", 37L, "1.0", 7L), (born.State, born.Backlog, born.Version, born.Session));
        hub.Time.Pass(TimeSpan.FromSeconds(20));
        await hub.SayAsync(Gate, State(GateState.Lost, 7, backlog: 0));
        hub.Fleet.TickAll();
        Assert.Equal("ready", hub.Row(Gate).State);
        hub.Time.Pass(TimeSpan.FromSeconds(15));
        hub.Fleet.TickAll();
        var row = hub.Row(Gate);
        Assert.Equal(("lost", 37L), (row.State, row.Backlog));
        Assert.Equal((SteppedTime.Start.AddSeconds(20), SteppedTime.Start), (row.Since, row.LastSeen));
    }

    [Theory]
    [InlineData(3650)]
    [InlineData(-3650)]
    public async Task Jumps_of_the_hubs_wall_clock_make_no_gate_lost_and_none_found(int days)
    {
        await using var hub = TestHub.Start();
        await hub.SayAsync("here", State(GateState.Ready, 1));
        await hub.SayAsync("gone", State(GateState.Ready, 1));
        await hub.SayAsync("gone", State(GateState.Lost, 1));
        hub.Time.Jump(TimeSpan.FromDays(days));
        hub.Fleet.TickAll();
        Assert.Equal(("ready", "ready"), (hub.Row("here").State, hub.Row("gone").State));
        hub.Time.Pass(TimeSpan.FromSeconds(15));
        hub.Time.Jump(TimeSpan.FromDays(-2 * days));
        hub.Fleet.TickAll();
        Assert.Equal(("ready", "lost"), (hub.Row("here").State, hub.Row("gone").State));
        hub.Time.Pass(TimeSpan.FromMinutes(3));
        hub.Fleet.TickAll();
        Assert.Equal("lost", hub.Row("here").State);
    }

    [Fact]
    public async Task Health_tells_how_a_gates_clock_stands_beside_the_hubs()
    {
        await using var hub = TestHub.Start();
        await hub.SayAsync(Gate, State(GateState.Ready, 7));
        Assert.Null(hub.Row(Gate).Clock);
        var now = SteppedTime.Start.ToUnixTimeMilliseconds();
        await hub.SayAsync(Gate, Health(new ClockReading("boot-1", 1, now - 9000, null)));
        Assert.Equal(new GateClockRow(-9000, null, null, null), hub.Row(Gate).Clock);
        await hub.SayAsync(Gate, Health(new ClockReading("boot-1", 1, now + 5, new ClockQuality(40, 7, "local"))));
        Assert.Equal(new GateClockRow(5, 40, 7, "local"), hub.Row(Gate).Clock);
        await hub.SayAsync(Gate, Health(new ClockReading("boot-1", 1, long.MinValue, new ClockQuality(1, 0))));
        Assert.Equal(new GateClockRow(long.MinValue, 1, 0, "machine"), hub.Row(Gate).Clock);
    }

    [Fact]
    public async Task Replayed_history_does_not_make_a_lost_gate_look_online()
    {
        await using var hub = TestHub.Start();
        await hub.SayAsync(Gate, State(GateState.Ready, 1));
        await hub.SayAsync(Gate, State(GateState.Lost, 1));
        hub.Time.Pass(TimeSpan.FromSeconds(15));
        hub.Fleet.TickAll();
        await hub.SendAsync(Gate, new TestJournal("epoch-1", 10).Batch(1, 10));
        hub.Fleet.TickAll();
        Assert.Equal(("lost", 10L), (hub.Row(Gate).State, hub.Row(Gate).Events));
    }

    [Fact]
    public async Task A_gate_that_only_ever_sent_events_is_listed_as_never_seen()
    {
        await using var hub = TestHub.Start();
        await hub.SendAsync(Gate, new TestJournal("epoch-1", 10).Batch(1, 10));
        Assert.Equal(("never_seen", 10L), (hub.Row(Gate).State, hub.Row(Gate).Events));
    }

    [Fact]
    public async Task After_a_restart_gates_keep_their_state_until_they_have_had_time_to_come_back()
    {
        await using var first = TestHub.Start();
        await first.SayAsync("back", State(GateState.Ready, 1));
        await first.SayAsync("gone", State(GateState.Ready, 1));
        await first.SayAsync("stopped", State(GateState.Stopped, 0));
        await using var hub = await first.RestartAsync(new FleetOptions { StartGrace = TimeSpan.FromSeconds(90) });
        hub.Time.Pass(TimeSpan.FromSeconds(89));
        hub.Fleet.TickAll();
        Assert.Equal("ready", hub.Row("gone").State);
        await hub.SayAsync("back", State(GateState.Ready, 2));
        hub.Time.Pass(TimeSpan.FromSeconds(1));
        hub.Fleet.TickAll();
        Assert.Equal(("lost", "ready", "stopped"),
            (hub.Row("gone").State, hub.Row("back").State, hub.Row("stopped").State));
    }

    [Fact]
    public async Task Lost_gates_come_first_and_longest_lost_before_all()
    {
        await using var hub = TestHub.Start();
        foreach (var gate in new[] { "c", "b", "a", "d" })
        {
            hub.Time.Pass(TimeSpan.FromSeconds(30));
            await hub.SayAsync(gate, State(GateState.Ready, 1));
            if (gate != "a")
                await hub.SayAsync(gate, State(GateState.Lost, 1));
            hub.Time.Pass(TimeSpan.FromSeconds(15));
            hub.Fleet.TickAll();
        }
        Assert.Equal(["c", "b", "d", "a"], hub.Rows.Select(gate => gate.Id));
    }

    [Fact]
    public async Task Whoever_watches_is_woken_by_a_change_and_by_stored_events()
    {
        await using var hub = TestHub.Start();
        var changed = hub.Fleet.Changed;
        await hub.SayAsync(Gate, State(GateState.Ready, 1));
        Assert.True(changed.IsCompleted);
        changed = hub.Fleet.Changed;
        Assert.False(changed.IsCompleted);
        await hub.SendAsync(Gate, new TestJournal("epoch-1", 1).Batch(1, 1));
        Assert.True(changed.IsCompleted);
    }

    private static StateMessage State(GateState state, long session, long backlog = 0) =>
        new(state, session, "boot-1", "1.0", backlog, "epoch-1");

    private static HealthMessage Health(ClockReading clock) => new(7, 0, 0, 0, 0, 0, 0, 0, 0, clock);
}
