using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using CheckIn.Contract;
using CheckIn.Hub.Commands;
using CheckIn.Hub.Settings;
using CheckIn.Hub.Tests.Updates;

namespace CheckIn.Hub.Tests.Commands;

/// <summary>The whole hub, asked over HTTP and by its command line.</summary>
public sealed class CommandApiTests
{
    [Fact]
    public async Task A_command_is_given_answered_and_found_again()
    {
        await using var hub = await UpdateHub.StartAsync();
        await hub.EnrolAsync("truong-a", "cong-a");
        var (status, given) = await AskAsync(hub, HttpMethod.Post, "gates/cong-a/commands", """{"name":"self_test"}""");
        Assert.Equal((HttpStatusCode.Created, "sent"), (status, given.GetProperty("state").GetString()));
        var id = given.GetProperty("id").GetString()!;
        var waiting = AskAsync(hub, HttpMethod.Get, $"commands/{id}?wait=20");
        await hub.Host.Get<CommandDesk>().HearAsync(
            "cong-a", new ReplyMessage(id, ReplyStates.Done, Checks: [new("journal", true, "12 events"), new("hub", false)]));
        var answer = (await waiting).Body;
        Assert.Equal("done", answer.GetProperty("state").GetString());
        Assert.Equal("12 events", answer.GetProperty("checks")[0].GetProperty("detail").GetString());
        var list = (await AskAsync(hub, HttpMethod.Get, "gates/cong-a/commands?limit=1")).Body;
        Assert.Equal(id, list.GetProperty("commands")[0].GetProperty("id").GetString());
        Assert.Equal(id, list.GetProperty("next").GetString());
        Assert.Equal(0, (await AskAsync(hub, HttpMethod.Get, "gates/cong-a/commands?before=" + id)).Body
            .GetProperty("commands").GetArrayLength());
    }

    [Fact]
    public async Task Many_are_commanded_with_the_number_confirmed()
    {
        await using var hub = await UpdateHub.StartAsync();
        await hub.EnrolAsync("truong-a", "cong-a", "cong-b");
        var reach = (await AskAsync(hub, HttpMethod.Get, "commands/reach?scope=site:truong-a&name=identify")).Body;
        Assert.Equal((2, 2), (reach.GetProperty("gates").GetInt32(), reach.GetProperty("present").GetInt32()));
        const string wrong = """{"scope":"site:truong-a","name":"identify","confirmed":3}""";
        Assert.Equal(HttpStatusCode.Conflict, (await AskAsync(hub, HttpMethod.Post, "commands", wrong)).Status);
        var (status, batch) = await AskAsync(
            hub, HttpMethod.Post, "commands", """{"scope":"site:truong-a","name":"identify","confirmed":2,"seconds":5}""");
        Assert.Equal((HttpStatusCode.Created, 2), (status, batch.GetProperty("commands").GetArrayLength()));
        var found = (await AskAsync(
            hub, HttpMethod.Get, "commands/batches/" + batch.GetProperty("id").GetString())).Body;
        Assert.Equal("site:truong-a", found.GetProperty("scope").GetString());
    }

    [Theory]
    [InlineData("POST", "gates/cong-a/open", "{}", HttpStatusCode.BadRequest)]
    [InlineData("POST", "gates/cong-a/admit", "{}", HttpStatusCode.BadRequest)]
    [InlineData("POST", "gates/cong-a/admit", """{"lane":"vao","number":"12"}""", HttpStatusCode.BadRequest)]
    [InlineData("POST", "gates/cong-a/admit", """{"lane":"vao","operator":"person:an"}""", HttpStatusCode.BadRequest)]
    [InlineData("POST", "gates/cong-a/commands", """{"name":"fly"}""", HttpStatusCode.BadRequest)]
    [InlineData("POST", "gates/cong-a/commands", """{"name":"identify","colour":"red"}""", HttpStatusCode.BadRequest)]
    [InlineData("POST", "gates/khong-co/commands", """{"name":"identify"}""", HttpStatusCode.NotFound)]
    [InlineData("POST", "commands", """{"scope":"site","name":"identify","confirmed":1}""", HttpStatusCode.NotFound)]
    [InlineData("POST", "commands", """{"scope":"hub","name":"open_once","lane":"vao","confirmed":1}""", HttpStatusCode.BadRequest)]
    [InlineData("GET", "commands/khong-co", null, HttpStatusCode.NotFound)]
    [InlineData("GET", "commands/batches/khong-co", null, HttpStatusCode.NotFound)]
    public async Task What_cannot_be_given_says_so(string method, string path, string? body, HttpStatusCode expected)
    {
        await using var hub = await UpdateHub.StartAsync();
        await hub.EnrolAsync("truong-a", "cong-a");
        Assert.Equal(expected, (await AskAsync(hub, new HttpMethod(method), path, body)).Status);
    }

