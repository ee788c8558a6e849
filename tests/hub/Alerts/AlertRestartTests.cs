using CheckIn.Contract;

namespace CheckIn.Hub.Tests.Alerts;

public sealed class AlertRestartTests
{
    [Fact]
    public async Task A_restart_raises_nothing_clears_nothing_and_tells_nothing()
    {
        await using var first = AlertHub.Start();
        first.Up("a", "b", "c");
        first.Tell("b", health => health with { Alarms = [AlarmWords.Tamper] });
        first.Lose("a");
        await first.PassAsync(TimeSpan.FromMinutes(2));
        var before = first.Standing.Order(StringComparer.Ordinal).ToArray();
        var told = first.Told;
        Assert.Equal(["offline gate:a", "tamper gate:b"], before);
        await using var hub = await first.RestartAsync(TimeSpan.FromMinutes(5));
        Assert.Equal(before, hub.Standing.Order(StringComparer.Ordinal));
        // Their connections are made anew, as after every start of the hub.
        hub.Up("b", "c");
        hub.Tell("b", health => health with { Alarms = [AlarmWords.Tamper] });
        await hub.PassAsync(TimeSpan.FromMinutes(2), 8);
        Assert.Equal(before, hub.Standing.Order(StringComparer.Ordinal));
        Assert.Equal(told, hub.Told);
    }

    [Fact]
    public async Task What_ended_while_the_hub_was_away_is_cleared_when_the_gate_says_so()
    {
        await using var first = AlertHub.Start();
        first.Up("a", "b");
        first.Tell("b", health => health with { Alarms = [AlarmWords.Tamper] });
        first.Lose("a");
        await first.PassAsync(TimeSpan.FromMinutes(2));
        await using var hub = await first.RestartAsync();
        hub.Up("a", "b");
        await hub.PassAsync(TimeSpan.FromMinutes(2));
        Assert.Equal(["tamper gate:b"], hub.Standing);
        hub.Tell("b");
        await hub.PassAsync(TimeSpan.FromMinutes(2));
        Assert.Empty(hub.Standing);
    }

    [Fact]
    public async Task A_fleets_alert_outlives_the_hub_and_its_gates_are_not_told_beside_it()
    {
        await using var first = AlertHub.Start();
        string[] gates = ["a", "b", "c", "d", "e", "f"];
        first.Up(gates);
        first.Lose(gates);
        await first.PassAsync(TimeSpan.FromMinutes(3));
        await using var hub = await first.RestartAsync();
        await hub.PassAsync(TimeSpan.FromMinutes(10), 20);
        Assert.Equal(["offline hub:"], hub.Standing);
        Assert.Equal(["raised offline hub:"], hub.Told);
    }

    [Fact]
    public async Task An_alert_of_a_gate_that_is_revoked_is_over()
    {
        await using var hub = AlertHub.Start();
        hub.Up("a", "b");
        hub.Tell("a", health => health with { Alarms = [AlarmWords.Tamper] });
        await hub.PassAsync(TimeSpan.FromSeconds(1));
        hub.Lose("a");
        await hub.PassAsync(TimeSpan.FromMinutes(3));
        Assert.Equal(["tamper gate:a", "offline gate:a"], hub.Standing);
        hub.Fleet.OnLeft("a");
        await hub.PassAsync(TimeSpan.FromMinutes(3));
        Assert.Empty(hub.Standing);
    }

    [Fact]
    public async Task A_gate_that_said_goodbye_is_no_alert()
    {
        await using var hub = AlertHub.Start();
        hub.Up("a", "b");
        hub.Stop("a");
        await hub.PassAsync(TimeSpan.FromHours(1), 20);
        Assert.DoesNotContain("offline gate:a", hub.Standing);
    }
}
