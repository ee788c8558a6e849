using CheckIn.Hub.Alerts;
using CheckIn.Hub.Audit;
using CheckIn.Hub.Notices;
using CheckIn.Settings;

namespace CheckIn.Hub.Tests.Notices;

public sealed class RecipientTests
{
    [Theory]
    [InlineData("Trực ban", "a@example.vn", null, null, null, "The name 'Trực ban'")]
    [InlineData("truc-ban", "", null, null, null, "The address is missing")]
    [InlineData("truc-ban", "Nguyễn Văn A <a@example.vn>", null, null, null, "is not the address of one mailbox")]
    [InlineData("truc-ban", "a@example.vn\r\nBcc: b@example.vn", null, null, null, "is not the address of one mailbox")]
    [InlineData("truc-ban", "http://chat.example.vn/x", null, null, null, "would go unencrypted")]
    [InlineData("truc-ban", "http://127.0.0.1.example.vn/x", null, null, null, "would go unencrypted")]
    [InlineData("truc-ban", "https://user:word@chat.example.vn/", null, null, null, "is not the address of a webhook")]
    [InlineData("truc-ban", "ftp://chat.example.vn/", null, null, null, "is not the address of a webhook")]
    [InlineData("truc-ban", "a@example.vn", "loud", null, null, "none of notice, warning, critical")]
    [InlineData("truc-ban", "a@example.vn", null, 4, null, "is not 1, 2 or 3")]
    [InlineData("truc-ban", "a@example.vn", null, null, "at night", "are not like 22:00-06:00")]
    public void A_wrong_order_is_refused_with_what_is_wrong(
        string name, string address, string? least, int? level, string? quiet, string problem)
    {
        var order = new RecipientOrder(name, address, null, null, null, least, level, quiet);
        var refusal = Assert.Throws<NoticeException>(() => order.Read(default));
        Assert.Contains(problem, refusal.Message, StringComparison.Ordinal);
        Assert.EndsWith("Chưa làm gì cả.", refusal.In(Language.Vietnamese), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("https://chat.example.vn/hooks/abc", NoticeChannel.Webhook)]
    [InlineData("http://localhost:9000/x", NoticeChannel.Webhook)]
    [InlineData("http://[::1]:9000/x", NoticeChannel.Webhook)]
    [InlineData("truc-ban@example.vn", NoticeChannel.Mail)]
    public void The_address_says_the_way(string address, NoticeChannel channel)
    {
        var recipient = new RecipientOrder("truc-ban", address).Read(default);
        Assert.Equal(
            (channel, address, Language.Vietnamese, Severity.Warning, 1),
            (recipient.Channel, recipient.Address, recipient.Language, recipient.Least, recipient.Level));
    }

    [Fact]
    public async Task Recipients_are_kept_over_a_restart_and_each_name_is_one_duty()
    {
        await using var first = await NoticeHub.StartAsync();
        var hook = await first.AddAsync("truc-ban", "https://chat.example.vn/x", "critical", 2, "22:00-06:00");
        await first.AddAsync("to-truong", "to-truong@example.vn");
        Assert.StartsWith("whsec_", hook.Secret, StringComparison.Ordinal);
        await Assert.ThrowsAsync<NoticeException>(() => first.AddAsync("truc-ban", "b@example.vn"));
        await Assert.ThrowsAsync<NoticeException>(() => first.Recipients.AddAsync(
            new RecipientOrder("xa", "c@example.vn", Node: "nowhere"), Actor.Local, default));
        await using var second = await first.RestartAsync();
        Assert.Equal(["to-truong", "truc-ban"], second.Recipients.All.Select(one => one.Name));
        Assert.Equal(hook with { }, second.Recipients.Find("truc-ban"));
        Assert.Equal(hook.Secret, second.Recipients.Find("truc-ban")!.Secret);
        Assert.DoesNotContain("whsec_", hook.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Who_is_removed_is_told_nothing_more_and_who_comes_anew_hears_only_what_begins_then()
    {
        await using var hub = await NoticeHub.StartAsync();
        await using var receiver = await WebhookReceiver.StartAsync();
        await hub.AddAsync("truc-ban", receiver.Hook);
        await hub.RaiseAsync(1);
        await hub.UntilAsync(() => hub.Count("SELECT count(*) FROM notice") == 1);
        await hub.Recipients.RemoveAsync("truc-ban", Actor.Local, default);
        Assert.Equal(0, hub.Count("SELECT count(*) FROM notice"));
        await hub.AddAsync("truc-ban", receiver.Hook);
        await hub.RaiseAsync(2);
        await hub.UntilAsync(() => hub.Messages(NoticeMessageState.Sent).Count == 1);
        var alerts = (await receiver.NextBodyAsync()).GetProperty("data").GetProperty("alerts");
        Assert.Equal([2], alerts.EnumerateArray().Select(alert => alert.GetProperty("id").GetInt32()));
        var unknown = await Assert.ThrowsAsync<NoticeException>(
            () => hub.Recipients.RemoveAsync("ai-do", Actor.Local, default));
        Assert.True(unknown.IsUnknown);
    }

    [Fact]
    public async Task Whoever_looks_after_a_node_hears_of_its_gates_by_the_names_that_people_know()
    {
        await using var first = await NoticeHub.StartAsync();
        await using var receiver = await WebhookReceiver.StartAsync();
        await first.Store.WriteAsync(db => db.Execute("""
            INSERT INTO node(id, code, level, name) VALUES (1, 'xa-a', 'commune', 'Xã A'), (2, 'xa-b', 'commune', 'Xã B');
            INSERT INTO site(id, code, name, kind, node, added_at, changed_at)
                VALUES (1, 'truong-a', 'Trường A', 'school', 1, 0, 0), (2, 'cho-b', 'Chợ B', 'market', 2, 0, 0);
            INSERT INTO gate(name, site, label) VALUES ('cong-1', 'truong-a', 'Cổng A2'), ('cong-2', 'cho-b', NULL);
            """), default);
        await using var hub = await first.RestartAsync();
        await hub.Recipients.AddAsync(
            new RecipientOrder("truc-xa-a", receiver.Hook, Node: "xa-a"), Actor.Local, default);
        await hub.RaiseAsync(1, 2, 3);
        await hub.UntilAsync(() => hub.Messages(NoticeMessageState.Sent).Count == 1);
        var alerts = (await receiver.NextBodyAsync()).GetProperty("data").GetProperty("alerts");
        var alert = Assert.Single(alerts.EnumerateArray());
        Assert.Equal("Cổng A2 (cong-1), Trường A", alert.GetProperty("name").GetString());
        Assert.Equal(
            "Cổng A2 (cong-1), Trường A: mất kết nối từ 09:58, còn 37 sự kiện chưa gửi.",
            alert.GetProperty("text").GetString());
        Assert.Single(hub.Messages());
    }

    [Fact]
    public async Task At_night_what_is_critical_is_told_and_the_rest_in_the_morning_in_one_message()
    {
        await using var hub = await NoticeHub.StartAsync();
        await using var receiver = await WebhookReceiver.StartAsync();
        await hub.AddAsync("truc-ban", receiver.Hook, quiet: "09:30-11:00"); // it is 10:00
        await hub.RaiseAsync(1, 2);
        await hub.RaiseAsync(AlertKinds.Emergency, Severity.Critical, 3);
        await hub.UntilAsync(() => hub.Messages(NoticeMessageState.Sent).Count == 1);
        await hub.ClearAsync(2);
        await hub.UntilAsync(() => hub.Time.GetUtcNow() >= NoticeHub.Begin.AddMinutes(58), TimeSpan.FromSeconds(10));
        Assert.Single(hub.Messages());
        await hub.UntilAsync(() => hub.Messages(NoticeMessageState.Sent).Count == 2);
        Assert.InRange(hub.Time.GetUtcNow(), NoticeHub.Begin.AddMinutes(60), NoticeHub.Begin.AddMinutes(64));
        Assert.Equal(1, (await receiver.NextBodyAsync()).GetProperty("data").GetProperty("raised").GetInt32());
        var morning = (await receiver.NextBodyAsync()).GetProperty("data");
        Assert.Equal((1, 1), (morning.GetProperty("raised").GetInt32(), morning.GetProperty("passed").GetInt32()));
    }

    [Fact]
    public async Task The_next_level_is_told_when_nobody_answers_and_not_once_somebody_did()
    {
        await using var hub = await NoticeHub.StartAsync();
        await using var receiver = await WebhookReceiver.StartAsync();
        await hub.AddAsync("cap-mot", receiver.Address + "1");
        await hub.AddAsync("cap-hai", receiver.Address + "2", level: 2);
        await hub.RaiseAsync(1);
        await hub.UntilAsync(() => hub.Messages(NoticeMessageState.Sent).Count == 1);
        Assert.Equal("/1", (await receiver.NextAsync()).Path);
        await hub.ChangeAsync(AlertChangeKind.Escalated, 1, alert => alert with { Level = 2 });
        await hub.UntilAsync(() => hub.Messages(NoticeMessageState.Sent).Count == 2);
        Assert.Equal("/2", (await receiver.NextAsync()).Path);
        await hub.RaiseAsync(5);
        await hub.ChangeAsync(
            AlertChangeKind.Acknowledged, 5, alert => alert with { AcknowledgedAt = hub.Time.GetUtcNow() });
        await hub.ClearAsync(1);
        await hub.UntilAsync(() => hub.Messages(NoticeMessageState.Sent).Count == 4);
        var bodies = (await receiver.NextAsync()).Body + (await receiver.NextAsync()).Body;
        Assert.DoesNotContain("cong-5", bodies, StringComparison.Ordinal);
    }
}