    [Fact]
    public async Task The_command_line_waits_for_the_answer_and_shows_it()
    {
        await using var hub = await UpdateHub.StartAsync();
        await hub.EnrolAsync("truong-a", "cong-a");
        var desk = hub.Host.Get<CommandDesk>();
        var running = RunAsync(hub, "command", "scan-test", "cong-a", "--lane", "vao", "--seconds", "5");
        var id = await FirstAsync(hub);
        await desk.HearAsync("cong-a", new ReplyMessage(id, ReplyStates.Accepted));
        await desk.HearAsync("cong-a", new ReplyMessage(id, ReplyStates.Done, Scan: new(true, "cccd", 812)));
        var (code, output) = await running;
        Assert.True(code == 0, output);
        Assert.Contains("A code of kind cccd was read after 812 ms.", output, StringComparison.Ordinal);
        (code, output) = await RunAsync(hub, "command", "list", "cong-a");
        Assert.Contains("✓", output, StringComparison.Ordinal);
        Assert.Contains("scan_test vao", output, StringComparison.Ordinal);
        Assert.Equal(0, code);
        (code, output) = await RunAsync(hub, "command", "many", "site:truong-a", "identify");
        Assert.Equal(1, code);
        Assert.Contains("say --yes", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Whom_a_gates_rules_refuse_the_command_line_does_not_call_let_in()
    {
        await using var hub = await UpdateHub.StartAsync();
        await hub.EnrolAsync("truong-a", "cong-a");
        var running = RunAsync(hub, "command", "admit", "cong-a", "vao");
        await hub.Host.Get<CommandDesk>().HearAsync("cong-a", new ReplyMessage(
            await FirstAsync(hub), ReplyStates.Done, Entry: new("refused", Reasons.Full, 12)));
        var (code, output) = await running;
        Assert.Equal(1, code);
        Assert.Contains("✗ The gate refuses: full. It is event 12.", output, StringComparison.Ordinal);
    }

    private static async Task<string> FirstAsync(UpdateHub hub)
    {
        for (var i = 0; i < 400; i++)
        {
            var list = (await AskAsync(hub, HttpMethod.Get, "gates/cong-a/commands")).Body.GetProperty("commands");
            if (list.GetArrayLength() > 0)
                return list[0].GetProperty("id").GetString()!;
            await Task.Delay(50);
        }
        throw new TimeoutException("No command was given.");
    }

    private static async Task<(int Code, string Output)> RunAsync(UpdateHub hub, params string[] args)
    {
        var output = new StringWriter();
        var code = await HubCommands.RunAsync(
            [.. args, "--lang", "en", "--hub", hub.Web.BaseAddress!.ToString().TrimEnd('/')], output, output);
        return (code, output.ToString());
    }

    private static async Task<(HttpStatusCode Status, JsonElement Body)> AskAsync(
        UpdateHub hub, HttpMethod method, string path, string? body = null)
    {
        using var request = new HttpRequestMessage(method, "api/v1/" + path)
        {
            Content = body is null ? null : new StringContent(body, null, "application/json"),
        };
        using var answer = await hub.Web.SendAsync(request);
        var text = await answer.Content.ReadAsStringAsync();
        return (answer.StatusCode, text.Length == 0 ? default : JsonDocument.Parse(text).RootElement.Clone());
    }
}
