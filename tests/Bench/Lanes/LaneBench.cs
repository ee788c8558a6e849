using CheckIn.Bench.Admit;
using CheckIn.Bench.View;
using CheckIn.Fixtures;
using CheckIn.Time;
using PersonCodes = CheckIn.Bench.Admit.SyntheticCodes;

namespace CheckIn.Bench.Lanes;

/// <summary>
/// The real gate with its hub beside it, and scanners at the far ends of its serial lines. Lanes take turns at even
/// distances, each with so many codes a second, everybody with a code of his own; midway between two codes the yardstick
/// commits a row of the same bytes to the same disk. An edge is the one that the gate's own pins noted, on the same clock
/// as the scan. Then the gate is started once more with a camera before which nobody stands, and what it costs is counted.
/// </summary>
internal sealed class LaneBench(int lanes, double perLane, int count, TimeSpan idle, bool guard, Table table)
{
    private const string Gate = "bench-lane";
    private const double IdleFrames = 15;
    private static readonly TimeSpan Warmup = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);
    private readonly TimeProvider _time = TimeProvider.System;

    internal async Task MeasureAsync(CancellationToken cancellation)
    {
        var folder = Directory.CreateTempSubdirectory("checkin-lane-");
        try
        {
            await using var premises = new Premises(folder.FullName);
            await premises.StartHubAsync(cancellation).ConfigureAwait(false);
            var loaded = await MeasureLanesAsync(premises, cancellation).ConfigureAwait(false);
            var idling = idle > TimeSpan.Zero ? await MeasureIdleAsync(premises, cancellation).ConfigureAwait(false) : null;
            table.Add([
                ("lanes", lanes), ("codes_per_s", lanes * perLane), .. loaded, .. idling ?? [],
                ("guard", guard ? "process" : "none"),
            ]);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private async Task<(string Name, object? Value)[]> MeasureLanesAsync(Premises premises, CancellationToken cancellation)
    {
        using var lines = new ScannerLines(lanes);
        await StartAsync(premises, lines.Settings).ConfigureAwait(false);
        await Task.Delay(TimeSpan.FromSeconds(2), cancellation).ConfigureAwait(false);
        var edges = new EdgeTrace(premises.PinsOf(Gate));
        var warm = (int)(Warmup.TotalSeconds * perLane * lanes);
        var (open, bare) = (new Latencies(count), new Latencies(count));
        await ScanAsync(lines, edges, null, warm, new Latencies(warm), new Latencies(warm), cancellation).ConfigureAwait(false);
        using var yardstick = new BareCommits(
            Path.Combine(premises.Folder, "bare.db"), BareRow.Newest(premises.JournalOf(Gate)));
        await ScanAsync(lines, edges, yardstick, count, open, bare, cancellation, warm).ConfigureAwait(false);
        var memory = Memory(premises);
        await premises.StopGateAsync(Gate).ConfigureAwait(false);
        return [
            ("count", count), ("p50_ms", open.Ms(0.5)), ("p99_ms", open.Ms(0.99)), ("max_ms", open.Ms(1)),
            ("bare_p50_ms", bare.Ms(0.5)), ("bare_p99_ms", bare.Ms(0.99)), .. memory,
        ];
    }

    /// <summary>Codes one after the other, each with the edge that answers it.</summary>
    private async Task ScanAsync(
        ScannerLines lines, EdgeTrace edges, BareCommits? yardstick, int codes, Latencies open, Latencies bare,
        CancellationToken cancellation, int from = 0)
    {
        var between = TimeSpan.FromSeconds(1 / (perLane * lanes));
        using var timer = new PeriodicTimer(between / 2, _time);
        for (var i = 0; i < codes; i++)
        {
            var lane = i % lanes;
            var scanned = _time.MonotonicNs();
            lines.Scan(lane, PersonCodes.Cccd(from + i));
            await timer.WaitForNextTickAsync(cancellation).ConfigureAwait(false);
            if (yardstick is not null)
            {
                var began = _time.GetTimestamp();
                yardstick.Commit();
                bare.Add(_time.GetElapsedTime(began));
            }
            var edge = await EdgeAsync(edges, lane, scanned, cancellation).ConfigureAwait(false);
            open.Add(TimeSpan.FromMicroseconds(edge / 1e3));
            await timer.WaitForNextTickAsync(cancellation).ConfigureAwait(false);
        }
    }

    /// <summary>ns from the scan to the edge.</summary>
    private async Task<long> EdgeAsync(EdgeTrace edges, int lane, long scanned, CancellationToken cancellation)
    {
        var asked = _time.GetTimestamp();
        while (_time.GetElapsedTime(asked) < Patience)
        {
            foreach (var (pin, at) in edges.TakeRises())
            {
                if (pin == ScannerLines.RelayOf(lane) && at >= scanned)
                    return at - scanned;
            }
            await Task.Delay(TimeSpan.FromMilliseconds(2), _time, cancellation).ConfigureAwait(false);
        }
        throw new InvalidOperationException($"Lane {lane} did not open within {Patience}.");
    }

    private async Task<(string Name, object? Value)[]> MeasureIdleAsync(Premises premises, CancellationToken cancellation)
    {
        await StartAsync(premises, IdleCamera.Settings(premises.Folder, IdleFrames)).ConfigureAwait(false);
        await Task.Delay(Warmup, _time, cancellation).ConfigureAwait(false);
        var gate = new GateProcess(premises.ProcessOf(Gate).Id);
        var (spent, began) = (gate.ProcessorSeconds, _time.GetTimestamp());
        await Task.Delay(idle, _time, cancellation).ConfigureAwait(false);
        var share = (gate.ProcessorSeconds - spent) / _time.GetElapsedTime(began).TotalSeconds;
        var (resident, anonymous) = (gate.ResidentMb, gate.AnonymousMb);
        await premises.StopGateAsync(Gate).ConfigureAwait(false);
        return [
            ("idle_fps", IdleFrames), ("idle_cpu_percent", Math.Round(share * 100, 2)), ("camera_rss_mb", resident),
            ("camera_rss_anon_mb", anonymous),
        ];
    }

    private (string Name, object? Value)[] Memory(Premises premises)
    {
        var gate = new GateProcess(premises.ProcessOf(Gate).Id);
        var child = gate.Children.Select(id => new GateProcess(id)).ToArray();
        return [
            ("rss_mb", gate.ResidentMb), ("rss_anon_mb", gate.AnonymousMb),
            ("guard_rss_mb", guard ? child.Sum(process => process.ResidentMb) : null),
            ("guard_rss_anon_mb", guard ? child.Sum(process => process.AnonymousMb) : null),
        ];
    }

    private Task StartAsync(Premises premises, Dictionary<string, string> settings)
    {
        settings["Gpio:Guard"] = guard ? "Always" : "Never";
        return premises.StartGateAsync(Gate, "In", premises.Folder, once: false, framesPerSecond: 1, settings);
    }
}
