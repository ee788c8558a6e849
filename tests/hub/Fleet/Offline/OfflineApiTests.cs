using System.Net;
using System.Text.Json;
using CheckIn.Contract;
using CheckIn.Hub.Settings;
using CheckIn.Hub.Tests.Web;
using CheckIn.Storage;

namespace CheckIn.Hub.Tests.Fleet.Offline;

/// <summary>As scripts and operators ask the hub that runs.</summary>
public sealed class OfflineApiTests
{
    private const string Gate = "gate-a";

    [Fact]
    public async Task The_report_says_what_the_desk_knows()
    {
        await using var hub = await StoppedAsync();
        var report = await hub.GetJsonAsync("/api/v1/offline");
        Assert.Equal((2, 1), (Number(report, "gates_in_scope"), Number(report, "gates_offline")));
        var gate = report.GetProperty("gates")[0];
        Assert.Equal(
            (Gate, "=1+1", true),
            (Text(gate, "gate"), Text(gate, "label"), gate.GetProperty("is_offline").GetBoolean()));
        var outage = gate.GetProperty("outages")[0];
        Assert.Equal(("stopped", "stopped", true, 1234L), (Text(outage, "state"), Text(outage, "cause"),
            outage.GetProperty("sure").GetBoolean(), outage.GetProperty("backlog").GetInt64()));
        Assert.Equal(JsonValueKind.Null, outage.GetProperty("until").ValueKind);
        var today = TimeProvider.System.GetUtcNow().ToOffset(TimeSpan.FromHours(7));
        var day = await hub.GetJsonAsync($"/api/v1/offline?day={today:yyyy-MM-dd}");
        Assert.Equal((1, 1), (Number(day, "gates_offline"), day.GetProperty("gates").GetArrayLength()));
        Assert.Equal(0, Number(await hub.GetJsonAsync("/api/v1/offline?gate=gate-b"), "gates_offline"));
        Assert.Equal(0, Number(await hub.GetJsonAsync("/api/v1/offline?day=2026-01-01"), "gates_offline"));
    }

    [Fact]
    public async Task A_gates_timeline_has_its_states_in_order()
    {
        await using var hub = await StoppedAsync();
        async Task<string?> LastAsync(string gate) => Text((await hub.GetJsonAsync($"/api/v1/gates/{gate}/timeline"))
            .GetProperty("spells").EnumerateArray().Last(), "state");
        Assert.Equal(("stopped", "ready"), (await LastAsync(Gate), await LastAsync("gate-b")));
        Assert.Equal(HttpStatusCode.NotFound, (await hub.Http.GetAsync("/api/v1/gates/none/timeline")).StatusCode);
    }

    [Fact]
    public async Task Availability_is_told_of_all_and_by_site()
    {
        await using var hub = await StoppedAsync();
        var list = await hub.GetJsonAsync("/api/v1/availability");
        Assert.InRange(list.GetProperty("all").GetProperty("share").GetDouble(), 0, 1);
        Assert.True(list.GetProperty("sites").TryGetProperty("school", out _));
    }

    [Fact]
    public async Task A_label_that_a_spreadsheet_would_take_for_a_formula_stays_a_label()
    {
        await using var hub = await StoppedAsync();
        var answer = await hub.Http.GetAsync("/api/v1/offline?format=csv");
        Assert.Equal("text/csv; charset=utf-8", answer.Content.Headers.ContentType!.ToString());
        var bytes = await answer.Content.ReadAsByteArrayAsync();
        Assert.Equal([0xEF, 0xBB, 0xBF], bytes[..3]);
        var lines = System.Text.Encoding.UTF8.GetString(bytes[3..]).Split("\r\n");
        Assert.StartsWith(
            "gate,label,site,site_name,state,since,until,seconds,cause,sure,backlog,", lines[0],
            StringComparison.Ordinal);
        Assert.StartsWith("gate-a,\"'=1+1\",school,,stopped,", lines[1], StringComparison.Ordinal);
        Assert.Contains("+07:00,,", lines[1], StringComparison.Ordinal);
        Assert.Equal((3, ""), (lines.Length, lines[2]));
    }

