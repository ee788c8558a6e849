using System.Diagnostics;
using CheckIn.Hardware.Devices;
using CheckIn.Hardware.Programs;

namespace CheckIn.Hardware.Scenarios;

/// <summary>A line that somebody else holds, and a chip that goes: both are named, and nothing is pretended.</summary>
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
        await using var gate = site.StartGate("cong-ban", Wiring.TwoSerialLanes());
        var ended = await gate.EndsAsync(TimeSpan.FromSeconds(60));
        var why = Brief(gate.Tail.Split('\n').FirstOrDefault(
            line => line.Contains("in use", StringComparison.Ordinal)));
        var end = ended ? $"ended with exit code {gate.ExitCode}" : "did not end";
        site.Report.Saw(
            ended && gate.ExitCode is > 0 and < 128 && why is not null,
            $"busy line: the gate {end} and said: {why ?? "nothing of it"}");
        if (why is null)
            Report.Tell(gate.Tail);
        holder.Kill();
        await holder.WaitForExitAsync();
    }

    private async Task GoneAsync()
    {
        await using var gate = site.StartGate("cong-mat", Wiring.TwoSerialLanes());
        await gate.IsUpAsync(scanners: 2);
        var before = gate.Tail.Length;
        Chip.Unplug();
        SerialGadget.Scan(site.NextCode());
        string? Said() => Brief(gate.Tail[before..].Split('\n').FirstOrDefault(IsAboutTheChip));
        var named = await Site.UntilAsync(TimeSpan.FromSeconds(30), () => Said() is not null);
        await gate.EndsAsync(TimeSpan.FromSeconds(10));
        var end = gate.HasExited ? $"ended with exit code {gate.ExitCode}" : "goes on";
        site.Report.Saw(named, $"chip unplugged: the gate {end} and said: {Said() ?? "nothing of it"}");
        if (!named)
            Report.Tell(gate.Tail[before..]);
        site.Chip.Plug();
    }

    /// <summary>What it says, without the exception's own words.</summary>
    private static string? Brief(string? line) => line?.Split("CheckIn.Gate.Gpio.GpioException")[0].Trim();

    private bool IsAboutTheChip(string line) => line.Contains(Chip.Label, StringComparison.Ordinal)
        || line.Contains(site.Chip.Device, StringComparison.Ordinal);
}
