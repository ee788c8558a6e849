using System.Globalization;
using System.Net;
using System.Text;
using CheckIn.Hub.Alerts;
using CheckIn.Hub.Audit;
using CheckIn.Hub.Notices;
using CheckIn.Hub.Tests.Broker;

namespace CheckIn.Hub.Tests.Notices;

/// <summary>Webhooks to a real server that fails, is slow, redirects, and is there again.</summary>
public sealed class WebhookTests
{
    [Fact]
    public async Task All_that_happens_within_a_moment_is_one_signed_message()
    {
        await using var hub = await NoticeHub.StartAsync();
        await using var receiver = await WebhookReceiver.StartAsync();
        var recipient = await hub.AddAsync("truc-ban", receiver.Hook);
        await hub.RaiseAsync(1, 2);
        await hub.RaiseAsync(AlertKinds.Tamper, Severity.Critical, 3);
        await hub.UntilAsync(() => hub.Messages(NoticeMessageState.Sent).Count == 1);
        var got = await receiver.NextAsync();
        Assert.Equal(("/hook", "application/json; charset=utf-8"), (got.Path, got.Type));
        Assert.Equal(WebhookSignature.Of(
            recipient.Secret!, got.Id, long.Parse(got.Timestamp, CultureInfo.InvariantCulture),
            Encoding.UTF8.GetBytes(got.Body)), got.Signature);
        var data = got.Json.GetProperty("data");
        Assert.Equal(3, data.GetProperty("raised").GetInt32());
        Assert.Equal(
            ["tamper cong-3", "offline cong-1", "offline cong-2"], data.GetProperty("alerts").EnumerateArray().Select(
                alert => $"{alert.GetProperty("kind")} {alert.GetProperty("subject")}"));
        Assert.StartsWith("3 new alerts.", got.Json.GetProperty("text").GetString(), StringComparison.Ordinal);
        Assert.False(receiver.Requests.Reader.TryRead(out _));
    }

    [Fact]
    public async Task What_is_over_is_told_once_to_whoever_was_told_that_it_began()
    {
        await using var hub = await NoticeHub.StartAsync();
        await using var receiver = await WebhookReceiver.StartAsync();
        await hub.AddAsync("truc-ban", receiver.Hook);
        await hub.AddAsync("cap-tren", receiver.Address + "up", level: 2);
        await hub.RaiseAsync(1);
        await hub.UntilAsync(() => hub.Messages(NoticeMessageState.Sent).Count == 1);
        await hub.ClearAsync(1);
        await hub.UntilAsync(() => hub.Messages(NoticeMessageState.Sent).Count == 2);
        Assert.Equal(("/hook", "/hook"), ((await receiver.NextAsync()).Path, (await receiver.NextAsync()).Path));
        await hub.PassAsync(TimeSpan.FromMinutes(5));
        Assert.Equal(2, hub.Messages().Count);
        Assert.Equal(0, hub.Count("SELECT count(*) FROM notice"));
    }

    [Fact]
    public async Task A_server_that_fails_is_asked_again_further_and_further_apart_and_given_up_after_nine_attempts()
    {
        await using var hub = await NoticeHub.StartAsync(("Alerts:WebhookTimeout", "00:02:00"));
        await using var receiver = await WebhookReceiver.StartAsync();
        receiver.Answers(HttpStatusCode.ServiceUnavailable);
        await hub.AddAsync("truc-ban", receiver.Hook);
        await hub.RaiseAsync(1);
        await hub.UntilAsync(() => hub.Desk.Failing.Count == 1, TimeSpan.FromSeconds(20));
        var dead = Assert.Single(hub.Messages(NoticeMessageState.Dead));
        Assert.Equal((9, "HTTP 503"), (dead.Attempts, dead.Problem));
        Assert.Equal("truc-ban", Assert.Single(hub.Desk.Failing));
        var times = new List<long>();
        var ids = new HashSet<string>();
        while (receiver.Requests.Reader.TryRead(out var got))
        {
            times.Add(long.Parse(got.Timestamp, CultureInfo.InvariantCulture));
            ids.Add(got.Id);
        }
        Assert.Equal((9, 1), (times.Count, ids.Count));
        Assert.InRange(times[^1] - times[0], 1800, 8 * 3600 + 600);
        receiver.Answers(HttpStatusCode.OK);
        Assert.True(await hub.Desk.SendAgainAsync(dead.Id, Actor.Local));
        await hub.UntilAsync(() => hub.Messages(NoticeMessageState.Sent).Count == 1);
        Assert.Equal(dead.Key, (await receiver.NextAsync()).Id);
        Assert.Empty(hub.Desk.Failing);
        Assert.False(await hub.Desk.SendAgainAsync(dead.Id, Actor.Local));
    }

