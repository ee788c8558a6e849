using System.Globalization;
using CheckIn.Hardware.Devices;
using CheckIn.Hardware.Programs;

namespace CheckIn.Hardware.Scenarios;

/// <summary>
/// The active-high and the active-low relay of two lanes with serial scanners, both on at the same time, and how long
/// it took until both were off again, seen from outside.
/// </summary>
internal sealed class BothRelays(Site site, string gate)
{
    private const int Tries = 5;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(15);

    /// <summary>The lane in.</summary>
    internal Opening Entry { get; } = new(site, gate, "vao", Wiring.Entry, 0, Wiring.ExitPulse);

    private Opening Exit { get; } = new(site, gate, "ra", Wiring.Exit, 1, Wiring.ExitPulse);

    internal bool AreOff => site.Chip.Level(Wiring.Entry) == 0 && site.Chip.Level(Wiring.Exit) == 1;

    private bool AreOn => site.Chip.Level(Wiring.Entry) == 1 && site.Chip.Level(Wiring.Exit) == 0;

    internal async Task WarmUpAsync()
    {
        await Entry.WarmUpAsync(ScanEntry);
        await Exit.WarmUpAsync(() => SerialGadget.ScanByFtdi(site.NextCode()));
    }

    internal void ScanEntry() => SerialGadget.Scan(site.NextCode());

    /// <summary>A code at each lane; again, when a busy host let one pulse end before the other one began.</summary>
    internal async Task<bool> OpenAsync()
    {
        for (var tries = 0; tries < Tries; tries++)
        {
            ScanEntry();
            SerialGadget.ScanByFtdi(site.NextCode());
            if (await Site.UntilAsync(Patience, () => AreOn))
                return true;
        }
        return false;
    }

    internal Task WaitUntilOffAsync(TimeSpan patience) => Site.UntilAsync(patience, () => AreOff);

    /// <summary>They were on and went off within a bound.</summary>
    internal bool WentOff(bool wereOn, long atNs, double withinMs) =>
        wereOn && AreOff && After(Wiring.Entry, 0, atNs) is { } entry && After(Wiring.Exit, 1, atNs) is { } exit
        && Math.Max(entry, exit) <= withinMs;

    /// <summary>When they went off, in words.</summary>
    internal string Words(bool wereOn, long atNs) => wereOn
        ? $"relay {Wiring.Entry} low {Words(After(Wiring.Entry, 0, atNs))}, "
            + $"relay {Wiring.Exit} (active low) high {Words(After(Wiring.Exit, 1, atNs))}"
        : "the relays were not both on before";

    private static string Words(double? ms) =>
        ms is { } after ? string.Create(CultureInfo.InvariantCulture, $"after {after:F0} ms") : "never";

    private double? After(int line, int idle, long atNs) =>
        site.Edges.Of(line, idle, atNs, wasActive: true) is [var off, ..] ? (off.Ns - atNs) / 1e6 : null;
}
