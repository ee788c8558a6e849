using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using CheckIn.Contract;
using CheckIn.Hub.Settings;
using CheckIn.Hub.Tests.Web;

namespace CheckIn.Hub.Tests.Alerts;

/// <summary>The whole hub: page, scripts and command line ask it over HTTP.</summary>
public sealed class AlertApiTests : IAsyncLifetime
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);
    private WebHost _hub = null!;

    public async Task InitializeAsync()
    {
        _hub = await WebHost.StartAsync("--Alerts:Rules:tamper:ClearAfter=00:00:00");
        _hub.Born("a");
        Tell([AlarmWords.Tamper]);
        await UntilAsync(list => list.GetArrayLength() == 1);
    }

    public async Task DisposeAsync() => await _hub.DisposeAsync();

    [Fact]
    public async Task An_alert_is_listed_answered_and_past_when_it_is_over()
    {
        var alert = (await _hub.GetJsonAsync("/api/v1/alerts")).GetProperty("alerts")[0];
        Assert.Equal(("tamper", "gate", "a", "critical"), (
            Text(alert, "kind"), Text(alert, "subject_kind"), Text(alert, "subject"), Text(alert, "severity")));
        var id = alert.GetProperty("id").GetInt64();
        await PostAsync($"{id}/acknowledge", null, HttpStatusCode.NoContent);
        await PostAsync($"{id}/snooze", new { for_s = 3600 }, HttpStatusCode.NoContent);
        alert = (await _hub.GetJsonAsync("/api/v1/alerts")).GetProperty("alerts")[0];
        Assert.Equal("local", Text(alert, "acknowledged_by"));
        var (raised, until) = (alert.GetProperty("raised_at"), alert.GetProperty("snoozed_until"));
        Assert.True(until.GetDateTimeOffset() > raised.GetDateTimeOffset());
        await PostAsync($"{id}/wake", null, HttpStatusCode.NoContent);
        Tell([]);
        await UntilAsync(list => list.GetArrayLength() == 0);
        var past = await _hub.GetJsonAsync("/api/v1/alerts?state=past&limit=1");
        Assert.Equal(id, past.GetProperty("alerts")[0].GetProperty("id").GetInt64());
        Assert.Equal(id, past.GetProperty("next").GetInt64());
        var earlier = await _hub.GetJsonAsync($"/api/v1/alerts?state=past&before={id}");
        Assert.Equal(0, earlier.GetProperty("alerts").GetArrayLength());
        await PostAsync($"{id}/acknowledge", null, HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task What_cannot_be_done_is_refused_in_the_askers_language()
    {
        await PostAsync("1/snooze", new { for_s = 0 }, HttpStatusCode.BadRequest);
        await PostAsync("1/snooze", new { until = "2020-01-01T00:00:00Z" }, HttpStatusCode.BadRequest);
        await PostAsync("1/snooze", new { nonsense = 1 }, HttpStatusCode.BadRequest);
        Assert.Equal(HttpStatusCode.BadRequest, (await _hub.Http.GetAsync("/api/v1/alerts?state=old")).StatusCode);
        using var request = new HttpRequestMessage(HttpMethod.Post, "/api/v1/alerts/99/acknowledge");
        request.Headers.AcceptLanguage.ParseAdd("vi");
        using var answer = await _hub.Http.SendAsync(request);
        Assert.Contains("Không có cảnh báo 99", await answer.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Whoever_listens_is_told_at_once_and_at_every_change()
    {
        using var stream = new StreamReader(await _hub.Http.GetStreamAsync("/api/v1/alerts/stream"));
        const string raised = """{"standing":1,"critical":1,"unanswered":1}""";
        Assert.Equal(raised, await NextAsync(stream));
        await PostAsync("1/acknowledge", null, HttpStatusCode.NoContent);
        const string acknowledged = """{"standing":1,"critical":1,"unanswered":0}""";
        Assert.Equal(acknowledged, await NextAsync(stream, raised));
        Tell([]);
        Assert.Equal("""{"standing":0,"critical":0,"unanswered":0}""", await NextAsync(stream, acknowledged));
    }

    [Fact]
    public async Task The_command_line_lists_and_answers_and_its_first_line_and_exit_code_say_how_it_is()
    {
        var (exit, output) = await RunAsync("alerts", "--lang", "en");
        Assert.Equal(1, exit);
        Assert.StartsWith("✗ Alerts standing: 1, of these critical: 1.", output, StringComparison.Ordinal);
        Assert.Contains("Gate a: case opened since ", output, StringComparison.Ordinal);
        Assert.Equal((0, "✓ Alert 1 is acknowledged."), await RunAsync("alerts", "acknowledge", "1", "--lang", "en"));
        Assert.Equal(
            (0, "✓ Đã tạm ẩn cảnh báo 1."), await RunAsync("alerts", "snooze", "1", "--hours", "8", "--lang", "vi"));
        Assert.Contains("tạm ẩn đến", (await RunAsync("alerts", "--lang", "vi")).Output, StringComparison.Ordinal);
        Assert.Equal((0, "✓ Alert 1 is awake again."), await RunAsync("alerts", "wake", "1", "--lang", "en"));
        Assert.Equal(1, (await RunAsync("alerts", "snooze", "1", "--hours", "-1")).Exit);
        Assert.Equal(1, (await RunAsync("alerts", "acknowledge", "77")).Exit);
        var (_, json) = await RunAsync("alerts", "--json");
        Assert.Equal(1, JsonDocument.Parse(json).RootElement.GetProperty("id").GetInt64());
        Tell([]);
        await UntilAsync(list => list.GetArrayLength() == 0);
        Assert.Equal((0, "✓ No alert stands."), await RunAsync("alerts", "--lang", "en"));
        var (_, past) = await RunAsync("alerts", "--past", "--lang", "en");
        Assert.Contains("case opened", past, StringComparison.Ordinal);
    }

    private void Tell(string[] alarms) =>
        _hub.Fleet.OnHealth("a", new HealthMessage(1, 60, 0, 0, 0, 0, 0, 0, 0) { Alarms = alarms });

    private async Task PostAsync(string path, object? body, HttpStatusCode expected)
    {
        using var answer = await _hub.Http.PostAsync(
            "/api/v1/alerts/" + path, body is null ? null : JsonContent.Create(body));
        Assert.Equal(expected, answer.StatusCode);
    }

    private async Task UntilAsync(Func<JsonElement, bool> isSo)
    {
        using var stream = new StreamReader(await _hub.Http.GetStreamAsync("/api/v1/alerts/stream"));
        do
            await NextAsync(stream);
        while (!isSo((await _hub.GetJsonAsync("/api/v1/alerts")).GetProperty("alerts")));
    }

    /// <param name="known">Who begins to listen while something changes may be told the same again.</param>
    private static async Task<string> NextAsync(StreamReader stream, string? known = null)
    {
        using var patience = new CancellationTokenSource(Patience);
        while (true)
        {
            var line = await stream.ReadLineAsync(patience.Token) ?? throw new EndOfStreamException();
            if (line.StartsWith("data: ", StringComparison.Ordinal) && line["data: ".Length..] is var data && data != known)
                return data;
        }
    }

    private async Task<(int Exit, string Output)> RunAsync(params string[] words)
    {
        using var output = new StringWriter();
        using var errors = new StringWriter();
        var exit = await HubCommands.RunAsync([.. words, "--hub", _hub.Http.BaseAddress!.ToString()], output, errors);
        return (exit, output.ToString().Trim());
    }

    private static string? Text(JsonElement alert, string name) => alert.GetProperty(name).GetString();
}
