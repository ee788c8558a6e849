using System.Text.Json;
using CheckIn.Fixtures;
using CheckIn.Storage;

namespace CheckIn.EndToEnd.Tests;

/// <summary>Who is called lost, with real processes on real connections.</summary>
public sealed class PresenceTests : Journey
{
    [Fact]
    public async Task Killing_the_hub_and_starting_it_calls_nobody_lost_but_who_did_not_come_back()
    {
        // Gates here connect anew within two seconds at most.
        var settings = new Dictionary<string, string> { ["Fleet:StartGrace"] = "00:00:12" };
        await Premises.StartHubAsync(settings);
        foreach (var gate in new[] { "stay-1", "stay-2", "go-1" })
            await Premises.StartGateAsync(gate, "In", Pictures, once: true, framesPerSecond: 1);
        await Eventually("every gate to be there", async () => await CountAsync(IsUp) == 3);
        // What a hub heard within the blink before it is killed it has not kept.
        await Eventually("every gate to be kept", () => Task.FromResult(KeptUp() == 3));
        await Premises.KillHubAsync();
        await Premises.KillGateAsync("go-1");
        await Premises.StartHubAsync(settings);
        await Eventually("who did not come back to be lost", async () =>
        {
            Assert.Equal(0, await CountAsync(IsLost, "stay-"));
            return await CountAsync(IsLost, "go-") == 1;
        });
        Assert.Equal(2, await CountAsync(IsUp, "stay-"));
    }

    [Fact]
    public async Task Gates_that_fall_silent_with_open_sockets_are_lost_soon_and_no_others()
    {
        await Premises.StartHubAsync(new Dictionary<string, string> { ["Broker:MaxKeepAlive"] = "00:00:05" });
        await using var simulator = Start(
            "--gates", "30", "--scenario", "silent", "--silent", "6", "--seconds", "2", "--rate", "1", "--json",
            "--check", Premises.Hub.Page.ToString());
        using var limit = new CancellationTokenSource(2 * Patience);
        await simulator.WaitForExitAsync(limit.Token);
        Assert.True(simulator.ExitCode == 0, $"{simulator.Tail}\n{Premises.Tails}");
        var figures = JsonSerializer.Deserialize<JsonElement>(simulator.Tail.Split('\n')[^1]);
        Assert.Equal((6, 6, 0), (Figure("lost_expected"), Figure("lost_found"), Figure("lost_false")));
        // One and a half times the keep-alive, the grace, and ten seconds.
        Assert.InRange(figures.GetProperty("lost_after_max_s").GetDouble(), 7.5, 18.5);

        int Figure(string name) => figures.GetProperty(name).GetInt32();
    }

    private ProgramProcess Start(params string[] arguments) => ProgramProcess.Start(
        Executables.FleetSimulator, new Dictionary<string, string>(), Premises.Folder,
        ["--hub", Premises.Broker.ToString(), .. arguments]);

    private int KeptUp()
    {
        using var hub = Database.OpenReader(Path.Combine(Premises.Folder, "hub.db"));
        using var count = hub.Prepare("SELECT count(*) FROM gate WHERE state IN ('Init', 'Ready', 'Degraded')");
        return count.Step() ? (int)count.Int64(0) : 0;
    }

    private static bool IsUp(string state) => state is "init" or "ready" or "degraded";

    private static bool IsLost(string state) => state == "lost";

    private async Task<int> CountAsync(Func<string, bool> isMeant, string prefix = "") =>
        (await Premises.Hub.GatesAsync()).EnumerateArray()
            .Count(gate => isMeant(gate.GetProperty("state").GetString()!)
                && gate.GetProperty("id").GetString()!.StartsWith(prefix, StringComparison.Ordinal));
}