    [Fact]
    public async Task A_redirect_is_not_followed_and_a_refusal_not_repeated()
    {
        await using var hub = await NoticeHub.StartAsync();
        await using var receiver = await WebhookReceiver.StartAsync();
        await hub.AddAsync("truc-ban", receiver.Hook);
        receiver.Answers(HttpStatusCode.TemporaryRedirect, new Uri(receiver.Address, "elsewhere").AbsoluteUri);
        await hub.RaiseAsync(1);
        await hub.UntilAsync(() => hub.Messages(NoticeMessageState.Dead).Count == 1);
        receiver.Answers(HttpStatusCode.Gone);
        await hub.RaiseAsync(2);
        await hub.UntilAsync(() => hub.Messages(NoticeMessageState.Dead).Count == 2);
        await hub.PassAsync(TimeSpan.FromHours(3));
        Assert.Equal(("/hook", "/hook"), ((await receiver.NextAsync()).Path, (await receiver.NextAsync()).Path));
        Assert.False(receiver.Requests.Reader.TryRead(out _));
        Assert.Contains("redirect", hub.Messages()[^1].Problem, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_server_that_does_not_answer_holds_up_nobody_else_and_is_asked_again()
    {
        await using var hub = await NoticeHub.StartAsync();
        await using var slow = await WebhookReceiver.StartAsync();
        await using var other = await WebhookReceiver.StartAsync();
        var isFree = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        slow.Answers(_ => isFree.Task);
        await hub.AddAsync("cham", slow.Hook);
        await hub.AddAsync("nhanh", other.Hook);
        await hub.RaiseAsync(1);
        await hub.UntilAsync(() => hub.Messages(NoticeMessageState.Sent).Count == 1);
        Assert.Equal("nhanh", hub.Messages(NoticeMessageState.Sent)[0].Recipient);
        var first = await slow.NextAsync();
        hub.Time.Advance(TimeSpan.FromSeconds(15));
        await hub.UntilAsync(() => hub.Messages(NoticeMessageState.Waiting) is [{ Attempts: 1 }]);
        Assert.Equal("no answer within 15 s", hub.Messages(NoticeMessageState.Waiting)[0].Problem);
        slow.Answers(HttpStatusCode.OK);
        isFree.SetResult();
        await hub.UntilAsync(() => hub.Messages(NoticeMessageState.Sent).Count == 2);
        Assert.Equal(first.Id, (await slow.NextAsync()).Id);
    }

    [Fact]
    public async Task While_somebody_cannot_be_reached_three_messages_wait_and_the_rest_is_gathered_into_the_next()
    {
        await using var hub = await NoticeHub.StartAsync(("Alerts:WebhookTimeout", "00:02:00"));
        await using var receiver = await WebhookReceiver.StartAsync();
        receiver.Answers(HttpStatusCode.InternalServerError);
        await hub.AddAsync("truc-ban", receiver.Hook);
        for (var alert = 1; alert <= 6; alert++)
        {
            await hub.RaiseAsync(alert);
            var made = Math.Min(alert, RecipientLane.MostOnTheWay);
            await hub.UntilAsync(() => hub.Messages().Count == made && hub.Count(
                "SELECT through - (SELECT max(id) FROM alert) FROM notice_progress WHERE reader = 'recipients'") == 0);
        }
        Assert.Equal(3, hub.Messages(NoticeMessageState.Waiting).Count);
        await hub.ClearAsync(5);
        receiver.Answers(HttpStatusCode.OK);
        await hub.UntilAsync(() => hub.Messages(NoticeMessageState.Sent).Count == 4, TimeSpan.FromSeconds(20));
        var all = new List<Received>();
        while (receiver.Requests.Reader.TryRead(out var got))
            all.Add(got);
        var arrived = all.TakeLast(4).Select(got => got.Json.GetProperty("data").GetProperty("alerts").EnumerateArray()
            .Select(alert => $"{alert.GetProperty("news")} {alert.GetProperty("id")}").ToArray());
        Assert.Equal([["raised 1"], ["raised 2"], ["raised 3"], ["raised 4", "raised 6", "passed 5"]], arrived);
    }

    [Fact]
    public async Task A_hub_that_ends_between_sending_and_noting_it_sends_once_more_with_the_same_id()
    {
        await using var receiver = await WebhookReceiver.StartAsync();
        var isHeld = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        receiver.Answers(_ => isHeld.Task);
        await using var first = await NoticeHub.StartAsync();
        await first.AddAsync("truc-ban", receiver.Hook);
        await first.RaiseAsync(1);
        await first.UntilAsync(() => first.Sender.UnderWay == 1);
        var once = await receiver.NextAsync(); // It has all of it, and the hub does not know.
        await using var second = await first.RestartAsync();
        receiver.Answers(HttpStatusCode.OK);
        isHeld.SetResult();
        await second.UntilAsync(() => second.Messages(NoticeMessageState.Sent).Count == 1);
        var again = await receiver.NextAsync();
        Assert.Equal((once.Id, once.Body), (again.Id, again.Body));
        await second.PassAsync(TimeSpan.FromMinutes(3));
        Assert.False(receiver.Requests.Reader.TryRead(out _));
    }

    [Fact]
    public async Task What_was_committed_before_the_hub_ended_is_told_after_its_start()
    {
        await using var receiver = await WebhookReceiver.StartAsync();
        await using var first = await NoticeHub.StartAsync();
        await first.AddAsync("truc-ban", receiver.Hook);
        await first.RaiseAsync(1); // Its gathering has just begun.
        await using var second = await first.RestartAsync();
        await second.UntilAsync(() => second.Messages(NoticeMessageState.Sent).Count == 1);
        Assert.Contains("cong-1", (await receiver.NextAsync()).Body, StringComparison.Ordinal);
        Assert.Equal(1, second.Bus.Alerts.Count + first.Bus.Alerts.Count);
    }

    [Fact]
    public async Task A_storm_of_five_thousand_is_one_message_that_names_fifty()
    {
        await using var hub = await NoticeHub.StartAsync();
        await using var receiver = await WebhookReceiver.StartAsync();
        for (var i = 0; i < 5; i++)
            await hub.AddAsync($"so-{i}", $"{receiver.Address}{i}", language: "vi");
        await hub.RaiseAsync([.. Enumerable.Range(1, 5000)]);
        await hub.UntilAsync(() => hub.Messages(NoticeMessageState.Sent).Count == 5);
        var got = await receiver.NextAsync();
        var data = got.Json.GetProperty("data");
        Assert.Equal((5000, 50), (data.GetProperty("raised").GetInt32(), data.GetProperty("alerts").GetArrayLength()));
        Assert.Equal(4950, data.GetProperty("more")[0].GetProperty("count").GetInt32());
        Assert.Contains(
            "Và 4.950 cảnh báo nữa: mất kết nối: 4.950.", got.Json.GetProperty("text").GetString(),
            StringComparison.Ordinal);
        Assert.Equal(5000, hub.Bus.Alerts.Select(alert => alert.Number).Distinct().Count());
        await hub.ClearAsync([.. Enumerable.Range(1, 5000)]);
        await hub.UntilAsync(() => hub.Messages(NoticeMessageState.Sent).Count == 10);
        Assert.Equal((0, 10), (hub.Count("SELECT count(*) FROM notice"), hub.Messages().Count));
    }

    [Fact]
    public async Task Addresses_and_secrets_are_in_no_log()
    {
        await using var hub = await NoticeHub.StartAsync();
        await using var receiver = await WebhookReceiver.StartAsync();
        receiver.Answers(HttpStatusCode.NotFound);
        var recipient = await hub.AddAsync("truc-ban", receiver.Hook);
        await hub.AddAsync("phong-truc", "nguyen.van.a@example.vn");
        await hub.RaiseAsync(1);
        await hub.UntilAsync(() => hub.Logged.Count("285") >= 2);
        string[] secrets = [receiver.Hook, "nguyen", recipient.Secret!];
        Assert.DoesNotContain(
            hub.Logged.Lines, line => secrets.Any(secret => line.Contains(secret, StringComparison.Ordinal)));
    }
}
