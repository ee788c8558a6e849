using CheckIn.Fixtures;

namespace CheckIn.Gate.Tests.Settings;

/// <summary>The program itself: what an operator sees, and what a supervisor gets.</summary>
public sealed class GateHostTests : IDisposable
{
    private const int InternalFault = 70;
    private const int NoStorage = 74;
    private const int WrongSettings = 78;
    private readonly string _folder = Directory.CreateTempSubdirectory("checkin-host-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task Wrong_settings_end_it_with_one_message_and_their_exit_code()
    {
        var (code, printed) = await RunAsync(new() { ["Gate:Id"] = "Cổng A", ["Lanes:0:Turnstile:RelayPin"] = "GPIO17" });
        Assert.Equal(WrongSettings, code);
        Assert.Contains("Gate:Id is 'Cổng A'; allowed: text like ^[a-z0-9-]{1,64}$", printed, StringComparison.Ordinal);
        Assert.Contains("Lanes:0:Turnstile:RelayPin is 'GPIO17'; allowed: a whole number, -1 to 511", printed, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", printed, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_journal_that_cannot_be_had_ends_it_without_a_stack_trace()
    {
        File.WriteAllText(Path.Combine(_folder, "data"), "a file where the folder should be");
        var (code, printed) = await RunAsync([]);
        Assert.Equal(NoStorage, code);
        Assert.Contains("Journal:Path", printed, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", printed, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Asked_to_stop_it_ends_soon_and_well()
    {
        await using var gate = Start([]);
        await PrintedAsync(gate, "Lane vao (In) is open");
        Assert.True(await gate.StopAsync(TimeSpan.FromSeconds(10)), gate.Tail);
        Assert.Equal(0, gate.ExitCode);
    }

    [Fact]
    public async Task A_lane_that_fails_stops_the_whole_gate_with_its_relays_off()
    {
        var pictures = Directory.CreateDirectory(Path.Combine(_folder, "in")).FullName;
        var vanishing = Directory.CreateDirectory(Path.Combine(_folder, "out")).FullName;
        PngWriter.Save(QrPicture.Draw(new SyntheticCodes(1).Cccd(), new QrLook { ModuleSize = 3 }, 320, 320), Path.Combine(pictures, "a.png"));
        await using var gate = Start(new()
        {
            ["Lanes:0:Scanner:Folder"] = pictures,
            ["Lanes:0:Scanner:Mode"] = "Once",
            ["Lanes:0:Turnstile:RelayPin"] = "17",
            ["Lanes:0:Turnstile:Polarity"] = "ActiveLow",
            ["Lanes:0:Turnstile:Pulse"] = "00:00:10",
            ["Lanes:0:Turnstile:MaxPulse"] = "00:00:10",
            ["Lanes:1:Name"] = "ra",
            ["Lanes:1:Scanner:Kind"] = "Pictures",
            ["Lanes:1:Scanner:Folder"] = vanishing,
            ["Gpio:TraceFile"] = "pins.jsonl",
        });
        await PrintedAsync(gate, "all 1 pictures have been shown"); // the relay is on now, for ten seconds
        Directory.Delete(vanishing);
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(8));
        await gate.WaitForExitAsync(limit.Token);
        Assert.Equal(InternalFault, gate.ExitCode);
        Assert.Contains("The gate stops, its relays are off", gate.Tail, StringComparison.Ordinal);
        var edges = File.ReadAllLines(Path.Combine(_folder, "pins.jsonl"));
        Assert.Collection(
            edges,
            on => Assert.EndsWith("\"pin\":17,\"level\":0}", on, StringComparison.Ordinal),
            off => Assert.EndsWith("\"pin\":17,\"level\":1}", off, StringComparison.Ordinal));
    }

    private async Task<(int Code, string Printed)> RunAsync(Dictionary<string, string> more)
    {
        await using var gate = Start(more);
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        await gate.WaitForExitAsync(limit.Token);
        return (gate.ExitCode, gate.Tail);
    }

    private static async Task PrintedAsync(ProgramProcess gate, string text)
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        while (!gate.Tail.Contains(text, StringComparison.Ordinal))
        {
            Assert.False(gate.HasExited || limit.IsCancellationRequested, $"'{text}' was not printed.\n{gate.Tail}");
            await Task.Delay(20);
        }
    }

    private ProgramProcess Start(Dictionary<string, string> more)
    {
        var settings = new Dictionary<string, string>
        {
            ["Gate:Id"] = "cong-thu",
            ["Lanes:0:Name"] = "vao",
            ["Lanes:0:Scanner:Kind"] = "Pictures",
            ["Lanes:0:Scanner:Folder"] = _folder,
            ["Gpio:Driver"] = "Virtual",
        };
        foreach (var (key, value) in more)
            settings[key] = value;
        return ProgramProcess.Start(Executables.Gate, settings, _folder);
    }
}
