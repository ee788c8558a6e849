using System.Text.Json;
using CheckIn.Fixtures;
using CheckIn.Time;

namespace CheckIn.EndToEnd.Tests;

/// <summary>Whatever becomes of the gate's own process, its relay goes off: a gate, its guard, and virtual lines.</summary>
public sealed class GuardTests : IAsyncLifetime
{
    private const string Gate = "cong-vao";
    private const int Pin = 17;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);
    private readonly string _folder = Directory.CreateTempSubdirectory("checkin-guard-").FullName;
    private Premises Premises { get; set; } = null!;

    public Task InitializeAsync()
    {
        Premises = new Premises(_folder);
        var codes = new SyntheticCodes(11);
        // One visitor, or two who take turns.
        foreach (var (folder, name) in new[] { ("one", "a"), ("two", "b"), ("two", "c") })
        {
            Directory.CreateDirectory(Path.Combine(_folder, folder));
            PngWriter.Save(
                QrPicture.Draw(codes.Cccd(), new QrLook { ModuleSize = 3 }, 320, 320), Path.Combine(_folder, folder, name + ".png"));
        }
        return Task.CompletedTask;
    }

    public async Task DisposeAsync()
    {
        await Premises.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }

    [Fact]
    public async Task A_gate_killed_in_mid_pulse_leaves_its_relay_off_at_once_and_can_be_started_again()
    {
        await StartAsync(pulseSeconds: 5, once: true);
        await EdgesAsync(1);
        var guard = GuardOf(Premises.ProcessOf(Gate).Id);
        var killed = Now;
        await Premises.KillGateAsync(Gate);
        await EdgesAsync(2);
        Assert.InRange((Edges()[1].AtNs - killed) / 1e6, 0, 500);
        await Eventually("the guard's end", () => HasEnded(guard));

        await StartAsync(pulseSeconds: 0.1, once: true);
        await EdgesAsync(4);
        Assert.Equal([1, 0, 1, 0], Edges().Select(edge => edge.Level));
    }

    [Fact]
    public async Task A_gate_that_stands_still_in_mid_pulse_opens_no_longer_than_the_pulse_and_not_again_when_it_goes_on()
    {
        await StartAsync(pulseSeconds: 1, once: true);
        await EdgesAsync(1);
        Premises.ProcessOf(Gate).Pause();
        await EdgesAsync(2);
        Assert.InRange((Edges()[1].AtNs - Edges()[0].AtNs) / 1e6, 990, 1600);
        Premises.ProcessOf(Gate).Resume();
        Assert.True(await Premises.StopGateAsync(Gate));
        Assert.Equal([1, 0], Edges().Select(edge => edge.Level));
    }

    [Fact]
    public async Task A_gate_that_stands_still_again_and_again_never_opens_for_whoever_stood_there_before()
    {
        await StartAsync(pulseSeconds: 0.1, once: false);
        await EdgesAsync(4);
        var stops = new List<(long From, long To)>();
        for (var i = 0; i < 6; i++)
        {
            await Task.Delay(70 + (i * 31));
            var from = Now;
            Premises.ProcessOf(Gate).Pause();
            await Task.Delay(700);
            stops.Add((from, Now));
            Premises.ProcessOf(Gate).Resume();
        }
        await EdgesAsync(Edges().Count + 2);
        Assert.True(await Premises.StopGateAsync(Gate));
        var admitted = JournalFile.Read(Premises.JournalOf(Gate)).Rows
            .Where(row => row.Outcome == "admitted").Select(row => row.MonotonicNs).ToList();
        foreach (var (_, opened) in Edges().Where(edge => edge.Level == 1))
            Assert.InRange((opened - admitted.Where(at => at < opened).Max()) / 1e6, 0, 3500);
        // While it stands still nothing opens, and what was open closes at the pulse's end.
        Assert.All(stops, stop => Assert.DoesNotContain(Edges(), edge => edge.Level == 1
            && edge.AtNs > stop.From + 100_000_000 && edge.AtNs < stop.To));
        Assert.All(Edges().Chunk(2), pulse => Assert.InRange((pulse[1].AtNs - pulse[0].AtNs) / 1e6, 0, 600));
    }

    [Fact]
    public async Task A_gate_asked_to_stop_in_mid_pulse_leaves_its_relay_off_and_no_guard_behind()
    {
        await StartAsync(pulseSeconds: 5, once: true);
        await EdgesAsync(1);
        var guard = GuardOf(Premises.ProcessOf(Gate).Id);
        Assert.True(await Premises.StopGateAsync(Gate));
        Assert.Equal([1, 0], Edges().Select(edge => edge.Level));
        await Eventually("the guard's end", () => HasEnded(guard));
    }

    private static long Now => TimeProvider.System.MonotonicNs();

    private Task StartAsync(double pulseSeconds, bool once) => Premises.StartGateAsync(
        Gate, "In", Path.Combine(_folder, once ? "one" : "two"), once, framesPerSecond: 10, new()
        {
            ["Gpio:Guard"] = "Always",
            ["Lanes:0:Turnstile:Pulse"] = TimeSpan.FromSeconds(pulseSeconds).ToString("c"),
            ["Lanes:0:Turnstile:MaxPulse"] = TimeSpan.FromSeconds(Math.Max(pulseSeconds, 0.4)).ToString("c"),
        });

    private List<(int Level, long AtNs)> Edges() => !File.Exists(Premises.PinsOf(Gate)) ? [] :
    [
        .. File.ReadLines(Premises.PinsOf(Gate)).Select(line => JsonSerializer.Deserialize<JsonElement>(line))
            .Where(edge => edge.GetProperty("pin").GetInt32() == Pin)
            .Select(edge => (edge.GetProperty("level").GetInt32(), edge.GetProperty("t_ns").GetInt64())),
    ];

    private Task EdgesAsync(int count) => Eventually($"{count} edges", () => Edges().Count >= count);

    private async Task Eventually(string what, Func<bool> holds)
    {
        using var limit = new CancellationTokenSource(Patience);
        while (!holds())
        {
            Assert.False(limit.IsCancellationRequested, $"{what} did not come about.\n{Premises.Tails}");
            await Task.Delay(10);
        }
    }

    /// <summary>The gate's only child.</summary>
    private static int GuardOf(int gate) => Directory.EnumerateDirectories("/proc")
        .Select(Path.GetFileName).Where(name => int.TryParse(name, out _)).Select(name => int.Parse(name!, null))
        .Single(process => Stat(process) is [_, var parent, ..] && parent == gate.ToString(provider: null));

    private static bool HasEnded(int process) => Stat(process) is [] or ["Z", ..] or ["X", ..];

    /// <summary>State, parent and what follows; empty = there is no such process.</summary>
    private static string[] Stat(int process)
    {
        try
        {
            var stat = File.ReadAllText($"/proc/{process}/stat");
            return stat[(stat.LastIndexOf(')') + 2)..].Split(' ');
        }
        catch (IOException)
        {
            return [];
        }
    }
}
