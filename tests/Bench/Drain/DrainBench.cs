using System.Diagnostics;
using System.Globalization;
using CheckIn.Bench.Ingest;
using CheckIn.Bench.Mqtt;
using CheckIn.Fixtures;
using CheckIn.Gate.Journal;
using CheckIn.Storage;

namespace CheckIn.Bench.Drain;

/// <summary>
/// The real gate with a full journal, and the real hub. Work goes in turns: the gate is stopped (SIGSTOP) after so many
/// events, and when the hub has stored what was under way the yardstick inserts the same rows; then the gate goes on.
/// Time is counted from SIGCONT to the last row stored. The first turn is warm-up. A million events are over in seconds,
/// which says nothing of memory a minute; so another gate goes on with a steady stream, and the hub is watched meanwhile.
/// </summary>
internal sealed class DrainBench(int events, int turns, TimeSpan watch, Table table)
{
    private const int WatchedBatch = 100;
    private const int WatchedBatches = 200; // a second
    private const int WatchedWindow = 4;
    private const string Gate = "bench-drain";
    private const long JournalBytes = 1L << 36; // a bound, and out of the way
    private static readonly TimeSpan Poll = TimeSpan.FromMilliseconds(2);
    private static readonly TimeSpan Quiet = TimeSpan.FromMilliseconds(150);
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    public async Task MeasureAsync(CancellationToken cancellation)
    {
        var folder = Directory.CreateTempSubdirectory("checkin-drain-");
        try
        {
            await using var premises = new Premises(folder.FullName);
            var pictures = folder.CreateSubdirectory("pictures").FullName;
            PngWriter.Save(QrPicture.Draw(new SyntheticCodes(1).Unknown(), new QrLook { ModuleSize = 3 }, 320, 320),
                Path.Combine(pictures, "0.png"));
            Directory.CreateDirectory(Path.GetDirectoryName(premises.JournalOf(Gate))!);
            await PreparedJournal.MakeAsync(
                new JournalOptions { Path = premises.JournalOf(Gate), MaxBytes = JournalBytes }, events, cancellation)
                .ConfigureAwait(false);
            await premises.StartHubAsync(cancellation).ConfigureAwait(false);
            var memory = new MemoryWatch(premises.HubId);
            using var raw = new RawInserts(premises.HubDatabase, Path.Combine(folder.FullName, "raw.db"));
            using var hub = new StoredCount(premises.HubDatabase);
            await premises.StartGateAsync(Gate, "In", pictures, once: true, framesPerSecond: 1, new()
            {
                ["Journal:MaxBytes"] = JournalBytes.ToString(CultureInfo.InvariantCulture),
            }).ConfigureAwait(false);
            var gate = new MemoryWatch(premises.ProcessOf(Gate).Id);
            var spent = await RunAsync(premises, memory, gate, raw, hub, cancellation).ConfigureAwait(false);
            var growth = await WatchAsync(premises, cancellation).ConfigureAwait(false);
            Add(raw, memory, gate, spent, growth);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private async Task<TimeSpan> RunAsync(
        Premises premises, MemoryWatch memory, MemoryWatch gate, RawInserts raw, StoredCount hub,
        CancellationToken cancellation)
    {
        var spent = TimeSpan.Zero;
        for (var turn = 0; turn <= turns; turn++)
        {
            var goal = (long)events * (turn + 1) / (turns + 1);
            memory.Begin();
            gate.Begin();
            var watch = Stopwatch.StartNew();
            if (turn > 0)
                premises.ProcessOf(Gate).Resume();
            await ReachAsync(premises, hub, memory, goal, cancellation).ConfigureAwait(false);
            premises.ProcessOf(Gate).Pause();
            var took = watch.Elapsed + await SettleAsync(hub, cancellation).ConfigureAwait(false);
            memory.Pause(counts: turn > 0);
            gate.Pause(counts: turn > 0);
            raw.TakeTurn(counts: turn > 0);
            spent += turn > 0 ? took : TimeSpan.Zero;
        }
        premises.ProcessOf(Gate).Resume();
        return spent;
    }

    /// <summary>MB of anonymous memory a minute; null = not watched for long enough.</summary>
    private async Task<double?> WatchAsync(Premises premises, CancellationToken cancellation)
    {
        var memory = new MemoryWatch(premises.HubId);
        var gate = await IngestGate.ConnectAsync("bench-watch", premises.Broker.Port, WatchedWindow,
            new SyntheticEvents(2), new Histogram(), cancellation).ConfigureAwait(false);
        await using var closing = gate.ConfigureAwait(false);
        using var second = new PeriodicTimer(TimeSpan.FromSeconds(1));
        memory.Begin();
        for (var i = 0; i < watch.TotalSeconds; i++)
        {
            gate.Prepare(WatchedBatches, WatchedBatch);
            var sending = gate.SendAllAsync(WatchedBatch, WatchedWindow, cancellation);
            await second.WaitForNextTickAsync(cancellation).ConfigureAwait(false);
            await sending.ConfigureAwait(false);
            memory.Sample();
        }
        return memory.GrowthPerMinute;
    }

    private static async Task ReachAsync(
        Premises premises, StoredCount hub, MemoryWatch memory, long goal, CancellationToken cancellation)
    {
        var (last, moved) = (hub.Read(), Stopwatch.StartNew());
        for (var i = 0; last < goal; i++)
        {
            if (i % 100 == 0)
                memory.Sample();
            await Task.Delay(Poll, cancellation).ConfigureAwait(false);
            var now = hub.Read();
            if (now > last)
                moved.Restart();
            else if (moved.Elapsed > Patience)
                throw new InvalidOperationException($"Nothing moves after {now} events.\n{premises.Tails}");
            last = now;
        }
    }

    /// <summary>Until nothing has come for a while; returns when the last one came.</summary>
    private static async Task<TimeSpan> SettleAsync(StoredCount hub, CancellationToken cancellation)
    {
        var watch = Stopwatch.StartNew();
        var (last, lastAt) = (hub.Read(), TimeSpan.Zero);
        while (watch.Elapsed - lastAt < Quiet)
        {
            await Task.Delay(Poll, cancellation).ConfigureAwait(false);
            var now = hub.Read();
            if (now != last)
                (last, lastAt) = (now, watch.Elapsed);
        }
        return lastAt;
    }

    private void Add(RawInserts raw, MemoryWatch memory, MemoryWatch gate, TimeSpan spent, double? growth)
    {
        var rate = raw.Rows / spent.TotalSeconds;
        table.Add(
            ("events", events), ("timed_events", raw.Rows), ("events_per_s", Math.Round(rate)),
            ("raw_rows_per_s", raw.PerSecond), ("ratio", Math.Round(rate / raw.PerSecond, 3)),
            ("hub_cpu_us_per_event", Math.Round(memory.Processor.TotalMicroseconds / raw.Rows, 2)),
            ("gate_cpu_us_per_event", Math.Round(gate.Processor.TotalMicroseconds / raw.Rows, 2)),
            ("raw_cpu_us_per_row", raw.ProcessorPerRow),
            ("peak_rss_mb", memory.PeakMegabytes), ("anon_mb", memory.AnonymousMegabytes),
            ("anon_growth_mb_per_min", growth), ("gate_peak_rss_mb", gate.PeakMegabytes), ("store", "sqlite"));
    }

    /// <summary>How many events the hub has committed, by its own count of each journal.</summary>
    private sealed class StoredCount : IDisposable
    {
        private readonly Database _database;
        private readonly Statement _sum;

        public StoredCount(string path)
        {
            _database = Database.OpenReader(path);
            _sum = _database.Prepare("SELECT CAST(total(events) AS INTEGER) FROM journal");
        }

        public long Read()
        {
            _sum.Step();
            var count = _sum.Int64(0);
            _sum.Reset();
            return count;
        }

        public void Dispose()
        {
            _sum.Dispose();
            _database.Dispose();
        }
    }
}
