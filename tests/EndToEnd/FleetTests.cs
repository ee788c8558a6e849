using System.Text.Json;
using CheckIn.Fixtures;

namespace CheckIn.EndToEnd.Tests;

public class FleetTests : Journey
{
    private const int Gates = 50;

    [Fact]
    public async Task A_fleet_that_loses_all_its_links_at_once_comes_back_and_every_event_is_stored_once()
    {
        await Premises.StartHubAsync();
        var figures = await SimulateAsync("--gates", "50", "--scenario", "reconnect", "--seconds", "4", "--rate", "5",
            "--grace", "20", "--check", Premises.Hub.Page.ToString());
        Assert.True(figures.GetProperty("connects").GetInt64() >= 2 * Gates, "the links were not cut");
        var events = await Premises.Hub.EventsAsync();
        var expected = figures.GetProperty("hub_must_hold").GetInt64();
        Assert.InRange(expected, Gates, long.MaxValue);
        Assert.Equal(expected, events.Count);
        var journals = events.GroupBy(e => (e.Gate, e.Epoch)).ToList();
        Assert.Equal(Gates, journals.Count);
        Assert.All(journals, journal => Assert.Equal(
            Enumerable.Range(1, journal.Count()).Select(seq => (long)seq), journal.Select(e => e.Seq).Order()));
        Assert.Equal((expected, 0, 0, 0),
            (Figure("stored"), Figure("missing"), Figure("stored_again"), Figure("chain_broken")));

        long Figure(string name) => figures.GetProperty(name).GetInt64();
    }

    /// <summary>Runs the simulator to its end, and gives its last line.</summary>
    private async Task<JsonElement> SimulateAsync(params string[] arguments)
    {
        await using var simulator = ProgramProcess.Start(Executables.FleetSimulator, new Dictionary<string, string>(),
            Premises.Folder, ["--hub", Premises.Broker.ToString(), .. arguments]);
        using var limit = new CancellationTokenSource(2 * Patience);
        await simulator.WaitForExitAsync(limit.Token);
        Assert.True(simulator.ExitCode == 0,
            $"the simulator ended with {simulator.ExitCode}.\n{simulator.Tail}\n{Premises.Tails}");
        return JsonSerializer.Deserialize<JsonElement>(simulator.Tail.Split('\n')[^1]);
    }
}
