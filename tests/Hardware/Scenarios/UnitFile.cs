using System.Globalization;
using CheckIn.Hardware.Devices;
using CheckIn.Hardware.Programs;

namespace CheckIn.Hardware.Scenarios;

/// <summary>
/// The gate under systemd, by the unit file that is shipped: with its user, its hardening and its watchdog. Gate and guard
/// hang both in mid-pulse, which nobody but the watchdog can end; the gate is killed; it is stopped.
/// </summary>
internal sealed class UnitFile(Site site)
{
    private const double WatchdogMs = 30_000;
    private const double SlackMs = 5_000;
    private static readonly TimeSpan Start = TimeSpan.FromSeconds(120);
    private readonly Opening _entry = new(site, "cong-dich-vu", "vao", Wiring.Entry, 0, Wiring.ExitPulse);
    private readonly Opening _exit = new(site, "cong-dich-vu", "ra", Wiring.Exit, 1, Wiring.ExitPulse);

    internal async Task RunAsync()
    {
        Wiring.Rest(site.Chip);
        var began = Site.Now;
        Unit.Control("start");
        site.Report.Saw(
            Unit.State == "active",
            string.Create(CultureInfo.InvariantCulture,
                $"systemd: the unit is {Unit.State} after {(Site.Now - began) / 1e9:F1} s, user {User(Unit.MainProcess)}, and says: {Unit.Status}"));
        if (Unit.State != "active")
        {
            Report.Tell(Unit.Log);
            return;
        }
        await WarmUpAsync();
        await HangAsync();
        await WarmUpAsync();
        await KillAsync();
        await WarmUpAsync();
        await StopAsync();
    }

    private async Task WarmUpAsync()
    {
        await _entry.WarmUpAsync(() => SerialGadget.Scan(site.NextCode()));
        await _exit.WarmUpAsync(() => SerialGadget.ScanByFtdi(site.NextCode()));
    }

    private async Task HangAsync()
    {
        var (on, gate) = (await BothOnAsync(), Unit.MainProcess);
        var guard = Signal.Children(gate).FirstOrDefault();
        var at = Site.Now;
        Signal.Send(gate, Signal.Stop);
        if (guard != 0)
            Signal.Send(guard, Signal.Stop);
        await Site.UntilAsync(TimeSpan.FromMilliseconds(WatchdogMs + SlackMs), AreOff);
        var ms = Math.Max(OffAfter(Wiring.Entry, 0, at), OffAfter(Wiring.Exit, 1, at));
        site.Report.Saw(
            on && AreOff() && ms <= WatchdogMs + SlackMs,
            string.Create(CultureInfo.InvariantCulture,
                $"watchdog: gate and guard hang in mid-pulse; both relays off after {ms / 1e3:F1} s (promised 30)"));
        await CameBackAsync("watchdog", gate, 1);
    }

    private async Task KillAsync()
    {
        var (on, gate) = (await BothOnAsync(), Unit.MainProcess);
        var at = Site.Now;
        Signal.Send(gate, Signal.Kill);
        await Site.UntilAsync(Wiring.ExitPulse, AreOff);
        var ms = Math.Max(OffAfter(Wiring.Entry, 0, at), OffAfter(Wiring.Exit, 1, at));
        site.Report.Saw(
            on && AreOff() && ms < 1000,
            string.Create(CultureInfo.InvariantCulture, $"systemd: SIGKILL in mid-pulse; both relays off after {ms:F0} ms"));
        await CameBackAsync("SIGKILL", gate, 2);
    }

    private async Task CameBackAsync(string what, int before, int restarts)
    {
        var back = await Site.UntilAsync(Start, () => Unit.State == "active" && Unit.MainProcess != before);
        site.Report.Saw(
            back && Unit.Restarts == restarts && Unit.AfterTheEnd == "0",
            $"systemd: after the {what} the lines were driven off by ExecStopPost (status {Unit.AfterTheEnd}), and the unit is {Unit.State} again, start number {Unit.Restarts}");
        if (!back)
            Report.Tell(Unit.Log);
    }

    private async Task StopAsync()
    {
        var on = await BothOnAsync();
        var at = Site.Now;
        Unit.Control("stop");
        var ms = Math.Max(OffAfter(Wiring.Entry, 0, at), OffAfter(Wiring.Exit, 1, at));
        site.Report.Saw(
            on && AreOff() && Unit.State == "inactive" && Unit.AfterTheEnd == "0",
            string.Create(CultureInfo.InvariantCulture,
                $"systemd: stopped in mid-pulse; both relays off after {ms:F0} ms, the unit is {Unit.State}, ExecStopPost status {Unit.AfterTheEnd}"));
        if (Unit.State != "inactive")
            Report.Tell(Unit.Log);
    }

    private async Task<bool> BothOnAsync()
    {
        SerialGadget.Scan(site.NextCode());
        return await _exit.BeginsAsync(() => SerialGadget.ScanByFtdi(site.NextCode()))
            && await Site.UntilAsync(Wiring.ExitPulse, () => site.Chip.Level(Wiring.Entry) == 1);
    }

    private bool AreOff() => site.Chip.Level(Wiring.Entry) == 0 && site.Chip.Level(Wiring.Exit) == 1;

    private double OffAfter(int line, int idle, long at) =>
        site.Edges.Of(line, idle, at, wasActive: true) is [var off, ..] ? (off.Ns - at) / 1e6 : 0;

    private static string User(int process)
    {
        var id = File.ReadLines($"/proc/{process}/status").First(line => line.StartsWith("Uid:", StringComparison.Ordinal)).Split('\t')[1];
        return File.ReadLines("/etc/passwd").Select(line => line.Split(':')).First(fields => fields[2] == id)[0];
    }
}
