using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using CheckIn.Contract;
using CheckIn.Hub.Settings;
using CheckIn.Hub.Tests.Web;

namespace CheckIn.Hub.Tests.Modes;

/// <summary>The API and the command line, with a hub that runs.</summary>
public sealed class ModeApiTests
{
    [Fact]
    public async Task An_order_is_given_listed_and_ended()
    {
        await using var hub = await StartAsync();
        using var given = await hub.Http.PostAsJsonAsync("/api/v1/modes", new
        {
            scope = "gate:cong-a",
            mode = ModeWords.HoldOpen,
            until = TimeProvider.System.GetUtcNow().AddHours(1),
            why = "test",
        });
        Assert.Equal(HttpStatusCode.Created, given.StatusCode);
        var id = (await given.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("id").GetString();
        var listed = Assert.Single((await hub.GetJsonAsync("/api/v1/modes")).GetProperty("modes").EnumerateArray());
        Assert.Equal((id, 1, 0), (listed.GetProperty("id").GetString(), listed.GetProperty("gates").GetInt32(),
            listed.GetProperty("in_force").GetInt32()));
        var own = Assert.Single((await hub.GetJsonAsync("/api/v1/gates/cong-a/modes")).GetProperty("modes").EnumerateArray());
        Assert.Equal(JsonValueKind.Null, own.GetProperty("state").ValueKind);
        using var ended = await hub.Http.PostAsync($"/api/v1/modes/{id}/end", null);
        Assert.Equal(HttpStatusCode.NoContent, ended.StatusCode);
        Assert.Empty((await hub.GetJsonAsync("/api/v1/modes")).GetProperty("modes").EnumerateArray());
        Assert.Single((await hub.GetJsonAsync("/api/v1/modes?state=past")).GetProperty("modes").EnumerateArray());
        using var twice = await hub.Http.PostAsync($"/api/v1/modes/{id}/end", null);
        Assert.Equal(HttpStatusCode.NotFound, twice.StatusCode);
        using var unknown = await hub.Http.GetAsync("/api/v1/gates/khong-co/modes");
        Assert.Equal(HttpStatusCode.NotFound, unknown.StatusCode);
    }

    [Theory]
    [InlineData("""{"scope":"nowhere","mode":"lockdown","until":"2030-01-01T00:00:00Z","why":"test"}""")]
    [InlineData("""{"scope":"gate:cong-a","mode":"lockdown","why":"test"}""")]
    [InlineData("""{"scope":"gate:cong-a","mode":"lockdown","until":"2099-01-01T00:00:00Z","why":"test"}""")]
    [InlineData("""{"scope":"gate:cong-a","mode":"open","until":"2030-01-01T00:00:00Z","why":"test"}""")]
    [InlineData("""{"scope":"gate:cong-a","minutes":5}""")]
    public async Task A_wrong_request_is_refused(string body)
    {
        await using var hub = await StartAsync();
        using var content = new StringContent(body, System.Text.Encoding.UTF8, "application/json");
        using var answer = await hub.Http.PostAsync("/api/v1/modes", content);
        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        Assert.Empty((await hub.GetJsonAsync("/api/v1/modes")).GetProperty("modes").EnumerateArray());
    }

    [Fact]
    public async Task The_command_line_orders_lists_and_ends()
    {
        await using var hub = await StartAsync();
        var (code, text) = await RunAsync(
            hub, "mode", "order", "lockdown", "gate:cong-a", "--until", "+2h", "--why", "thử", "--lang", "vi");
        Assert.Equal((0, true), (code, text.Contains("✓ Đã đặt khoá lối vào cho 1 cổng, đến ", StringComparison.Ordinal)));
        var id = text.Split("mode end ")[1].Trim();
        Assert.Contains("in force at 0 of 1", (await RunAsync(hub, "mode", "list")).Text, StringComparison.Ordinal);
        Assert.Contains("not heard yet", (await RunAsync(hub, "mode", "list", "--gate", "cong-a")).Text, StringComparison.Ordinal);
        Assert.Equal(0, (await RunAsync(hub, "mode", "end", id)).Code);
        Assert.Equal(1, (await RunAsync(hub, "mode", "end", id)).Code);
        Assert.Equal(2, (await RunAsync(hub, "mode", "order", "lockdown", "hub", "--until", "soon", "--why", "x")).Code);
    }

    private static async Task<WebHost> StartAsync()
    {
        var hub = await WebHost.StartAsync();
        await hub.Store.WriteAsync(db => db.Execute("INSERT INTO gate(name) VALUES('cong-a')"), default);
        return hub;
    }

    private static async Task<(int Code, string Text)> RunAsync(WebHost hub, params string[] args)
    {
        using var output = new StringWriter();
        var code = await HubCommands.RunAsync([.. args, "--hub", hub.Http.BaseAddress!.ToString()], output, output);
        return (code, output.ToString());
    }
}
