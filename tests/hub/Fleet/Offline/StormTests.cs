using CheckIn.Hub.Fleet.Offline;
using CheckIn.Hub.Sites;

namespace CheckIn.Hub.Tests.Fleet.Offline;

public sealed class StormTests
{
    [Fact]
    public async Task Five_thousand_gates_that_go_at_once_are_one_transaction_and_one_common_outage()
    {
        await using var fleet = WatchedFleet.Start();
        var gates = Enumerable.Range(0, 5_000).Select(number => $"gate-{number}").ToArray();
        foreach (var gate in gates)
            fleet.Born(gate);
        await fleet.WriteAsync();
        fleet.Lost(gates);
        var changes = fleet.Desk.ChangesToWrite();
        Assert.Equal(10_000, changes.Count); // Of each the end of one spell and the next.
        await fleet.WriteAsync();
        Assert.Empty(fleet.Desk.ChangesToWrite());
        var report = fleet.Desk.Now(FleetScope.All);
        Assert.Equal(5_000, report.Gates.Count);
        Assert.Equal(("hub", 5_000), (report.Common.Single().SubjectKind, report.Common.Single().Gates));
    }

    [Fact]
    public async Task What_the_store_does_not_take_waits_within_bounds_and_answers_are_right_meanwhile()
    {
        await using var fleet = WatchedFleet.Start();
        fleet.Born("gate-a");
        await fleet.WriteAsync();
        for (var session = 1; session <= 50; session++)
        {
            fleet.Lost("gate-a");
            fleet.Born("gate-a", session + 1);
            fleet.Will("gate-a", session);
            fleet.Stopped("gate-a", session + 1);
            fleet.Born("gate-a", session + 1);
        }
        var waiting = fleet.Desk.ChangesToWrite().Count;
        Assert.Equal(waiting - 10, fleet.Desk.Forget(atMost: 10));
        Assert.Equal(10, fleet.Desk.ChangesToWrite().Count);
        Assert.Null(fleet.Desk.Of("gate-a"));
        await fleet.WriteAsync();
        await fleet.RestartAsync(TimeSpan.FromSeconds(1));
        Assert.Equal(fleet.Registry.Of("gate-a")!.State,
            fleet.Desk.Timeline("gate-a", fleet.Now.AddDays(-1), fleet.Now.AddDays(1)).Single(spell => spell.Until is null).State);
    }

    [Fact]
    public void Of_a_fleet_that_goes_one_by_one_nobody_went_with_most_of_it()
    {
        var window = new LossWindow();
        for (var number = 0; number < 900; number++)
            Assert.Empty(window.Add($"gate-{number}", TimeSpan.FromSeconds(number * 5), isSilence: false, up: 1_000 - number));
    }

    [Fact]
    public void The_first_of_a_storm_are_told_with_it_once()
    {
        var window = new LossWindow();
        var told = new List<string>();
        for (var number = 0; number < 60; number++)
            told.AddRange(window.Add($"gate-{number}", TimeSpan.FromSeconds(1_000 + (number / 3)), false, 99 - number));
        Assert.Equal(60, told.Count);
        Assert.Equal(60, told.Distinct().Count());
    }
}
