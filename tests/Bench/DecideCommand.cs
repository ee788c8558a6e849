using System.CommandLine;
using System.Diagnostics;
using System.Globalization;
using CheckIn.Bench.Decide;

namespace CheckIn.Bench;

/// <summary><c>decide</c>: from a code's bytes to the verdict, through lists, rules and the book, without a disk.</summary>
internal static class DecideCommand
{
    private const int Warmup = 20_000, Measured = 200_000, SignedMeasured = 5_000;

    private static readonly Option<int> Cards = new("--cards")
    {
        DefaultValueFactory = _ => 100_000,
        Description = "Cards on the list, 0 to 500,000.",
    };

    private static readonly Option<int> Revocations = new("--revocations")
    {
        DefaultValueFactory = _ => 100_000,
        Description = "Passes that are revoked, 0 to 1,000,000.",
    };

    private static readonly Option<bool> Json = new("--json") { Description = "One flat JSON object a line." };

    internal static Command Create()
    {
        Bound(Cards, 500_000);
        Bound(Revocations, 1_000_000);
        var command = new Command(
            "decide",
            "Time from a code's bytes to the verdict: without a signature (an identity card: recognised on the bytes, two keyed "
            + "hashes, lists, rules, book), with the personal fields that the gate then seals (read_, as strings), and with a "
            + "signature (a static pass; a rotating one, each of another phone). bytes_per_decision is garbage without a "
            + "signature. cpu_ is what the thread has spent on a core, whatever else the machine does.")
        {
            Cards, Revocations, Json,
        };
        command.SetAction(static arguments =>
            Run(arguments.GetValue(Cards), arguments.GetValue(Revocations), arguments.GetValue(Json)));
        return command;
    }

    private static void Bound(Option<int> count, int most) => count.Validators.Add(result =>
    {
        if (result.GetValueOrDefault<int>() < 0 || result.GetValueOrDefault<int>() > most)
            result.AddError(string.Create(CultureInfo.InvariantCulture, $"{result.Option.Name} is 0 to {most}."));
    });

    private static int Run(int cards, int revocations, bool json)
    {
        using var path = new DecidePath(cards, revocations);
        var codes = Enumerable.Range(0, 5_000).Select(static i => DecidePath.Card(i * 37)).ToArray();
        var (plain, plainCpu, garbage) = Measure(codes, Warmup, Measured, code => path.Decide(code));
        var (read, _, readGarbage) = Measure(codes, Warmup, Measured, code => path.DecideRead(code));
        byte[][] Of(Func<byte[]> code) => [.. Enumerable.Range(0, 500).Select(_ => code())];
        var (signed, signedCpu, _) = Measure(Of(path.Pass), 500, SignedMeasured, path.DecidePass);
        var (rotating, rotatingCpu, _) = Measure(Of(path.Rotating), 500, SignedMeasured, path.DecidePass);
        var table = new Table(json);
        table.Add(
            ("cards", cards), ("revocations", revocations), ("p50_us", Us(plain, 0.5)), ("p99_us", Us(plain, 0.99)),
            ("signed_p50_us", Us(signed, 0.5)), ("signed_p99_us", Us(signed, 0.99)), ("bytes_per_decision", garbage),
            ("rss_mb", Math.Round(Environment.WorkingSet / 1048576.0, 1)), ("rotating_p50_us", Us(rotating, 0.5)),
            ("rotating_p99_us", Us(rotating, 0.99)), ("read_p50_us", Us(read, 0.5)), ("read_p99_us", Us(read, 0.99)),
            ("read_bytes_per_decision", readGarbage), ("cpu_p99_us", Us(plainCpu, 0.99)),
            ("signed_cpu_p99_us", Us(signedCpu, 0.99)), ("rotating_cpu_p99_us", Us(rotatingCpu, 0.99)),
            ("cards_mb", Math.Round(path.CardBytes / 1048576.0, 2)),
            ("revocations_mb", Math.Round(path.RevocationBytes / 1048576.0, 2)));
        table.Print();
        return 0;
    }

    private static (double[] Us, double[] Cpu, double Garbage) Measure<T>(
        byte[][] codes, int warmup, int measured, Func<byte[], T> decide)
    {
        for (var i = 0; i < warmup; i++)
            decide(codes[i % codes.Length]);
        var (times, cpu) = (new double[measured], new double[measured]);
        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < measured; i++)
        {
            var (began, spent) = (Stopwatch.GetTimestamp(), ThreadTime.Now);
            decide(codes[i % codes.Length]);
            times[i] = Stopwatch.GetElapsedTime(began).TotalMicroseconds;
            cpu[i] = (ThreadTime.Now - spent).TotalMicroseconds;
        }
        var garbage = GC.GetAllocatedBytesForCurrentThread() - before;
        Array.Sort(times);
        Array.Sort(cpu);
        return (times, cpu, Math.Round(garbage / (double)measured, 2));
    }

    private static double Us(double[] sorted, double share) => Math.Round(sorted[(int)(share * (sorted.Length - 1))], 2);
}
