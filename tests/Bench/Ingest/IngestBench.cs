using System.Diagnostics;
using CheckIn.Bench.Mqtt;
using CheckIn.Fixtures;

namespace CheckIn.Bench.Ingest;

/// <summary>So many gates, each with batches of so many events, of which so many may be under way.</summary>
internal sealed record IngestShape(int Gates, int Batch, int Window);

/// <summary>
/// Many gates at once against the hub, a process of its own. Work goes in turns: the gates send what was made
/// beforehand, and when all of it is acknowledged the yardstick inserts the same rows. The first turn is warm-up.
/// </summary>
internal sealed class IngestBench(int events, int turns, Table table)
{
    public async Task MeasureAsync(IngestShape shape, CancellationToken cancellation)
    {
        var folder = Directory.CreateTempSubdirectory("checkin-ingest-");
        try
        {
            await using var premises = new Premises(folder.FullName);
            await premises.StartHubAsync(cancellation).ConfigureAwait(false);
            var memory = new MemoryWatch(premises.HubId);
            var gates = new List<IngestGate>();
            try
            {
                var (made, times) = (new SyntheticEvents(1), new Histogram());
                for (var i = 0; i < shape.Gates; i++)
                {
                    gates.Add(await IngestGate.ConnectAsync($"bench-{i:00000}", premises.Broker.Port, shape.Window, made,
                        times, cancellation).ConfigureAwait(false));
                }
                using var raw = new RawInserts(premises.HubDatabase, Path.Combine(folder.FullName, "raw.db"));
                await RunAsync(shape, gates, memory, raw, times, cancellation).ConfigureAwait(false);
            }
            finally
            {
                foreach (var gate in gates)
                    await gate.DisposeAsync().ConfigureAwait(false);
            }
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private async Task RunAsync(IngestShape shape, List<IngestGate> gates, MemoryWatch memory, RawInserts raw,
        Histogram times, CancellationToken cancellation)
    {
        var batches = Math.Max(1, (int)Math.Ceiling((double)events / turns / shape.Gates / shape.Batch));
        var spent = TimeSpan.Zero;
        long stored = 0;
        for (var turn = 0; turn <= turns; turn++)
        {
            foreach (var gate in gates)
                gate.Prepare(batches, shape.Batch);
            if (turn == 1)
                times.Clear();
            // What was made is garbage of the generator's; it is collected outside the time that counts.
            GC.Collect();
            memory.Begin();
            var watch = Stopwatch.StartNew();
            await SendAsync(shape, gates, memory, cancellation).ConfigureAwait(false);
            var took = watch.Elapsed;
            memory.Pause(counts: turn > 0);
            raw.TakeTurn(counts: turn > 0);
            if (turn == 0)
                continue;
            spent += took;
            stored += (long)batches * shape.Batch * gates.Count;
        }
        table.Add(
            ("gates", shape.Gates), ("batch", shape.Batch), ("under_way", shape.Window), ("events", stored),
            ("events_per_s", Math.Round(stored / spent.TotalSeconds)), ("raw_rows_per_s", raw.PerSecond),
            ("ratio", Math.Round(stored / spent.TotalSeconds / raw.PerSecond, 3)),
            ("hub_cpu_us_per_event", Math.Round(memory.Processor.TotalMicroseconds / stored, 2)),
            ("raw_cpu_us_per_row", raw.ProcessorPerRow),
            ("ack_p50_ms", times.Ms(0.5)), ("ack_p99_ms", times.Ms(0.99)),
            ("peak_rss_mb", memory.PeakMegabytes), ("anon_mb", memory.AnonymousMegabytes),
            ("anon_growth_mb_per_min", memory.GrowthPerMinute), ("store", "sqlite"));
    }

    private static async Task SendAsync(
        IngestShape shape, List<IngestGate> gates, MemoryWatch memory, CancellationToken cancellation)
    {
        var sending = Task.WhenAll(gates.Select(gate => Task.Run(
            () => gate.SendAllAsync(shape.Batch, shape.Window, cancellation), cancellation)));
        while (!sending.IsCompleted)
        {
            await Task.WhenAny(sending, Task.Delay(200, cancellation)).ConfigureAwait(false);
            memory.Sample();
        }
        await sending.ConfigureAwait(false);
    }
}
