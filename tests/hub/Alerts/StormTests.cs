using System.Diagnostics;
using CheckIn.Hub.Alerts;
using CheckIn.Hub.Broker;

namespace CheckIn.Hub.Tests.Alerts;

public sealed class StormTests
{
    [Fact]
    public async Task Five_thousand_gates_at_once_are_one_transaction_and_each_is_told_once()
    {
        await using var hub = AlertHub.Start();
        var gates = Enumerable.Range(0, 6000).Select(number => $"gate-{number:d4}").ToArray();
        hub.Up(gates);
        await hub.BeatAsync();
        hub.Lose(gates[..5000]);
        await hub.BeatAsync();
        hub.Time.Pass(TimeSpan.FromMinutes(2));
        var began = Stopwatch.GetTimestamp();
        await hub.BeatAsync();
        var took = Stopwatch.GetElapsedTime(began);
        Assert.Equal(5000, hub.Desk.Standing().Count);
        Assert.Equal((5000L, 5000L, 1L), (
            hub.Count("SELECT count(*) FROM alert WHERE cleared_at IS NULL"),
            hub.Count("SELECT count(*) FROM alert_change"),
            hub.Count("SELECT count(DISTINCT raised_at) FROM alert")));
        Assert.True(took < TimeSpan.FromSeconds(10), $"raising took {took}");
        await hub.BeatAsync();
        hub.Up(gates[..5000]);
        await hub.PassAsync(TimeSpan.FromSeconds(30), 2);
        Assert.Empty(hub.Desk.Standing());
        Assert.Equal(10_000L, hub.Count("SELECT count(*) FROM alert_change"));
    }

    [Fact]
    public async Task A_fleet_that_is_lost_is_one_alert_of_the_hub_and_clears_once_when_it_is_back()
    {
        await using var hub = AlertHub.Start();
        var gates = Enumerable.Range(0, 40).Select(number => $"gate-{number:d2}").ToArray();
        hub.Up(gates);
        hub.Lose(gates[..37]);
        await hub.PassAsync(TimeSpan.FromMinutes(5), 20);
        var alert = Assert.Single(hub.Desk.Standing());
        Assert.Equal((AlertSubjectKind.Hub, Severity.Critical, "37"),
            (alert.Subject.Kind, alert.Severity, alert.Detail[AlertDetails.Gates]));
        hub.Up(gates[..37]);
        await hub.PassAsync(TimeSpan.FromMinutes(5), 20);
        Assert.Equal(["raised offline hub:", "cleared offline hub:"], hub.Told);
    }

    [Fact]
    public async Task Gates_that_stay_away_when_the_fleet_is_back_are_told_each_by_itself()
    {
        await using var hub = AlertHub.Start();
        var gates = Enumerable.Range(0, 10).Select(number => $"gate-{number}").ToArray();
        hub.Up(gates);
        hub.Lose(gates);
        await hub.PassAsync(TimeSpan.FromMinutes(3));
        hub.Up(gates[2..]);
        await hub.PassAsync(TimeSpan.FromMinutes(3));
        Assert.Equal(["offline gate:gate-0", "offline gate:gate-1"], hub.Standing.Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task What_cannot_be_kept_is_neither_shown_nor_told_and_comes_once_it_can()
    {
        await using var hub = AlertHub.Start();
        hub.Up("a", "b");
        hub.Lose("a");
        await hub.BeatAsync();
        await hub.Store.WriteAsync(db => db.Execute("ALTER TABLE alert_change RENAME TO away"), default);
        await hub.PassAsync(TimeSpan.FromMinutes(2), 10);
        Assert.Empty(hub.Standing);
        Assert.Equal(0L, hub.Count("SELECT count(*) FROM alert"));
        await hub.Store.WriteAsync(db => db.Execute("ALTER TABLE away RENAME TO alert_change"), default);
        await hub.BeatAsync();
        Assert.Equal(["offline gate:a"], hub.Standing);
        Assert.Equal(["raised offline gate:a"], hub.Told);
    }

    [Fact]
    public async Task A_hub_that_cannot_hear_its_gates_says_so_and_calls_none_of_them_lost()
    {
        await using var hub = AlertHub.Start();
        hub.Up("a", "b");
        hub.Get<HubReach>().Close();
        await hub.PassAsync(TimeSpan.FromMinutes(30), 30);
        Assert.Equal(["hub_trouble hub:"], hub.Standing);
        Assert.Equal("down", hub.Desk.Standing()[0].Detail[AlertDetails.Link]);
        hub.Get<HubReach>().Open();
        await hub.PassAsync(TimeSpan.FromMinutes(1));
        Assert.Empty(hub.Standing);
    }

    [Fact]
    public async Task A_store_that_fails_is_an_alert_of_the_hub_once_it_works_again_for_a_moment()
    {
        await using var hub = AlertHub.Start(("Alerts:Rules:hub_trouble:RaiseAfter", "00:00:00"));
        await Assert.ThrowsAnyAsync<Exception>(() => hub.Store.WriteAsync(db => db.Execute("nonsense"), default));
        await hub.BeatAsync();
        Assert.Equal(["hub_trouble hub:"], hub.Standing);
        await hub.PassAsync(TimeSpan.FromMinutes(2));
        Assert.Empty(hub.Standing);
    }
}
