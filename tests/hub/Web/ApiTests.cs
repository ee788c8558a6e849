using System.Net;
using System.Text.Json;
using CheckIn.Hub.Tests.Events;
using CheckIn.Hub.Tests.Ingest;

namespace CheckIn.Hub.Tests.Web;

public sealed class ApiTests
{
    [Fact]
    public async Task Paging_returns_every_event_once_in_order_whatever_the_page()
    {
        await using var hub = await WebHost.StartAsync();
        var (a, b) = (new TestJournal("epoch-a", 23), new TestJournal("epoch-b", 11));
        await hub.StoreAsync("gate-a", a, 1, 12);
        await hub.StoreAsync("gate-b", b, 1, 11);
        await hub.StoreAsync("gate-a", a, 13, 23);
        foreach (var limit in new[] { 1, 7, 34, 1000 })
        {
            var all = await PagesAsync(hub, $"limit={limit}");
            Assert.Equal(34, all.Count);
            Assert.Equal(all.Select(Cursor).Distinct().Order(), all.Select(Cursor));
            var ofA = await PagesAsync(hub, $"gate=gate-a&limit={limit}");
            Assert.Equal(Enumerable.Range(1, 23), ofA.Select(e => e.GetProperty("seq").GetInt32()));
            Assert.All(ofA, e => Assert.Equal("gate-a", e.GetProperty("gate").GetString()));
        }
    }

    [Fact]
    public async Task An_event_carries_its_fact_byte_for_byte()
    {
        await using var hub = await WebHost.StartAsync();
        var journal = new TestJournal("epoch-1", 1);
        await hub.StoreAsync("gate-a", journal, 1, 1);
        var page = await hub.GetJsonAsync("/api/v1/events?gate=gate-a");
        var stored = Assert.Single(page.GetProperty("events").EnumerateArray());
        Assert.Equal(journal.Fact(1), stored.GetProperty("event").GetRawText());
        Assert.Equal(
            ("epoch-1", "decision", "in-1", "in"),
            (Text(stored, "epoch"), Text(stored, "kind"), Text(stored, "lane"), Text(stored, "direction")));
        Assert.Equal(TimeSpan.Zero, stored.GetProperty("at").GetDateTimeOffset().Offset);
        Assert.Equal(1_795_000_000_000, stored.GetProperty("at").GetDateTimeOffset().ToUnixTimeMilliseconds());
        Assert.True(stored.TryGetProperty("received_at", out _));
        Assert.Equal(JsonValueKind.Null, page.GetProperty("next").ValueKind);
    }

    [Fact]
    public async Task A_corrected_time_stands_beside_the_gates_own()
    {
        await using var hub = await WebHost.StartAsync();
        var journal = new ClockedJournal("epoch-1");
        journal.Add("boot-1", 1_000_000_000, 1000, null);
        journal.Add("boot-1", 2_000_000_000, 1_795_000_002_000, new CheckIn.Contract.ClockQuality(5, 1));
        await hub.Store.StoreAsync("gate-a", CheckIn.Contract.EventBatch.Read(journal.Batch(1, 2)), default);
        JsonElement[] events = [];
        for (var i = 0; i < 1000 && (i == 0 || Text(events[0], "corrected_at") is null); i++)
            events = [.. (await hub.GetJsonAsync("/api/v1/events")).GetProperty("events").EnumerateArray()];
        Assert.Equal(1000, events[0].GetProperty("at").GetDateTimeOffset().ToUnixTimeMilliseconds());
        Assert.Equal(
            1_795_000_001_000, events[0].GetProperty("corrected_at").GetDateTimeOffset().ToUnixTimeMilliseconds());
        Assert.Equal(5, events[0].GetProperty("corrected_error_ms").GetInt64());
        Assert.Equal(JsonValueKind.Null, events[1].GetProperty("corrected_at").ValueKind);
    }

