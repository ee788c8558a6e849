using System.Buffers;
using System.CommandLine;
using System.Globalization;
using CheckIn.Bench.Admit;
using CheckIn.Contract;
using CheckIn.Gate.Journal;

namespace CheckIn.Bench;

/// <summary>
/// <c>admit</c>: from a code's bytes handed to the gate to the relay's edge, through tag, seal and a durable row. The
/// yardstick is a bare SQLite commit with synchronous=FULL of a row of the same size, on the same disk, taken in turns
/// with what is measured, so that a slow moment of the disk strikes both.
/// </summary>
internal static class AdmitCommand
{
    // A gate runs for months; what is measured is not the compiler, which works beside the first few thousand calls.
    private static readonly TimeSpan Warmup = TimeSpan.FromSeconds(3);

    public static Command Create()
    {
        var count = new Option<int>("--count")
        {
            Description = "Admissions to measure, 1 to 1,000,000.",
            DefaultValueFactory = _ => 2000,
        };
        count.Validators.Add(result =>
        {
            if (result.GetValueOrDefault<int>() is < 1 or > 1_000_000)
                result.AddError("--count is 1 to 1,000,000.");
        });
        var directory = new Option<DirectoryInfo?>("--directory")
        {
            Description = "Disk to measure: a new directory is made in this one and removed again. Default: the "
                + "directory for temporary files.",
        };
        var relay = new Option<RelayKind>("--relay")
        {
            Description = "Who switches the relay: nobody (None, the default), this process (Timed), or a guard (Guarded). With "
                + "a relay each pulse of 20 ms is waited for.",
        };
        var json = new Option<bool>("--json") { Description = "One flat JSON object a line." };
        var command = new Command("admit", "Time from a code's bytes to the relay edge, beside a bare SQLite commit.")
        {
            count, directory, relay, json,
        };
        command.SetAction((parse, cancellation) => RunAsync(
            parse.GetValue(count), parse.GetValue(directory)?.FullName ?? Path.GetTempPath(), parse.GetValue(relay),
            parse.GetValue(json), cancellation));
        return command;
    }

    private static async Task<int> RunAsync(
        int count, string parent, RelayKind relay, bool json, CancellationToken cancellation)
    {
        var directory = Directory.CreateDirectory(Path.Combine(parent, $"checkin-admit-{Guid.NewGuid():N}"));
        try
        {
            var (admit, bare, switched) = await MeasureAsync(count, directory.FullName, relay, cancellation)
                .ConfigureAwait(false);
            Print(admit, bare, switched, count, parent, json);
            return 0;
        }
        finally
        {
            directory.Delete(recursive: true);
        }
    }

    private static async Task<(Latencies Admit, Latencies Bare, Latencies Switched)> MeasureAsync(
        int count, string directory, RelayKind relay, CancellationToken cancellation)
    {
        var (admit, bare, switched) = (new Latencies(count), new Latencies(count), new Latencies(count));
        await using var path = await AdmitPath.OpenAsync(Path.Combine(directory, "gate"), relay).ConfigureAwait(false);
        await path.AdmitAsync(SyntheticCodes.Cccd(0)).ConfigureAwait(false);
        using var yardstick = new BareCommits(Path.Combine(directory, "bare.db"), BareRow.Of(LastRow(path.Journal)));
        var clock = TimeProvider.System;
        var begun = clock.GetTimestamp();
        for (var (i, done) = (0, 0); done < count; i++)
        {
            cancellation.ThrowIfCancellationRequested();
            var code = SyntheticCodes.Cccd(i);
            var start = clock.GetTimestamp();
            var (committed, edge) = await path.AdmitAsync(code).ConfigureAwait(false);
            var bareStart = clock.GetTimestamp();
            yardstick.Commit();
            var bareEnd = clock.GetTimestamp();
            if (clock.GetElapsedTime(begun, start) < Warmup)
                continue;
            done++;
            admit.Add(clock.GetElapsedTime(start, edge));
            switched.Add(clock.GetElapsedTime(committed, edge));
            bare.Add(clock.GetElapsedTime(bareStart, bareEnd));
        }
        return (admit, bare, switched);
    }

    private static ReceivedEvent LastRow(GateJournal journal)
    {
        var batch = new ArrayBufferWriter<byte>();
        journal.ReadBatch(journal.Epoch, journal.LastSeq, batch);
        return EventBatch.Read(batch.WrittenMemory).Events[0];
    }

    private static void Print(Latencies admit, Latencies bare, Latencies switched, int count, string parent, bool json)
    {
        var bareJson = string.Create(CultureInfo.InvariantCulture,
            $"\"bare_p50_ms\":{bare.Ms(0.5):0.000},\"bare_p99_ms\":{bare.Ms(0.99):0.000},"
            + $"\"commit_to_edge_p50_ms\":{switched.Ms(0.5):0.000},\"commit_to_edge_p99_ms\":{switched.Ms(0.99):0.000}");
        FormattableString line = json
            ? (FormattableString)$$"""
            {"p50_ms":{{admit.Ms(0.5):0.000}},"p99_ms":{{admit.Ms(0.99):0.000}},{{bareJson}},"count":{{count}}}
            """
            : $"""
            {count} admissions, taken in turns with bare commits, in {parent}
                                          p50 ms   p99 ms   max ms
            code to relay edge          {admit.Ms(0.5),8:0.000} {admit.Ms(0.99),8:0.000} {admit.Ms(1),8:0.000}
            of it, commit to edge       {switched.Ms(0.5),8:0.000} {switched.Ms(0.99),8:0.000} {switched.Ms(1),8:0.000}
            bare commit (FULL)          {bare.Ms(0.5),8:0.000} {bare.Ms(0.99),8:0.000} {bare.Ms(1),8:0.000}
            """;
        Console.WriteLine(line.ToString(CultureInfo.InvariantCulture));
    }
}
