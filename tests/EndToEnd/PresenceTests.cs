using System.Text.Json;
using CheckIn.Fixtures;

namespace CheckIn.EndToEnd.Tests;

/// <summary>Who is called lost, with real processes on real connections.</summary>
public sealed class PresenceTests : Journey
{
    private const int Stay = 40;
    private const int Go = 5;

    [Fact]
    public async Task Killing_the_hub_and_starting_it_calls_nobody_lost_but_those_who_did_not_come_back()
    {
        var settings = new Dictionary<string, string> { ["Fleet:StartGrace"] = "00:00:08" };
        await Premises.StartHubAsync(settings);
        await using var staying = Start("--gates", $"{Stay}", "--prefix", "stay", "--seconds", "600");
        await using (var going = Start("--gates", $"{Go}", "--prefix", "go", "--seconds", "600"))
        {
            await Eventually("every gate to be ready", async () => (await CountAsync("ready")) == Stay + Go);
            await Premises.KillHubAsync();
            await going.KillAsync();
        }
        await Premises.StartHubAsync(settings);
        var lost = 0;
        await Eventually("those who did not come back to be lost", async () =>
        {
            Assert.Equal(0, await CountAsync("lost", "stay-"));
            return (lost = await CountAsync("lost", "go-")) > 0;
        });
        Assert.Equal((Go, Stay), (lost, await CountAsync("ready", "stay-")));
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

    private async Task<int> CountAsync(string state, string prefix = "") => (await Premises.Hub.GatesAsync()).EnumerateArray()
        .Count(gate => gate.GetProperty("state").GetString() == state
            && gate.GetProperty("id").GetString()!.StartsWith(prefix, StringComparison.Ordinal));
}