    [Theory]
    [InlineData("limit=0", "limit", "'0'", "1 to 1000")]
    [InlineData("limit=1001", "limit", "'1001'", "1 to 1000")]
    [InlineData("limit=many", "limit", "'many'", "1 to 1000")]
    [InlineData("after=-1", "after", "'-1'", "cursor")]
    [InlineData("after=99999999999999999999", "after", "'99999999999999999999'", "cursor")]
    [InlineData("gate=Gate%20A", "gate", "'Gate A'", "a to z")]
    public async Task A_bad_parameter_is_named_with_its_value_and_what_is_allowed(string query, params string[] named)
    {
        await using var hub = await WebHost.StartAsync();
        using var answer = await hub.Http.GetAsync("/api/v1/events?" + query);
        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        Assert.Equal("application/problem+json", answer.Content.Headers.ContentType?.MediaType);
        using var problem = JsonDocument.Parse(await answer.Content.ReadAsStringAsync());
        var detail = problem.RootElement.GetProperty("detail").GetString();
        Assert.All(named, word => Assert.Contains(word, detail, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Gates_are_listed_with_state_and_counts_in_snake_case()
    {
        await using var hub = await WebHost.StartAsync();
        hub.Born("gate-a");
        await hub.StoreAsync("gate-a", new TestJournal("epoch-1", 5), 1, 5);
        await hub.StoreAsync("gate-a", new TestJournal("epoch-1", 5), 4, 5);
        var gate = Assert.Single((await hub.GetJsonAsync("/api/v1/gates")).GetProperty("gates").EnumerateArray());
        string[] names =
        [
            "id", "state", "since", "last_seen", "session", "version", "backlog",
            "events", "duplicates", "lost", "conflicts", "clock",
        ];
        Assert.All(names, name => Assert.True(gate.TryGetProperty(name, out _), name));
        Assert.Equal(("gate-a", "ready", "1.0"), (Text(gate, "id"), Text(gate, "state"), Text(gate, "version")));
        Assert.Equal(
            (5, 2, 1234),
            (gate.GetProperty("events").GetInt32(), gate.GetProperty("duplicates").GetInt32(),
                gate.GetProperty("backlog").GetInt32()));
    }

    [Fact]
    public async Task Health_is_503_with_why_while_events_cannot_be_stored()
    {
        await using var hub = await WebHost.StartAsync();
        Assert.Equal("ok", Text(await hub.GetJsonAsync("/healthz"), "status"));
        await Assert.ThrowsAsync<CheckIn.Storage.DatabaseException>(
            () => hub.Store.WriteAsync(db => db.Execute("INSERT INTO nowhere VALUES(1)"), default));
        using var answer = await hub.Http.GetAsync("/healthz");
        Assert.Equal(HttpStatusCode.ServiceUnavailable, answer.StatusCode);
        Assert.Contains("nowhere", await answer.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_api_describes_itself()
    {
        await using var hub = await WebHost.StartAsync();
        var paths = (await hub.GetJsonAsync("/openapi/v1.json")).GetProperty("paths");
        Assert.All(
            new[] { "/healthz", "/api/v1/gates", "/api/v1/events" },
            path => Assert.True(paths.TryGetProperty(path, out _), path));
    }

    private static async Task<List<JsonElement>> PagesAsync(WebHost hub, string query)
    {
        var all = new List<JsonElement>();
        for (long? after = 0; after is not null;)
        {
            var page = await hub.GetJsonAsync($"/api/v1/events?{query}&after={after}");
            all.AddRange(page.GetProperty("events").EnumerateArray());
            var next = page.GetProperty("next");
            after = next.ValueKind == JsonValueKind.Null ? null : next.GetInt64();
        }
        return all;
    }

    private static long Cursor(JsonElement stored) => stored.GetProperty("cursor").GetInt64();

    private static string? Text(JsonElement json, string name) => json.GetProperty(name).GetString();
}
