using CheckIn.Hardware.Programs;

namespace CheckIn.Hardware.Scenarios;

/// <summary>
/// Whoever drives the relays dies or hangs while they are on, and they go off all the same: both the active-high and
/// the active-low one, seen from outside. The bounds are those that the gate promises on its own board; printed is what
/// was measured here, and accepted is what an emulated processor needs more.
/// </summary>
internal sealed class Deaths(Site site)
{
    private const string Gate = "cong-chet";
    private const double SlackMs = 1000;
    private static readonly TimeSpan Pulse = Wiring.ExitPulse;
    private readonly BothRelays _relays = new(site, Gate);

    internal async Task RunAsync()
    {
        Wiring.Rest(site.Chip);
        await KilledAsync();
        await using var gate = await StartAsync();
        await StoppedAsync(gate);
        await GuardDiesAsync(gate, "SIGKILL", Signal.Kill);
        await GuardDiesAsync(gate, "SIGSTOP", Signal.Stop);
    }

    private async Task<GateProgram> StartAsync()
    {
        var gate = site.StartGate(Gate, Wiring.TwoSerialLanes());
        if (!await gate.IsUpAsync(scanners: 2))
            Report.Tell(gate.Tail);
        await _relays.WarmUpAsync();
        return gate;
    }

    private async Task KilledAsync()
    {
        await using var gate = await StartAsync();
        var on = await _relays.OpenAsync();
        var at = Site.Now;
        await gate.KillAsync();
        await _relays.WaitUntilOffAsync(Pulse * 2);
        Saw("SIGKILL of the gate in mid-pulse", on, at, TimeSpan.Zero, "at most 50 ms");
        var later = Site.Now;
        await Task.Delay(1000);
        site.Report.Saw(
            _relays.AreOff && Moves(later) == 0,
            "SIGKILL of the gate: a second later both relays are inactive, and nothing moved them");
    }

    private async Task StoppedAsync(GateProgram gate)
    {
        var on = await _relays.OpenAsync();
        var at = Site.Now;
        gate.Pause();
        await _relays.WaitUntilOffAsync(Pulse * 3);
        Saw("SIGSTOP of the gate in mid-pulse", on, at, Pulse, "at most the rest of the pulse and 50 ms");
        gate.Resume();
        await _relays.Entry.ByAsync("after SIGCONT", _relays.ScanEntry);
    }

    private async Task GuardDiesAsync(GateProgram gate, string name, int signal)
    {
        var (guard, ready) = (gate.Guard, gate.GuardsStarted);
        if (guard == 0)
        {
            site.Report.Saw(false, $"{name} of the guard: the gate has no process that guards its relays");
            return;
        }
        var on = await _relays.OpenAsync();
        var at = Site.Now;
        Signal.Send(guard, signal);
        await _relays.WaitUntilOffAsync(Pulse * 3);
        Saw($"{name} of the guard in mid-pulse", on, at, TimeSpan.FromSeconds(1), "at most 1 s");
        await Site.UntilAsync(TimeSpan.FromSeconds(60), () => gate.GuardsStarted > ready);
        site.Report.Measured(
            gate.Guard != 0 && gate.Guard != guard,
            $"{name} of the guard: another one guards after {(Site.Now - at) / 1e9:F1} s");
        await _relays.WarmUpAsync();
        await _relays.Entry.ByAsync($"after {name} of the guard", _relays.ScanEntry);
    }

    private int Moves(long since) =>
        site.Edges.Of(Wiring.Entry, 0, since).Count + site.Edges.Of(Wiring.Exit, 1, since).Count;

    private void Saw(string what, bool wereOn, long at, TimeSpan bound, string promised) => site.Report.Saw(
        _relays.WentOff(wereOn, at, bound.TotalMilliseconds + SlackMs),
        $"{what}: {_relays.Words(wereOn, at)}; promised {promised}");
}
