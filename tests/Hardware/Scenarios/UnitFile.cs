using CheckIn.Hardware.Programs;

namespace CheckIn.Hardware.Scenarios;

/// <summary>
/// The gate under systemd, by the unit file that is shipped: with its user, its hardening and its watchdog. Gate and
/// guard hang both in mid-pulse, which nobody but the watchdog can end; the gate is killed; it is stopped.
/// </summary>
internal sealed class UnitFile(Site site)
{
    private static readonly TimeSpan Watchdog = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan Slack = TimeSpan.FromSeconds(15);
    private static readonly TimeSpan Start = TimeSpan.FromSeconds(120);
    private readonly BothRelays _relays = new(site, "cong-dich-vu");

    internal async Task RunAsync()
    {
        Wiring.Rest(site.Chip);
        var began = Site.Now;
        Unit.Control("start");
        var took = (Site.Now - began) / 1e9;
        if (Unit.State != "active")
        {
            site.Report.Measured(false, $"systemd: the unit is {Unit.State} after {took:F1} s");
            Report.Tell(Unit.Log);
            return;
        }
        site.Report.Measured(
            User(Unit.MainProcess) == "checkin",
            $"systemd: the unit is active after {took:F1} s, user {User(Unit.MainProcess)}, and says: {Unit.Status}");
        await _relays.WarmUpAsync();
        await HangAsync();
        await _relays.WarmUpAsync();
        await KillAsync();
        await _relays.WarmUpAsync();
        await StopAsync();
    }

    private async Task HangAsync()
    {
        var (on, gate) = (await _relays.OpenAsync(), Unit.MainProcess);
        var guard = Signal.Children(gate).FirstOrDefault();
        var at = Site.Now;
        Signal.Send(gate, Signal.Stop);
        if (guard != 0)
            Signal.Send(guard, Signal.Stop);
        await _relays.WaitUntilOffAsync(Watchdog + Slack);
        site.Report.Saw(
            _relays.WentOff(on, at, (Watchdog + Slack).TotalMilliseconds),
            $"watchdog of {Watchdog.TotalSeconds} s: gate and guard hang in mid-pulse; {_relays.Words(on, at)}");
        await CameBackAsync("watchdog", gate, 1);
    }

    private async Task KillAsync()
    {
        var (on, gate) = (await _relays.OpenAsync(), Unit.MainProcess);
        var at = Site.Now;
        Signal.Send(gate, Signal.Kill);
        await _relays.WaitUntilOffAsync(Wiring.ExitPulse);
        site.Report.Saw(_relays.WentOff(on, at, 1000), $"systemd: SIGKILL in mid-pulse; {_relays.Words(on, at)}");
        await CameBackAsync("SIGKILL", gate, 2);
    }

    private async Task CameBackAsync(string what, int before, int restarts)
    {
        var back = await Site.UntilAsync(Start, () => Unit.State == "active" && Unit.MainProcess != before);
        site.Report.Saw(
            back && Unit.Restarts == restarts && Unit.AfterTheEnd == "0",
            $"systemd: after the {what} the lines were driven off by ExecStopPost (status {Unit.AfterTheEnd}), "
            + $"and the unit is {Unit.State} again, start number {Unit.Restarts}");
        if (!back)
            Report.Tell(Unit.Log);
    }

    private async Task StopAsync()
    {
        var on = await _relays.OpenAsync();
        var at = Site.Now;
        Unit.Control("stop");
        site.Report.Saw(
            _relays.WentOff(on, at, Wiring.ExitPulse.TotalMilliseconds)
                && Unit.State == "inactive" && Unit.AfterTheEnd == "0",
            $"systemd: stopped in mid-pulse; {_relays.Words(on, at)}; "
            + $"the unit is {Unit.State}, ExecStopPost status {Unit.AfterTheEnd}");
        if (Unit.State != "inactive")
            Report.Tell(Unit.Log);
    }

    private static string User(int process)
    {
        var id = File.ReadLines($"/proc/{process}/status")
            .First(line => line.StartsWith("Uid:", StringComparison.Ordinal)).Split('\t')[1];
        return File.ReadLines("/etc/passwd").Select(line => line.Split(':')).First(fields => fields[2] == id)[0];
    }
}
