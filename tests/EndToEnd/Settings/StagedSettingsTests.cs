using System.Net.Http.Json;
using System.Text.Json;
using CheckIn.Fixtures;

namespace CheckIn.EndToEnd.Tests.Settings;

/// <summary>The hub and gates as they are shipped: a setting that one of four cannot have.</summary>
public sealed class StagedSettingsTests : Journey
{
    private static readonly string[] Gates = ["cong-1", "cong-2", "cong-3", "cong-4"];
    private const string Unfit = "cong-3";

    [Fact]
    public async Task A_staged_change_stops_at_the_gate_that_cannot_have_it_and_is_rolled_back()
    {
        await Premises.StartHubAsync();
        using var http = new HttpClient(new OperatorHandler())
        {
            BaseAddress = new Uri(Premises.Hub.Page, "api/v1/"),
        };
        foreach (var gate in Gates)
            await StartAsync(gate);
        await Eventually("four gates", async () =>
            (await AskAsync(http, "settings/scopes/hub")).GetProperty("gates").GetInt32() == Gates.Length
                && (await Premises.Hub.GatesAsync()).EnumerateArray().All(
                    static row => row.GetProperty("state").GetString() is "ready" or "degraded"));
        var pin = new { Inputs = new { Tamper = new { Pin = 5 } } };
        var change = await ChangeAsync(http, new { patch = pin, title = "a switch in the case", rollout = Plan() });
        var rollout = $"settings/rollouts/{change.GetProperty("rollout").GetInt64()}";
        await Eventually("the rollout's stop", async () =>
            (await AskAsync(http, rollout)).GetProperty("state").GetString() == "stopped_by_rule");
        var failed = (await AskAsync(http, rollout + "/gates?step=failed")).GetProperty("gates").EnumerateArray().Single();
        Assert.Equal(Unfit, failed.GetProperty("gate").GetString());
        Assert.StartsWith("refused: Lanes: pin 5 is used by", failed.GetProperty("why").GetString(), StringComparison.Ordinal);
        await PostAsync(http, "settings/scopes/hub/rollback", new { number = 0 });
        await Eventually("all gates as they were", async () =>
            (await AskAsync(http, "settings/differing")).GetProperty("gates").GetArrayLength() == 0);
        foreach (var gate in Gates)
            Assert.Equal("{}", (await AskAsync(http, $"gates/{gate}/settings")).GetProperty("values").GetRawText());
        await EventuallyDecided(Unfit);
    }

    private static object Plan() => new { stages = "2,100%", stand_s = 0, stop_at = 20 };

    /// <summary>One has a switch at that pin already.</summary>
    private Task StartAsync(string gate) => Premises.StartGateAsync(gate, "In", Pictures, once: false, 1, new Dictionary<string, string>
    {
        ["Enrolment:Directory"] = Path.Combine(Premises.Folder, gate, "enrolment"),
        ["Inputs:Mains:Pin"] = gate == Unfit ? "5" : "6",
        ["Settings:QuietFor"] = "00:00:00",
        ["Settings:TakeUpWithin"] = "00:00:01",
        ["Settings:Settle"] = "00:00:01",
    });

    private Task EventuallyDecided(string gate) => Eventually($"a decision at {gate}", () => Task.FromResult(
        File.Exists(Premises.TraceOf(gate)) && File.ReadLines(Premises.TraceOf(gate)).Any()));

    private static async Task<JsonElement> AskAsync(HttpClient http, string path) =>
        await http.GetFromJsonAsync<JsonElement>(path);

    private static Task<JsonElement> ChangeAsync(HttpClient http, object body) =>
        PostAsync(http, "settings/scopes/hub/change", body);

    private static async Task<JsonElement> PostAsync(HttpClient http, string path, object body)
    {
        using var answer = await http.PostAsJsonAsync(path, body);
        var text = await answer.Content.ReadAsStringAsync();
        Assert.True(answer.IsSuccessStatusCode, text);
        return JsonSerializer.Deserialize<JsonElement>(text);
    }
}
