using CheckIn.Hardware.Devices;
using CheckIn.Hardware.Programs;

namespace CheckIn.Hardware.Scenarios;

/// <summary>
/// From a code in front of a real device to the relay and to the hub, for every kind of scanner; then each scanner is
/// unplugged, plugged in again and used. It ends by SIGTERM in mid-pulse.
/// </summary>
internal sealed class MainChain(Site site)
{
    private const string Gate = "cong-chinh";
    private readonly Opening _serial = new(site, Gate, "vao", Wiring.Entry, 0, Wiring.EntryPulse);
    private readonly Opening _keyboard = new(site, Gate, "ra", Wiring.Exit, 1, Wiring.ExitPulse);
    private readonly Opening _camera = new(site, Gate, "hinh", Wiring.View, 0, Wiring.EntryPulse);

    internal async Task RunAsync()
    {
        Wiring.Rest(site.Chip);
        var since = Site.Now;
        await using var gate = new GateProgram(Gate, Wiring.Lanes().WithCamera());
        if (!await gate.IsUpAsync(scanners: 3))
            Report.Tell(gate.Tail);
        site.Report.Saw(Quiet(since), "start: requesting the relay lines moved none of them, active-low or active-high");
        await _serial.WarmUpAsync(() => SerialGadget.Scan(site.NextCode()));
        await _keyboard.WarmUpAsync(() => KeyboardGadget.Scan(site.NextCode()));
        await _camera.WarmUpAsync(() => site.Picture.Show("code0"));
        await _serial.ByAsync("serial scanner", () => SerialGadget.Scan(site.NextCode()));
        await _keyboard.ByAsync("keyboard scanner", () => KeyboardGadget.Scan(site.NextCode()));
        await _camera.ByAsync("camera", () => site.Picture.Show("code1"));
        await PlugAgainAsync("serial scanner", site.Serial.Plug, gate, () => _serial.ByAsync(
            "serial scanner, plugged in again", () => SerialGadget.Scan(site.NextCode())));
        await PlugAgainAsync("keyboard scanner", site.Keyboard.Plug, gate, () => _keyboard.ByAsync(
            "keyboard scanner, plugged in again", () => KeyboardGadget.Scan(site.NextCode())));
        await CameraComesBackAsync();
        await EndsAsync(gate);
    }

    private bool Quiet(long since) => site.Edges.Of(Wiring.Entry, 0, since).Count == 0
        && site.Edges.Of(Wiring.Exit, 1, since).Count == 0 && site.Edges.Of(Wiring.View, 0, since).Count == 0;

    private async Task PlugAgainAsync(string what, Gadget plug, GateProgram gate, Func<Task> use)
    {
        var opened = Count(gate, "[1100]");
        plug.Unplug();
        var noticed = await Site.UntilAsync(TimeSpan.FromSeconds(15), () => Count(gate, "[1102]") + Count(gate, "[1101]") > 0);
        await Task.Delay(500);
        plug.Plug();
        var back = await Site.UntilAsync(TimeSpan.FromSeconds(30), () => Count(gate, "[1100]") > opened);
        site.Report.Saw(noticed && back, $"{what}: unplugging it was {(noticed ? "noticed" : "not noticed")}, and it was {(back ? "" : "not ")}opened again");
        await use();
    }

    private async Task CameraComesBackAsync()
    {
        site.Picture.Unplug();
        await Task.Delay(3000);
        Picture.Plug();
        await Task.Delay(3000);
        await _camera.ByAsync("camera, unplugged and plugged in again", () => site.Picture.Show("code3"));
    }

    private async Task EndsAsync(GateProgram gate)
    {
        var on = await _keyboard.BeginsAsync(() => KeyboardGadget.Scan(site.NextCode()));
        var asked = Site.Now;
        var heeded = await gate.StopAsync();
        var off = site.Edges.Of(Wiring.Exit, 1, asked, wasActive: true);
        site.Report.Saw(
            on && heeded && gate.ExitCode == 0 && site.Chip.Level(Wiring.Exit) == 1 && off.Count > 0,
            $"SIGTERM in mid-pulse: exit code {(heeded ? gate.ExitCode : -1)}, relay {Wiring.Exit} inactive "
            + (off.Count > 0 ? $"after {(off[0].Ns - asked) / 1e6:F0} ms" : "never"));
        site.Picture.Hide();
    }

    private static int Count(GateProgram gate, string word) => gate.Tail.Split(word).Length - 1;
}
