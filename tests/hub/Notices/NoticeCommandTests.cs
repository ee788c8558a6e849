using System.Net;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using System.Threading.Channels;
using CheckIn.Contract;
using CheckIn.Hub.Alerts;
using CheckIn.Hub.Broker;
using CheckIn.Hub.Notices;
using CheckIn.Hub.Settings;
using CheckIn.Hub.Tests.Broker;
using CheckIn.Hub.Tests.Web;
using CheckIn.Mqtt;

namespace CheckIn.Hub.Tests.Notices;

/// <summary>Recipients and their messages as an operator types it, and as scripts ask, with a hub that runs.</summary>
public sealed class NoticeCommandTests
{
    [Fact]
    public async Task A_webhook_is_added_tried_listed_and_removed()
    {
        await using var hub = await WebHost.StartAsync();
        await using var receiver = await WebhookReceiver.StartAsync();
        var (exit, text, _) = await RunAsync(hub, "recipients", "list");
        Assert.Equal((0, true), (exit, text.StartsWith("! Nobody is told of alerts.", StringComparison.Ordinal)));
        (exit, text, _) = await RunAsync(
            hub, "recipients", "add", "truc-ban", receiver.Hook, "--least", "critical", "--quiet", "22:00-06:00");
        Assert.Equal(0, exit);
        Assert.StartsWith(
            "✓ truc-ban is told of alerts.\n  Its secret, shown this once: whsec_", text, StringComparison.Ordinal);
        (exit, text, _) = await RunAsync(hub, "recipients", "test", "truc-ban");
        Assert.Equal((0, "✓ The message to truc-ban was taken.\n"), (exit, text));
        Assert.Equal("checkin.test", (await receiver.NextBodyAsync()).GetProperty("type").GetString());
        receiver.Answers(HttpStatusCode.NotFound);
        (exit, text, _) = await RunAsync(hub, "recipients", "test", "truc-ban", "--lang", "vi");
        Assert.Equal((1, "✗ Không gửi được cho truc-ban: HTTP 404, it is not wanted there.\n"), (exit, text));
        (exit, text, _) = await RunAsync(hub, "recipients", "list");
        Assert.Equal(0, exit);
        Assert.StartsWith("✓ Told of alerts: 1.\n", text, StringComparison.Ordinal);
        Assert.Contains("22:00-06:00", text, StringComparison.Ordinal);
        Assert.DoesNotContain("whsec_", text, StringComparison.Ordinal);
        (exit, text, _) = await RunAsync(hub, "recipients", "remove", "truc-ban");
        Assert.Equal((0, "✓ truc-ban is told nothing any more.\n"), (exit, text));
        (exit, _, var errors) = await RunAsync(hub, "recipients", "remove", "truc-ban", "--lang", "vi");
        Assert.Equal((1, "✗ Không có người nhận truc-ban. Chưa làm gì cả.\n"), (exit, errors));
        var audit = (await hub.GetJsonAsync("api/v1/audit?after=0")).GetProperty("audit").EnumerateArray()
            .Select(row => $"{row.GetProperty("action")} {row.GetProperty("subject")} {row.GetProperty("detail")}");
        string[] acts =
        [
            "recipient_added truc-ban webhook, critical, level 1, node all, quiet 22:00-06:00",
            "recipient_removed truc-ban ",
        ];
        Assert.Equal(acts, audit);
    }

    [Fact]
    public async Task What_was_given_up_is_listed_and_sent_again()
    {
        await using var hub = await WebHost.StartAsync("--Alerts:Gather=00:00:00");
        await using var receiver = await WebhookReceiver.StartAsync();
        receiver.Answers(HttpStatusCode.NotFound);
        await RunAsync(hub, "recipients", "add", "truc-ban", receiver.Hook);
        Assert.Equal("✓ No message was given up.\n", (await RunAsync(hub, "notices")).Text);
        var desk = hub.Get<NoticeDesk>();
        await RaiseAsync(hub);
        await receiver.NextAsync();
        while (desk.Messages(NoticeMessageState.Dead, null, 10).Count == 0)
            await Task.Delay(20);
        var (exit, text, _) = await RunAsync(hub, "notices");
        Assert.Equal(1, exit);
        Assert.StartsWith("✗ Given up: 1.", text, StringComparison.Ordinal);
        Assert.Contains("HTTP 404", text, StringComparison.Ordinal);
        Assert.Equal(1, (await RunAsync(hub, "recipients", "list")).Exit);
        receiver.Answers(HttpStatusCode.NoContent);
        (exit, text, _) = await RunAsync(hub, "notices", "again", "1");
        Assert.Equal((0, "✓ Message 1 is sent again.\n"), (exit, text));
        await receiver.NextAsync();
        while (desk.Messages(NoticeMessageState.Sent, null, 10).Count == 0)
            await Task.Delay(20);
        Assert.Equal(1, (await RunAsync(hub, "notices", "again", "1")).Exit);
        Assert.Equal(0, (await RunAsync(hub, "notices")).Exit);
        var sent = (await hub.GetJsonAsync("api/v1/notices?state=sent")).GetProperty("messages")[0];
        Assert.Equal(
            ("truc-ban", "sent", 0),
            (sent.GetProperty("recipient").GetString(), sent.GetProperty("state").GetString(),
                sent.GetProperty("attempts").GetInt32()));
    }

