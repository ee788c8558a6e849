using CheckIn.Hardware.Devices;
using CheckIn.Hardware.Programs;

namespace CheckIn.Hardware.Scenarios;

/// <summary>
/// One code shown, and what became of it: a relay line on and off again, seen from outside the process, and the event
/// at the hub, which must have been committed before the line moved.
/// </summary>
internal sealed class Opening(Site site, string gate, string lane, int relay, int idle, TimeSpan pulse)
{
    /// <summary>For what an emulated processor takes to compile and to decide.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    /// <summary>An emulated processor is preempted by whoever shares the host.</summary>
    private const double LateMs = 1000;

    /// <summary>
    /// Shows codes until one opens, without looking closer: what a process does for the first time has to be compiled,
    /// which takes this processor longer than a pulse, or than the half second in which an opening must reach the line.
    /// </summary>
    internal async Task WarmUpAsync(Action scan)
    {
        for (var tries = 0; tries < 4; tries++)
        {
            scan();
            if (!await Site.UntilAsync(Patience / 4, () => site.Chip.Level(relay) != idle))
                continue;
            await Site.UntilAsync(pulse * 2, () => site.Chip.Level(relay) == idle);
            return;
        }
    }

    /// <summary>Shows it, looks at everything, and reports it in two lines.</summary>
    /// <param name="what">By what, such as "serial scanner".</param>
    /// <param name="scan">Shows the code.</param>
    internal async Task ByAsync(string what, Action scan)
    {
        var since = Site.Now;
        scan();
        var (on, off) = await EdgesAsync(since);
        if (on is null || off is null)
        {
            var never = on is null ? "never on" : "on and never off";
            site.Report.Saw(false, $"{what}: relay {relay} was {never} within {Patience.TotalSeconds} s");
            return;
        }
        var ms = (off.Value.Ns - on.Value.Ns) / 1e6;
        FormattableString opened = $"relay {relay} {Word(on)} {(on.Value.Ns - since) / 1e6:F0} ms after the code";
        site.Report.Measured(
            ms >= pulse.TotalMilliseconds - 1 && ms <= pulse.TotalMilliseconds + LateMs,
            $"{what}: {opened}, {Word(off)} again after {ms:F0} ms (asked {pulse.TotalMilliseconds:F0})");
        await AtTheHubAsync(what, since, on.Value.Ns);
    }

    /// <summary>Shows a code and waits for the relay to be on; false if it never was.</summary>
    internal async Task<bool> BeginsAsync(Action scan)
    {
        scan();
        return await Site.UntilAsync(Patience, () => site.Chip.Level(relay) != idle);
    }

    private static string Word(Edge? edge) => edge!.Value.Level == 1 ? "high" : "low";

    private async Task<(Edge? On, Edge? Off)> EdgesAsync(long since)
    {
        IReadOnlyList<Edge> edges = [];
        await Site.UntilAsync(Patience, () => (edges = site.Edges.Of(relay, idle, since)).Count >= 2);
        return (edges.Count > 0 ? edges[0] : null, edges.Count > 1 ? edges[1] : null);
    }

    private async Task AtTheHubAsync(string what, long since, long onNs)
    {
        List<(long Seq, long Ns)> admitted = [];
        var there = await Site.UntilAsync(Patience, async () => (admitted = await AdmittedAsync(since)).Count > 0);
        if (!there)
        {
            site.Report.Saw(false, $"{what}: the hub was never told");
            return;
        }
        FormattableString decided = $"decided {(onNs - admitted[0].Ns) / 1e6:F1} ms before the relay moved";
        site.Report.Measured(
            admitted[0].Ns < onNs, $"{what}: {decided}; the hub has it as event {admitted[0].Seq} of lane {lane}");
    }

    private async Task<List<(long Seq, long Ns)>> AdmittedAsync(long since) => [.. (await site.EventsOfAsync(gate))
        .Where(told => told.GetProperty("kind").GetString() == "decision"
            && told.GetProperty("lane").GetString() == lane
            && told.GetProperty("body").GetProperty("outcome").GetString() == "admitted")
        .Select(told => (told.GetProperty("seq").GetInt64(), told.GetProperty("mono_ns").GetInt64()))
        .Where(told => told.Item2 > since)];
}
