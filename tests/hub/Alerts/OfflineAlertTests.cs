using CheckIn.Hub.Alerts;
using CheckIn.Hub.Audit;
using CheckIn.Settings;

namespace CheckIn.Hub.Tests.Alerts;

public sealed class OfflineAlertTests
{
    private static readonly TimeSpan Grace = TimeSpan.FromMinutes(2);
    private static readonly TimeSpan Over = TimeSpan.FromSeconds(30);

    [Fact]
    public async Task A_lost_gate_is_alerted_once_after_the_grace_and_cleared_once()
    {
        await using var hub = AlertHub.Start();
        hub.Up("a", "b");
        hub.Lose("a");
        await hub.PassAsync(Grace - TimeSpan.FromSeconds(1));
        Assert.Empty(hub.Standing);
        await hub.PassAsync(TimeSpan.FromSeconds(1));
        var alert = Assert.Single(hub.Desk.Standing());
        Assert.Equal(("offline", "a", Severity.Warning, 1),
            (alert.Kind, alert.Subject.Id, alert.Severity, alert.Level));
        await hub.PassAsync(TimeSpan.FromMinutes(10), 100);
        hub.Up("a");
        await hub.BeatAsync();
        Assert.Single(hub.Standing);
        await hub.PassAsync(Over);
        Assert.Empty(hub.Standing);
        await hub.PassAsync(TimeSpan.FromMinutes(1), 50);
        Assert.Equal(["raised offline gate:a", "cleared offline gate:a"], hub.Told);
        var past = Assert.Single(hub.Desk.Past(null, 10));
        Assert.Equal((alert.Id, alert.Since), (past.Id, past.Since));
        Assert.NotNull(past.ClearedAt);
        Assert.Empty(hub.Desk.Past(alert.Id, 10));
        Assert.Single(hub.Desk.Of("a", past.Since, past.RaisedAt));
        Assert.Empty(hub.Desk.Of("a", past.ClearedAt.Value.AddSeconds(1), past.ClearedAt.Value.AddHours(1)));
        Assert.Empty(hub.Desk.Of("b", past.Since, past.RaisedAt));
    }

    [Fact]
    public async Task What_is_long_over_is_forgotten_and_its_number_is_not_given_again()
    {
        await using var hub = AlertHub.Start();
        hub.Up("a", "b");
        hub.Lose("a");
        await hub.PassAsync(Grace);
        hub.Up("a");
        await hub.PassAsync(Over);
        var id = Assert.Single(hub.Desk.Past(null, 10)).Id;
        await hub.PassAsync(TimeSpan.FromDays(399), 2);
        Assert.Single(hub.Desk.Past(null, 10));
        await hub.PassAsync(TimeSpan.FromDays(2), 2);
        Assert.Empty(hub.Desk.Past(null, 10));
        await using var next = await hub.RestartAsync();
        next.Up("a", "b");
        next.Lose("a");
        await next.PassAsync(Grace);
        Assert.True(next.Desk.Standing()[0].Id > id);
    }

    [Fact]
    public async Task A_kind_has_the_figures_that_its_settings_say()
    {
        await using var hub = AlertHub.Start(
            ("Alerts:Rules:offline:RaiseAfter", "00:00:10"), ("Alerts:Rules:offline:Severity", "Critical"),
            ("Alerts:Rules:offline:EscalateAfter", "00:00:00"));
        hub.Up("a", "b");
        hub.Lose("a");
        await hub.PassAsync(TimeSpan.FromSeconds(10));
        await hub.PassAsync(TimeSpan.FromDays(1));
        Assert.Equal((Severity.Critical, 1), (hub.Desk.Standing()[0].Severity, hub.Desk.Standing()[0].Level));
        var wrong = new AlertOptions();
        wrong.Rules["offlien"] = new AlertRuleOptions();
        wrong.Rules["offline"] = new AlertRuleOptions { ClearAfter = TimeSpan.FromDays(8) };
        var problems = SettingsCheck.Problems(wrong, "Alerts");
        Assert.Equal(2, problems.Count);
        Assert.StartsWith("Alerts:Rules:offlien is no kind of alert; there are: ", problems[0],
            StringComparison.Ordinal);
        Assert.StartsWith("Alerts:Rules:offline:ClearAfter is '8.00:00:00'", problems[1], StringComparison.Ordinal);
    }

    [Fact]
    public async Task Whoever_watches_is_woken_by_the_change_of_an_alert()
    {
        await using var hub = AlertHub.Start();
        hub.Up("a", "b");
        hub.Lose("a");
        await hub.BeatAsync();
        var changed = hub.Desk.Changed;
        Assert.False(changed.IsCompleted);
        await hub.PassAsync(Grace);
        Assert.True(changed.IsCompleted);
        Assert.Single(hub.Desk.Standing());
    }

    [Fact]
    public async Task An_acknowledged_alert_names_who_answered_and_is_in_the_audit()
    {
        await using var hub = AlertHub.Start();
        hub.Up("a", "b");
        hub.Lose("a");
        await hub.PassAsync(Grace);
        var id = hub.Desk.Standing()[0].Id;
        Assert.True(await hub.Desk.AcknowledgeAsync(id, Actor.Local));
        Assert.Equal("local", hub.Desk.Standing()[0].AcknowledgedBy);
        Assert.True(await hub.Desk.SnoozeAsync(id, hub.Time.GetUtcNow().AddHours(1), Actor.Local));
        Assert.False(await hub.Desk.AcknowledgeAsync(id + 1, Actor.Local));
        await using var next = await hub.RestartAsync();
        var alert = Assert.Single(next.Desk.Standing());
        Assert.Equal(("local", "local"), (alert.AcknowledgedBy, alert.SnoozedBy));
        Assert.Equal(["raised offline gate:a", "acknowledged offline gate:a", "snoozed offline gate:a"], next.Told);
    }
}