    [Fact]
    public async Task Whoever_subscribes_reads_the_changes_of_alerts_on_mqtt()
    {
        await using var hub = await WebHost.StartAsync();
        var heard = Channel.CreateUnbounded<MqttMessage>();
        await using var client = await MqttClient.ConnectAsync(new MqttClientOptions
        {
            Port = hub.Get<BrokerEndPoint>().Bound!.Port,
            ClientId = "Tich-hop",
            Password = Encoding.UTF8.GetBytes(hub.Get<Hub.Accounts.LocalOperator>().Token),
            OnMessage = (message, cancellation) => heard.Writer.WriteAsync(message, cancellation),
        }, Patience.Token);
        await client.SubscribeAsync([Topics.HubAlerts], MqttQos.AtLeastOnce, Patience.Token);
        await RaiseAsync(hub);
        var message = await heard.NextAsync();
        Assert.Equal((ContentTypes.Alert, MqttQos.AtLeastOnce), (message.ContentType, message.Qos));
        var alert = JsonSerializer.Deserialize(message.Payload.Span, ContractJson.Default.AlertMessage)!;
        Assert.Equal(("raised", 70L, "cong-1"), (alert.Change, alert.Alert, alert.Subject));
    }

    [Fact]
    public async Task Wrong_requests_are_refused_in_words_and_strange_pages_altogether()
    {
        await using var hub = await WebHost.StartAsync();
        (HttpMethod Method, string Path, string Body, HttpStatusCode Expected)[] cases =
        [
            (HttpMethod.Post, "recipients", "{", HttpStatusCode.BadRequest),
            (HttpMethod.Post, "recipients", """{"nam":"x"}""", HttpStatusCode.BadRequest),
            (HttpMethod.Post, "recipients", """{"name":"x","address":"y"}""", HttpStatusCode.BadRequest),
            (HttpMethod.Post, "recipients", """{"name":"x","address":"a@example.vn","node":"nowhere"}""",
                HttpStatusCode.Conflict),
            (HttpMethod.Delete, "recipients/x", "", HttpStatusCode.NotFound),
            (HttpMethod.Post, "recipients/x/test", "", HttpStatusCode.NotFound),
            (HttpMethod.Post, "notices/5/again", "", HttpStatusCode.NotFound),
            (HttpMethod.Get, "notices?state=lost", "", HttpStatusCode.BadRequest),
        ];
        foreach (var (method, path, body, expected) in cases)
        {
            using var request = new HttpRequestMessage(method, "api/v1/" + path);
            if (method == HttpMethod.Post)
                request.Content = new StringContent(body, Encoding.UTF8, "application/json");
            using var answer = await hub.Http.SendAsync(request);
            Assert.Equal((path, expected), (path, answer.StatusCode));
            Assert.NotEmpty((await answer.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("detail").GetString()!);
        }
        using var strange = new HttpRequestMessage(HttpMethod.Get, "api/v1/recipients");
        strange.Headers.Add("Sec-Fetch-Site", "cross-site");
        Assert.Equal(HttpStatusCode.Forbidden, (await hub.Http.SendAsync(strange)).StatusCode);
        var api = await hub.Http.GetStringAsync("openapi/v1.json");
        Assert.All(
            ["/api/v1/recipients", "/api/v1/recipients/{name}/test", "/api/v1/notices", "/api/v1/notices/{id}/again"],
            path => Assert.Contains($"\"{path}\"", api, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Machines_get_json()
    {
        await using var hub = await WebHost.StartAsync();
        var (_, text, _) = await RunAsync(hub, "recipients", "add", "truc-ban", "https://chat.example.vn/x", "--json");
        var secret = JsonDocument.Parse(text).RootElement.GetProperty("secret").GetString();
        Assert.StartsWith("whsec_", secret, StringComparison.Ordinal);
        (_, text, _) = await RunAsync(hub, "recipients", "list", "--json");
        Assert.Equal("webhook", JsonDocument.Parse(text).RootElement.GetProperty("channel").GetString());
    }

    [Theory]
    [InlineData("--Alerts:Mail:Server=mail.example.vn", "Alerts:Mail:From is ''")]
    [InlineData("--Alerts:Mail:Port=0", "Alerts:Mail:Port is '0'; allowed: 1 to 65535")]
    [InlineData("--Alerts:Gather=01:00:00", "Alerts:Gather is '01:00:00'")]
    public async Task A_wrong_setting_ends_the_start_with_what_is_wrong(string setting, string problem)
    {
        var failure = await Assert.ThrowsAnyAsync<Exception>(() => WebHost.StartAsync(setting));
        Assert.Contains(problem, failure.Message, StringComparison.Ordinal);
    }

    private static async Task RaiseAsync(WebHost hub)
    {
        var (desk, now) = (hub.Get<NoticeDesk>(), TimeProvider.System.GetUtcNow());
        AlertChange[] changes = [new(AlertChangeKind.Raised, new Alert(
            70, AlertKinds.Tamper, new AlertSubject(AlertSubjectKind.Gate, "cong-1"), Severity.Critical, now, now, null,
            1, new Dictionary<string, string>()))];
        await hub.Store.WriteAsync(db =>
        {
            AlertRecords.Save(db, changes, now);
            desk.Plan(db, changes);
        }, default);
        desk.OnCommitted(changes);
    }

    private static async Task<(int Exit, string Text, string Errors)> RunAsync(WebHost hub, params string[] line)
    {
        using var output = new StringWriter { NewLine = "\n" };
        using var errors = new StringWriter { NewLine = "\n" };
        string[] language = line.Contains("--lang") ? [] : ["--lang", "en"];
        string[] all = [.. line, .. language, "--hub", hub.Http.BaseAddress!.ToString()];
        var exit = await HubCommands.RunAsync(all, output, errors);
        return (exit, output.ToString(), errors.ToString());
    }
}
