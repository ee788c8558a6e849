using System.Net.Http.Json;
using System.Text.Json;
using CheckIn.Contract;
using CheckIn.Fixtures;
using CheckIn.Time;

namespace CheckIn.EndToEnd.Tests;

/// <summary>A hub that orders, a gate with its guard that follows, all of them real processes that may be killed.</summary>
public sealed class ModeTests : Journey
{
    private const int Pin = 17;

    [Fact]
    public async Task A_gate_held_open_is_shut_by_its_death_and_held_again_without_the_hub_until_the_order_is_ended()
    {
        await Premises.StartHubAsync();
        await StartGateAsync("empty");
        var id = await OrderAsync(ModeWords.HoldOpen);
        await EdgesAsync(1);
        Assert.Equal((1, true), (Edges()[0].Level, Rows("mode_begun", id).Single() < Edges()[0].AtNs));
        await InForceAsync(id);

        // The hub's end changes nothing; the gate's own does.
        await Premises.KillHubAsync();
        await Task.Delay(4000); // longer than any lease
        Assert.Single(Edges());
        var killed = TimeProvider.System.MonotonicNs();
        await Premises.KillGateAsync(Gate);
        await EdgesAsync(2);
        Assert.InRange((Edges()[1].AtNs - killed) / 1e6, 0, 3500);

        // Nobody tells it anything in this life, and it was not told that the order is over.
        await StartGateAsync("empty");
        await EdgesAsync(3);
        Assert.Equal(1, Edges()[2].Level);
        Assert.True(Rows("mode_begun", id)[1] < Edges()[2].AtNs);

        await Premises.StartHubAsync();
        await InForceAsync(id);
        await PostAsync($"api/v1/modes/{id}/end", new { });
        await EdgesAsync(4);
        Assert.True(Rows("mode_ended", id).Single() < Edges()[3].AtNs);
        Assert.Equal([1, 0, 1, 0], Edges().Select(edge => edge.Level));
        Assert.True(await Premises.StopGateAsync(Gate));
        await StartGateAsync("empty"); // what is over does not come back
        AssertNothingMissing(await Premises.SettleAsync(Patience), 0);
        Assert.Equal(2, Rows("mode_begun", id).Count);
    }

    [Fact]
    public async Task An_order_ended_while_the_gate_was_away_is_over_when_it_hears_of_it()
    {
        await Premises.StartHubAsync();
        await StartGateAsync("empty");
        var id = await OrderAsync(ModeWords.HoldOpen);
        await EdgesAsync(1);
        await Premises.KillGateAsync(Gate);
        var kept = Premises.JournalOf(Gate) + "-modes";
        Assert.True(File.Exists(kept)); // before the relay moved
        await PostAsync($"api/v1/modes/{id}/end", new { });
        await StartGateAsync("empty");
        await Eventually("the order's end", () => Task.FromResult(!File.Exists(kept)));
        await Eventually("the relay's rest", () => Task.FromResult(Edges()[^1].Level == 0));
    }

    [Fact]
    public async Task In_a_lockdown_nobody_is_let_in_and_in_free_passage_everybody_is()
    {
        await Premises.StartHubAsync();
        await StartGateAsync(Pictures);
        await EventuallyDecided(6);
        var lockdown = await OrderAsync(ModeWords.Lockdown);
        await Eventually("refusals", () => Task.FromResult(Reasons("lockdown") >= 8));
        var began = Rows("mode_begun", lockdown).Single();
        // A pulse of before may still end; nothing opens after the row, but for the blink of one decision.
        Assert.DoesNotContain(Edges(), edge => edge.Level == 1 && edge.AtNs > began + 1_000_000_000);
        await PostAsync($"api/v1/modes/{lockdown}/end", new { });
        var free = await OrderAsync(ModeWords.FreePassage);
        await Eventually("admissions", () => Task.FromResult(Reasons("free_passage") >= 8));
        await PostAsync($"api/v1/modes/{free}/end", new { });
        var count = Reasons("known_credential");
        await Eventually("decisions as always", () => Task.FromResult(Reasons("known_credential") > count));
    }

    private Task StartGateAsync(string pictures)
    {
        var folder = Path.IsPathRooted(pictures) ? pictures : Path.Combine(Premises.Folder, pictures);
        Directory.CreateDirectory(folder);
        return Premises.StartGateAsync(
            Gate, "In", folder, once: false, framesPerSecond: 10, new() { ["Gpio:Guard"] = "Always" });
    }

    private async Task<string> OrderAsync(string mode)
    {
        await Eventually("the gate at the hub", async () => await Premises.Hub.StateAsync(Gate) is "ready" or "degraded");
        var order = await PostAsync("api/v1/modes", new
        {
            scope = "gate:" + Gate,
            mode,
            until = TimeProvider.System.GetUtcNow().AddMinutes(30),
            why = "test",
        });
        return order.GetProperty("id").GetString()!;
    }

    private async Task<JsonElement> PostAsync(string path, object body)
    {
        using var http = new HttpClient(new OperatorHandler()) { BaseAddress = Premises.Hub.Page };
        using var answer = await http.PostAsJsonAsync(path, body);
        var text = await answer.Content.ReadAsStringAsync();
        Assert.True(answer.IsSuccessStatusCode, text);
        return text.Length == 0 ? default : JsonSerializer.Deserialize<JsonElement>(text);
    }

    private Task InForceAsync(string id) => Eventually("in force at one gate", async () =>
    {
        using var list = JsonDocument.Parse(await Premises.Hub.TextAsync("api/v1/modes"));
        return list.RootElement.GetProperty("modes").EnumerateArray().Any(one =>
            one.GetProperty("id").GetString() == id && one.GetProperty("in_force").GetInt32() == 1);
    });

    private List<long> Rows(string operation, string id) => [.. JournalFile.Read(Premises.JournalOf(Gate)).Rows
        .Where(row => row.Fact.Contains($"\"{operation}\"", StringComparison.Ordinal) && row.Fact.Contains(id, StringComparison.Ordinal))
        .Select(static row => row.MonotonicNs)];

    private int Reasons(string reason) => JournalFile.Read(Premises.JournalOf(Gate)).Rows
        .Count(row => row.Fact.Contains($"\"reason\":\"{reason}\"", StringComparison.Ordinal));

    private List<(int Level, long AtNs)> Edges() => !File.Exists(Premises.PinsOf(Gate)) ? [] :
    [
        .. File.ReadLines(Premises.PinsOf(Gate)).Select(line => JsonSerializer.Deserialize<JsonElement>(line))
            .Where(edge => edge.GetProperty("pin").GetInt32() == Pin)
            .Select(edge => (edge.GetProperty("level").GetInt32(), edge.GetProperty("t_ns").GetInt64())),
    ];

    private Task EdgesAsync(int count) => Eventually($"{count} edges", () => Task.FromResult(Edges().Count >= count));
}
