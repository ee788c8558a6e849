using CheckIn.Hub.Fleet;
using CheckIn.Hub.Fleet.Offline;
using CheckIn.Hub.Sites;

namespace CheckIn.Hub.Tests.Fleet.Offline;

/// <summary>The hub's wall clock may be set at any time; what lasted is not longer or shorter for it.</summary>
public sealed class ClockTests
{
    private const string Gate = "gate-a";

    [Theory]
    [InlineData(-36)]
    [InlineData(36)]
    public async Task A_clock_that_is_set_makes_no_outage_and_no_negative_time(int hours)
    {
        await using var fleet = WatchedFleet.Start();
        fleet.Born(Gate);
        fleet.Pass(TimeSpan.FromMinutes(10), Gate);
        fleet.Time.Jump(TimeSpan.FromHours(hours));
        fleet.Pass(TimeSpan.FromMinutes(10), Gate);
        Assert.Empty(fleet.Desk.Now(FleetScope.All).Gates);
        fleet.Lost(Gate);
        fleet.Pass(TimeSpan.FromMinutes(10));
        var gate = Assert.Single(fleet.Desk.Now(FleetScope.All).Gates);
        Assert.Equal(TimeSpan.FromSeconds(620), gate.Total);
        Assert.True(gate.Lost >= TimeSpan.Zero && gate.Lost <= gate.Expected);
        await fleet.WriteAsync();
        var timeline = fleet.Desk.Timeline(Gate, fleet.Now.AddDays(-10), fleet.Now.AddDays(10));
        Assert.Equal(PresenceState.Lost, timeline.Single(spell => spell.Until is null).State);
        Assert.All(timeline, spell => Assert.True(!(spell.Until < spell.Since)));
    }

    [Fact]
    public async Task Where_the_cause_is_judged_by_ages_a_clock_that_is_set_meanwhile_changes_nothing()
    {
        await using var fleet = WatchedFleet.Start();
        fleet.Born(Gate);
        fleet.Lost(Gate);
        fleet.Time.Jump(TimeSpan.FromDays(400));
        fleet.Pass(TimeSpan.FromMinutes(10));
        fleet.Born(Gate, 2);
        fleet.Health(Gate, TimeSpan.FromMinutes(30), session: 2);
        var outage = fleet.Desk.Timeline(Gate, fleet.Now.AddDays(-800), fleet.Now)
            .Single(spell => spell.State == PresenceState.Lost);
        Assert.Equal((OfflineCause.Link, true), (outage.Cause!.Value, outage.IsSure));
    }

    [Fact]
    public async Task A_clock_that_is_set_begins_another_row_of_the_hubs_own_watch()
    {
        await using var fleet = WatchedFleet.Start();
        await fleet.WriteAsync();
        fleet.Pass(TimeSpan.FromMinutes(1));
        fleet.Time.Jump(TimeSpan.FromDays(3));
        var set = fleet.Now;
        fleet.Pass(TimeSpan.FromMinutes(1));
        await fleet.WriteAsync();
        var gaps = fleet.Desk.Unwatched(new Span(set.AddDays(-3), fleet.Now));
        Assert.InRange(Assert.Single(gaps).Length, TimeSpan.FromDays(2.9), TimeSpan.FromDays(3));
        var rows = fleet.Store.Read(db =>
        {
            using var count = db.Prepare("SELECT count(*), sum(ended_at >= began_at) FROM watch");
            count.Step();
            return (count.Int64(0), count.Int64(1));
        });
        Assert.Equal((2, 2), rows);
    }
}
