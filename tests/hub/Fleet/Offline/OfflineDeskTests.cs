using CheckIn.Hub.Fleet;
using CheckIn.Hub.Fleet.Offline;
using CheckIn.Hub.Sites;

namespace CheckIn.Hub.Tests.Fleet.Offline;

public sealed class OfflineDeskTests
{
    private const string Gate = "gate-a";

    [Fact]
    public async Task A_gate_that_is_there_or_was_never_heard_of_has_no_outage()
    {
        await using var fleet = WatchedFleet.Start();
        fleet.Born(Gate);
        Assert.Null(fleet.Desk.Of(Gate));
        Assert.Null(fleet.Desk.Of("unknown"));
        Assert.Empty(fleet.Desk.Now(FleetScope.All).Gates);
    }

    [Fact]
    public async Task A_gate_that_stopped_says_why_at_once_and_surely()
    {
        await using var fleet = WatchedFleet.Start();
        fleet.Born(Gate, backlog: 37);
        fleet.Pass(TimeSpan.FromSeconds(50));
        var at = fleet.Now;
        fleet.Stopped(Gate);
        fleet.Pass(TimeSpan.FromSeconds(10));
        var outage = fleet.Desk.Of(Gate)!;
        Assert.Equal(
            (PresenceState.Stopped, at, null, OfflineCause.Stopped, true),
            (outage.State, outage.Since, outage.Until, outage.Cause, outage.IsSure));
    }

    [Fact]
    public async Task What_is_not_written_yet_is_in_every_answer()
    {
        await using var fleet = WatchedFleet.Start();
        fleet.Born(Gate);
        fleet.Pass(TimeSpan.FromSeconds(50));
        fleet.Stopped(Gate);
        fleet.Pass(TimeSpan.FromSeconds(10));
        var before = Answers(fleet);
        await fleet.WriteAsync();
        Assert.Empty(fleet.Desk.ChangesToWrite());
        Assert.Equal(before, Answers(fleet));
        Assert.Equal(("Ready 60, Stopped 10", 1, 1), before);
    }

    private static (string Timeline, int Now, int Today) Answers(WatchedFleet fleet) => (
        string.Join(", ", fleet.Desk.Timeline(Gate, fleet.Now.AddDays(-1), fleet.Now.AddDays(1))
            .Select(spell => $"{spell.State} {(fleet.Now - spell.Since).TotalSeconds}")),
        fleet.Desk.Now(FleetScope.All).Gates.Count,
        fleet.Desk.OfDay(new DateOnly(2026, 11, 21), FleetScope.All).Gates.Count);
}