    [Theory]
    [InlineData("day=21.11.2026", HttpStatusCode.BadRequest, "không phải ngày")]
    [InlineData("day=2999-01-01", HttpStatusCode.BadRequest, "chưa tới")]
    [InlineData("node=nowhere", HttpStatusCode.NotFound, "Không có đơn vị 'nowhere'")]
    [InlineData("gate=A B", HttpStatusCode.NotFound, "Không có cổng 'A B'")]
    [InlineData("limit=0", HttpStatusCode.BadRequest, "limit phải từ 1")]
    public async Task A_question_that_cannot_be_answered_is_refused_in_the_askers_language(
        string query, HttpStatusCode status, string words)
    {
        await using var hub = await WebHost.StartAsync();
        hub.Http.DefaultRequestHeaders.Add("Accept-Language", "vi");
        using var answer = await hub.Http.GetAsync("/api/v1/offline?" + query);
        Assert.Equal(status, answer.StatusCode);
        var problem = JsonDocument.Parse(await answer.Content.ReadAsStringAsync()).RootElement;
        Assert.Contains(words, Text(problem, "detail"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_command_answers_in_its_first_line_and_by_its_exit_code()
    {
        await using var hub = await WebHost.StartAsync();
        hub.Born("gate-b");
        var (exit, text) = await RunAsync(hub, "--lang", "en");
        Assert.Equal(0, exit);
        Assert.StartsWith("✓ None of 1 gates is offline now.", text, StringComparison.Ordinal);
        hub.Born(Gate);
        Stop(hub);
        (exit, text) = await RunAsync(hub, "--lang", "en");
        Assert.Equal(1, exit);
        Assert.StartsWith("! 1 of 2 gates are offline now. 1,234 events wait in them.", text, StringComparison.Ordinal);
        Assert.Contains("gate-a ", text, StringComparison.Ordinal);
        (exit, text) = await RunAsync(hub, "--lang", "vi");
        Assert.Equal(1, exit);
        Assert.Contains("đã dừng (có báo trước), còn 1.234 sự kiện chưa gửi", text, StringComparison.Ordinal);
        (exit, text) = await RunAsync(hub, "--lang", "en", "--day", "2026-01-01");
        Assert.Equal((0, true), (exit, text.StartsWith("✓ None of ", StringComparison.Ordinal)));
        (exit, text) = await RunAsync(hub, "--json");
        Assert.Equal((0, 1), (exit, Number(JsonDocument.Parse(text).RootElement, "gates_offline")));
        (exit, _) = await RunAsync(hub, "--site", "A B");
        Assert.Equal(1, exit);
    }

    private static async Task<WebHost> StoppedAsync()
    {
        var hub = await WebHost.StartAsync();
        await hub.Store.WriteAsync(Place, default);
        // Written behind the hub's back: otherwise it would look again after two seconds.
        hub.Get<Hub.Fleet.Offline.GatePlaces>().Now();
        hub.Born(Gate);
        hub.Born("gate-b");
        Stop(hub);
        return hub;
    }

    private static void Place(Database db) =>
        db.Execute("INSERT INTO gate(name, label, site) VALUES('gate-a', '=1+1', 'school')");

    private static void Stop(WebHost hub) =>
        hub.Fleet.OnState(Gate, new StateMessage(GateState.Stopped, 1, "boot-1", "1.0", 1234, "epoch-1"));

    private static async Task<(int Exit, string Text)> RunAsync(WebHost hub, params string[] line)
    {
        using var output = new StringWriter();
        using var errors = new StringWriter();
        var exit = await HubCommands.RunAsync(
            ["offline", .. line, "--hub", hub.Http.BaseAddress!.ToString()], output, errors);
        return (exit, output.ToString() + errors);
    }

    private static string? Text(JsonElement element, string name) => element.GetProperty(name).GetString();

    private static int Number(JsonElement element, string name) => element.GetProperty(name).GetInt32();
}
