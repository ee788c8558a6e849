using System.Globalization;
using CheckIn.Hardware.Devices;
using CheckIn.Hardware.Programs;

namespace CheckIn.Hardware.Scenarios;

/// <summary>
/// Whoever drives the relays dies or hangs while they are on, and they go off all the same: both the active-high and the
/// active-low one, seen from outside. The bounds are those that the gate promises on its own board; printed is what was
/// measured here, and accepted is what an emulated processor needs more.
/// </summary>
internal sealed class Deaths(Site site)
{
    private const string Gate = "cong-chet";
    private const double SlackMs = 1000;
    private static readonly TimeSpan Pulse = Wiring.ExitPulse;
    private readonly Opening _entry = new(site, Gate, "vao", Wiring.Entry, 0, Pulse);
    private readonly Opening _exit = new(site, Gate, "ra", Wiring.Exit, 1, Pulse);

    internal async Task RunAsync()
    {
        Wiring.Rest(site.Chip);
        await KilledAsync();
        await using var gate = await StartAsync();
        await StoppedAsync(gate);
        await GuardDiesAsync(gate, "SIGKILL");
        await GuardDiesAsync(gate, "SIGSTOP");
    }

    private async Task<GateProgram> StartAsync()
    {
        var gate = new GateProgram(Gate, Wiring.TwoSerialLanes());
        if (!await gate.IsUpAsync(scanners: 2))
            Report.Tell(gate.Tail);
        await _entry.WarmUpAsync(() => SerialGadget.Scan(site.NextCode()));
        await _exit.WarmUpAsync(() => SerialGadget.ScanByFtdi(site.NextCode()));
        return gate;
    }

    private async Task KilledAsync()
    {
        await using var gate = await StartAsync();
        var on = await BothOnAsync();
        var at = Site.Now;
        await gate.KillAsync();
        await Site.UntilAsync(Pulse * 2, AreOff);
        Saw("SIGKILL of the gate in mid-pulse", on, at, TimeSpan.Zero, "at most 50 ms");
        var later = Site.Now;
        await Task.Delay(1000);
        site.Report.Saw(
            AreOff() && Moves(later) == 0, "SIGKILL of the gate: a second later both relays are inactive, and nothing moved them");
    }

    private async Task StoppedAsync(GateProgram gate)
    {
        var on = await BothOnAsync();
        var at = Site.Now;
        gate.Pause();
        await Site.UntilAsync(Pulse * 3, AreOff);
        Saw("SIGSTOP of the gate in mid-pulse", on, at, Pulse, "at most the rest of the pulse and 50 ms");
        gate.Resume();
        await _entry.ByAsync("after SIGCONT", () => SerialGadget.Scan(site.NextCode()));
    }

    private async Task GuardDiesAsync(GateProgram gate, string signal)
    {
        var guard = gate.Guard;
        if (guard == 0)
        {
            site.Report.Saw(false, $"{signal} of the guard: the gate has no process that guards its relays");
            return;
        }
        var ready = gate.GuardsStarted;
        var on = await BothOnAsync();
        var at = Site.Now;
        Signal.Send(guard, signal == "SIGKILL" ? Signal.Kill : Signal.Stop);
        await Site.UntilAsync(Pulse * 3, AreOff);
        Saw($"{signal} of the guard in mid-pulse", on, at, TimeSpan.FromSeconds(1), "at most 1 s");
        await Site.UntilAsync(TimeSpan.FromSeconds(40), () => gate.GuardsStarted > ready);
        site.Report.Saw(
            gate.Guard != 0 && gate.Guard != guard,
            string.Create(CultureInfo.InvariantCulture, $"{signal} of the guard: another one guards after {(Site.Now - at) / 1e9:F1} s"));
        await _entry.ByAsync($"after {signal} of the guard, with a new one", () => SerialGadget.Scan(site.NextCode()));
    }

    private async Task<bool> BothOnAsync()
    {
        SerialGadget.Scan(site.NextCode());
        return await _exit.BeginsAsync(() => SerialGadget.ScanByFtdi(site.NextCode()))
            && await Site.UntilAsync(Pulse, () => site.Chip.Level(Wiring.Entry) == 1);
    }

    private bool AreOff() => site.Chip.Level(Wiring.Entry) == 0 && site.Chip.Level(Wiring.Exit) == 1;

    private int Moves(long since) =>
        site.Edges.Of(Wiring.Entry, 0, since).Count + site.Edges.Of(Wiring.Exit, 1, since).Count;

    private void Saw(string what, bool wereOn, long at, TimeSpan bound, string promised)
    {
        var entry = OffAfter(Wiring.Entry, 0, at);
        var exit = OffAfter(Wiring.Exit, 1, at);
        var worst = Math.Max(entry, exit);
        site.Report.Saw(
            wereOn && AreOff() && worst <= bound.TotalMilliseconds + SlackMs,
            string.Create(CultureInfo.InvariantCulture,
                $"{what}: relay {Wiring.Entry} low after {entry:F0} ms, relay {Wiring.Exit} (active low) high after {exit:F0} ms; promised {promised}")
            + (wereOn ? "" : "; they were not both on"));
    }

    private double OffAfter(int line, int idle, long at) =>
        site.Edges.Of(line, idle, at, wasActive: true) is [var off, ..] ? (off.Ns - at) / 1e6 : 0;
}
