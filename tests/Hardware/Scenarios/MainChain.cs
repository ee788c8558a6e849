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
        await using var gate = site.StartGate(Gate, Wiring.Lanes().WithCamera());
        if (!await gate.IsUpAsync(scanners: 3))
            Report.Tell(gate.Tail);
        site.Report.Saw(
            Quiet(since), "start: requesting the relay lines moved none of them, active-low or active-high");
        await _serial.WarmUpAsync(() => SerialGadget.Scan(site.NextCode()));
        await _keyboard.WarmUpAsync(() => KeyboardGadget.Scan(site.NextCode()));
        await _camera.WarmUpAsync(() => site.Picture.Show("code0"));
        await _serial.ByAsync("serial scanner", () => SerialGadget.Scan(site.NextCode()));
        await _keyboard.ByAsync("keyboard scanner", () => KeyboardGadget.Scan(site.NextCode()));
        await _camera.ByAsync("camera", () => site.Picture.Show("code1"));
        await GoAndComeAsync("serial scanner: unplugged", "vao", site.Serial.Plug.Unplug, site.Serial.Plug.Plug);
        await _serial.ByAsync("serial scanner, plugged in again", () => SerialGadget.Scan(site.NextCode()));
        await GoAndComeAsync("keyboard scanner: unplugged", "ra", site.Keyboard.Plug.Unplug, site.Keyboard.Plug.Plug);
        await _keyboard.ByAsync("keyboard scanner, plugged in again", () => KeyboardGadget.Scan(site.NextCode()));
        await GoAndComeAsync("camera: stalled", "hinh", Picture.Stall, Picture.GoOn);
        await _camera.ByAsync("camera, after its stall", () => site.Picture.Show("code2"));
        await GoAndComeAsync("camera: unplugged", "hinh", site.Picture.Unplug, () => PlugCamera(gate));
        await _camera.ByAsync("camera, plugged in again", () => site.Picture.Show("code3"));
        await EndsAsync(gate);
    }

    private bool Quiet(long since) => site.Edges.Of(Wiring.Entry, 0, since).Count == 0
        && site.Edges.Of(Wiring.Exit, 1, since).Count == 0 && site.Edges.Of(Wiring.View, 0, since).Count == 0;

    /// <summary>
    /// The kernel's camera begins with another input than the one that is fed; nobody may read it while that is set.
    /// </summary>
    private static void PlugCamera(GateProgram gate)
    {
        gate.Pause();
        Picture.Plug();
        gate.Resume();
    }

    /// <summary>Takes a scanner away and brings it back; both must reach the hub as an alarm of the lane.</summary>
    private async Task GoAndComeAsync(string what, string lane, Action go, Action come)
    {
        var since = Site.Now;
        go();
        var gone = await ToldAsync(lane, since, cleared: false);
        come();
        var back = await ToldAsync(lane, since, cleared: true);
        site.Report.Saw(
            gone is not null && back is not null,
            $"{what}, scanner_lost at the hub (event {gone ?? "missing"}); back, cleared (event {back ?? "missing"})");
    }

    private async Task<string?> ToldAsync(string lane, long since, bool cleared)
    {
        string? seq = null;
        await Site.UntilAsync(TimeSpan.FromSeconds(60), async () => (seq = (await site.EventsOfAsync(Gate))
            .Where(fact => fact.GetProperty("mono_ns").GetInt64() > since
                && fact.GetProperty("lane").GetString() == lane
                && fact.GetProperty("body").TryGetProperty("name", out var name) && name.GetString() == "scanner_lost"
                && fact.GetProperty("body").GetProperty("cleared").GetBoolean() == cleared)
            .Select(fact => fact.GetProperty("seq").GetRawText()).FirstOrDefault()) is not null);
        return seq;
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
}
