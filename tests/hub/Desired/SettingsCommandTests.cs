using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using CheckIn.Hub.Settings;
using CheckIn.Hub.Tests.Web;

namespace CheckIn.Hub.Tests.Desired;

/// <summary>
/// Settings as an operator types them, and as scripts ask, with a hub that runs and gates that are connected.
/// </summary>
public sealed class SettingsCommandTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    [Fact]
    public async Task A_setting_is_set_applied_shown_and_rolled_back()
    {
        await using var hub = await WebHost.StartAsync();
        await using var gate = await ReportingGate.ConnectAsync("cong-1", hub.MqttPort);
        await UntilAsync(async () =>
            (await hub.GetJsonAsync("api/v1/settings/scopes/hub")).GetProperty("gates").GetInt32() == 1);
        Assert.Equal((0, "Nothing is set yet; gates have what their own file and their plan say.\n"),
            await RunAsync(hub, "settings", "list"));
        var (exit, text) = await RunAsync(hub, "settings", "set", "hub", "Health:TooHot=75", "--dry-run");
        Assert.Equal((0, true), (exit, text.Contains("Nothing was changed.", StringComparison.Ordinal)));
        (exit, text) = await RunAsync(hub, "settings", "set", "hub", "health:toohot=75", "--title", "hot summers");
        Assert.Equal(0, exit);
        Assert.StartsWith("✓ hub is at version 1; ", text, StringComparison.Ordinal);
        var wanted = await gate.WantedAsync();
        Assert.Equal("""{"Health":{"TooHot":75}}""", wanted.Values.ToJsonString());
        await gate.ApplyAsync(wanted);
        await UntilAsync(async () =>
            (await RunAsync(hub, "settings", "list")).Text.Contains("1 of 1 applied", StringComparison.Ordinal));
        (_, text) = await RunAsync(hub, "settings", "gate", "cong-1");
        Assert.Equal("Health:TooHot = 75  (hub 1)\n✓ applied\n", text);
        (exit, text) = await RunAsync(hub, "settings", "rollback", "hub", "0", "--lang", "vi");
        Assert.Equal(0, exit);
        Assert.StartsWith("✓ hub ở phiên bản 2; ", text, StringComparison.Ordinal);
        Assert.Equal("{}", (await gate.WantedAsync()).Values.ToJsonString());
        (_, text) = await RunAsync(hub, "settings", "history", "hub");
        Assert.Contains("hot summers", text, StringComparison.Ordinal);
        (_, text) = await RunAsync(hub, "settings", "differing");
        Assert.StartsWith("▸ cong-1 ", text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_staged_change_that_a_gate_refuses_stops_and_says_why()
    {
        await using var hub = await WebHost.StartAsync();
        await using var gate = await ReportingGate.ConnectAsync("cong-1", hub.MqttPort);
        await UntilAsync(async () =>
            (await hub.GetJsonAsync("api/v1/settings/scopes/hub")).GetProperty("gates").GetInt32() == 1);
        var (exit, text) = await RunAsync(
            hub, "settings", "set", "hub", "Health:TooHot=75", "--stages", "1,100%", "--stand", "0s");
        Assert.Equal((0, true), (exit, text.Contains("rollout 1.", StringComparison.Ordinal)));
        await gate.RefuseAsync(await gate.WantedAsync(), "Health:TooHot", "it is never that hot here");
        await UntilAsync(async () => (await hub.GetJsonAsync("api/v1/settings/rollouts/1")).GetProperty("state").GetString()
            == "stopped_by_rule");
        var failed = (await hub.GetJsonAsync("api/v1/settings/rollouts/1/gates?step=failed")).GetProperty("gates");
        Assert.Equal(("cong-1", "refused: Health:TooHot: it is never that hot here"), (
            failed[0].GetProperty("gate").GetString(), failed[0].GetProperty("why").GetString()));
        Assert.Equal("{}", (await gate.WantedAsync()).Values.ToJsonString());
        (exit, text) = await RunAsync(hub, "settings", "set", "hub", "Health:TooHot=76");
        Assert.Equal((1, true), (exit, text.Contains("roll it back first", StringComparison.Ordinal)));
        (_, text) = await RunAsync(hub, "settings", "show", "hub");
        Assert.Contains("Version 1 is being rolled out, or was stopped on its way (rollout 1)", text, StringComparison.Ordinal);
        Assert.Equal(0, (await RunAsync(hub, "settings", "rollback", "hub", "0")).Exit);
        Assert.Equal(1, (await RunAsync(hub, "settings", "resume", "1")).Exit);
        (_, text) = await RunAsync(hub, "settings", "rollouts");
        Assert.Contains("0 of 1 confirmed, 1 failed", text, StringComparison.Ordinal);
        (_, text) = await RunAsync(hub, "settings", "rollouts", "1");
        Assert.Contains("✗ cong-1                   refused: Health:TooHot: it is never that hot here", text, StringComparison.Ordinal);
        (_, text) = await RunAsync(hub, "settings", "rollouts", "1", "--lang", "vi");
        Assert.Contains("từ chối: Health:TooHot: it is never that hot here", text, StringComparison.Ordinal);
        Assert.Equal(1, (await RunAsync(hub, "settings", "rollouts", "9")).Exit);
    }

    [Fact]
    public async Task What_cannot_be_is_refused_in_words()
    {
        (string Path, string Body, HttpStatusCode Expected)[] cases =
        [
            ("scopes/hub/change", """{"title":"t"}""", HttpStatusCode.BadRequest),
            ("scopes/hub/change", """{"patch":{"Health":{"TooHot":75}}}""", HttpStatusCode.BadRequest),
            ("scopes/hub/change", """{"patch":{"Health":{"TooHot":75,"TooHot":76}},"title":"t"}""", HttpStatusCode.BadRequest),
            ("scopes/hub/change", """{"patch":{"Health":{"TooHot":"hot"}},"title":"t"}""", HttpStatusCode.BadRequest),
            ("scopes/hub/change", """{"patch":{"Gate":{"Id":"x"}},"title":"t"}""", HttpStatusCode.BadRequest),
            ("scopes/hub/change", """{"patch":{"Health":{"TooHot":75}},"title":"t","expected":7}""", HttpStatusCode.Conflict),
            ("scopes/hub/change", """{"patch":{"Health":{"TooHot":75}},"title":"t","rollout":{"stages":"x"}}""",
                HttpStatusCode.BadRequest),
            ("scopes/node:no/change", """{"patch":{"Health":{"TooHot":75}},"title":"t"}""", HttpStatusCode.NotFound),
            ("scopes/nonsense/preview", """{"patch":{"Health":{"TooHot":75}},"title":"t"}""", HttpStatusCode.NotFound),
            ("scopes/hub/rollback", "{}", HttpStatusCode.BadRequest),
            ("scopes/hub/rollback", """{"number":3}""", HttpStatusCode.NotFound),
            ("scopes/hub/rollback", """{"number":0}""", HttpStatusCode.Conflict),
            ("rollouts/7/stop", "", HttpStatusCode.NotFound),
        ];
        await using var hub = await WebHost.StartAsync();
        foreach (var (path, body, expected) in cases)
        {
            using var content = new StringContent(body, System.Text.Encoding.UTF8, "application/json");
            using var answer = await hub.Http.PostAsync("api/v1/settings/" + path, content);
            Assert.Equal((path, body, expected), (path, body, answer.StatusCode));
            Assert.NotEmpty((await answer.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("detail").GetString()!);
        }
        Assert.Equal(0, (await hub.GetJsonAsync("api/v1/settings")).GetProperty("scopes").GetArrayLength());
    }

    private static async Task<(int Exit, string Text)> RunAsync(WebHost hub, params string[] words)
    {
        var (output, errors) = (new StringWriter(), new StringWriter());
        string[] language = words.Contains("--lang") ? [] : ["--lang", "en"];
        var exit = await HubCommands.RunAsync(
            [.. words, "--hub", hub.Http.BaseAddress!.ToString(), .. language], output, errors);
        return (exit, output.ToString() + errors);
    }

    private static async Task UntilAsync(Func<Task<bool>> holds)
    {
        using var limit = new CancellationTokenSource(Patience);
        while (!await holds())
            await Task.Delay(50, limit.Token);
    }
}
