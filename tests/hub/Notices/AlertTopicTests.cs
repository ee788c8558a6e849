using CheckIn.Contract;
using CheckIn.Hub.Alerts;
using CheckIn.Hub.Notices.Channels;

namespace CheckIn.Hub.Tests.Notices;

public sealed class AlertTopicTests
{
    [Fact]
    public async Task Every_change_is_one_message_in_order_without_names_of_persons()
    {
        await using var hub = await NoticeHub.StartAsync();
        await hub.RaiseAsync(1, 2);
        await hub.ChangeAsync(AlertChangeKind.Acknowledged, 1, alert => alert with
        {
            AcknowledgedAt = hub.Time.GetUtcNow(),
            AcknowledgedBy = "Nguyễn Văn A",
        });
        await hub.ClearAsync(2);
        await hub.UntilAsync(() => hub.Bus.Messages.Count == 4);
        Assert.All(hub.Bus.Messages, message => Assert.Equal(
            (Topics.HubAlerts, ContentTypes.Alert, false), (message.Topic, message.ContentType, message.Retain)));
        Assert.Equal(
            ["1 raised cong-1", "2 raised cong-2", "3 acknowledged cong-1", "4 cleared cong-2"],
            hub.Bus.Alerts.Select(alert => $"{alert.Number} {alert.Change} {alert.Subject}"));
        Assert.DoesNotContain(hub.Bus.Messages, message => message.Text.Contains("Nguy", StringComparison.Ordinal));
        var first = hub.Bus.Alerts[0];
        Assert.Equal(("37", "warning", "offline"), (first.Detail!["backlog"], first.Severity, first.Kind));
        await hub.UntilAsync(() => hub.Count("SELECT count(*) FROM alert_change") == 0);
    }

    [Fact]
    public async Task While_the_server_is_gone_changes_are_kept_and_published_when_it_is_back_even_after_a_restart()
    {
        await using var first = await NoticeHub.StartAsync();
        first.Bus.Takes = 2;
        await first.RaiseAsync(1, 2, 3, 4);
        await first.UntilAsync(() => first.Logged.Count("2855 ") > 0);
        await using var second = await first.RestartAsync();
        await second.UntilAsync(() => second.Bus.Alerts.Count == 4);
        // 1 and 2 once more, as they were.
        Assert.Equal([1L, 2L, 3L, 4L], second.Bus.Alerts.Select(alert => alert.Number));
        second.Bus.IsDown = true;
        await second.RaiseAsync(5);
        await second.UntilAsync(() => second.Logged.Count("2855 ") > 0);
        second.Bus.IsDown = false;
        await second.UntilAsync(() => second.Bus.Alerts.Count == 5);
    }

    [Fact]
    public async Task Only_so_many_wait_for_a_server_that_does_not_come_back()
    {
        await using var hub = await NoticeHub.StartAsync();
        hub.Bus.IsDown = true;
        await hub.RaiseAsync(1);
        await hub.UntilAsync(() => hub.Logged.Count("2855 ") > 0);
        await hub.Store.WriteAsync(db => db.Execute($"""
            WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < {AlertTopic.MostWaiting})
            INSERT INTO alert_change(alert, body) SELECT alert, body FROM alert_change, n WHERE id = 1
            """), default);
        await hub.UntilAsync(() => hub.Logged.Count("2856 1 changes") > 0);
    }
}
