using System.Diagnostics;
using CheckIn.Hardware.Devices;
using CheckIn.Hardware.Programs;

namespace CheckIn.Hardware.Scenarios;

/// <summary>A line that somebody else holds, and a chip that goes away: both are named, and nothing is pretended.</summary>
internal sealed class Chips(Site site)
{
    internal async Task RunAsync()
    {
        Wiring.Rest(site.Chip);
        await BusyAsync();
        await GoneAsync();
    }

    private async Task BusyAsync()
    {
        using var holder = Process.Start("gpioset", ["--mode=signal", Chip.Label, $"{Wiring.Exit}=1"]);
        await Task.Delay(500);
        await using var gate = new GateProgram("cong-ban", Wiring.TwoSerialLanes());
        var ended = await gate.EndsAsync(TimeSpan.FromSeconds(60));
        var why = gate.Tail.Split('\n').LastOrDefault(line => line.Contains("in use", StringComparison.Ordinal))?.Trim();
        site.Report.Saw(
            ended && gate.ExitCode is > 0 and < 128 && why is not null,
            $"busy line: the gate {(ended ? $"ended with exit code {gate.ExitCode}" : "did not end")} and said: {why ?? "nothing of it"}");
        if (why is null)
            Report.Tell(gate.Tail);
        holder.Kill();
        await holder.WaitForExitAsync();
    }

    private async Task GoneAsync()
    {
        await using var gate = new GateProgram("cong-mat", Wiring.TwoSerialLanes());
        await gate.IsUpAsync(scanners: 2);
        var before = gate.Tail.Length;
        Chip.Unplug();
        SerialGadget.Scan(site.NextCode());
        string? Said() => gate.Tail[before..].Split('\n').FirstOrDefault(IsAboutTheChip)?.Trim();
        var named = await Site.UntilAsync(TimeSpan.FromSeconds(30), () => Said() is not null);
        await gate.EndsAsync(TimeSpan.FromSeconds(10));
        site.Report.Saw(
            named, $"chip unplugged: the gate {(gate.HasExited ? $"ended with exit code {gate.ExitCode}" : "goes on")} and said: {Said() ?? "nothing of it"}");
        if (!named)
            Report.Tell(gate.Tail[before..]);
        site.Chip.Plug();
    }

    private bool IsAboutTheChip(string line) => line.Contains(Chip.Label, StringComparison.Ordinal)
        || line.Contains(site.Chip.Device, StringComparison.Ordinal);
}
