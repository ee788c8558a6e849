using System.Diagnostics;

namespace CheckIn.Bench.Fuzz.Codes;

/// <summary>
/// Tries inputs of one format, on all cores. An input depends on the seed and its number alone, but for signatures, which
/// are made anew each time. Time is that which the thread has spent, so that a busy machine makes no hang.
/// </summary>
internal sealed class CodeFuzz(int seed, TextWriter findings)
{
    private const long Warmup = 20_000;
    private static readonly TimeSpan Limit = TimeSpan.FromMilliseconds(250);

    private long _crashes, _hangs, _done;

    /// <summary>What came of a format's inputs.</summary>
    internal sealed record Tally(long Inputs, long Crashes, long Hangs, double PerSecond, double GrowthMb);

    /// <summary>Tries so many of them, after some that warm up; growth is that of the process's peak.</summary>
    internal Tally Run(CodeTarget target, long first, long count)
    {
        (_crashes, _hangs, _done) = (0, 0, 0);
        var progress = new FuzzProgress(findings, count);
        for (long i = 0; i < Math.Min(count, Warmup); i++)
            TryOne(target, first + i, isCounted: false);
        var (peak, began) = (PeakMemory.Megabytes(), Stopwatch.GetTimestamp());
        Parallel.For(0, count, new ParallelOptions { MaxDegreeOfParallelism = Environment.ProcessorCount }, i =>
        {
            TryOne(target, first + i, isCounted: true);
            if (Interlocked.Increment(ref _done) % 10_000 == 0)
            {
                lock (findings)
                    progress.Tell(_done);
            }
        });
        return new(
            count, _crashes, _hangs, count / Stopwatch.GetElapsedTime(began).TotalSeconds, PeakMemory.Megabytes() - peak);
    }

    private void TryOne(CodeTarget target, long index, bool isCounted)
    {
        var input = target.Make(new FuzzRandom(seed, index));
        var began = ThreadTime.Now;
        try
        {
            target.Try(input);
        }
        catch (Exception e)
        {
            Name(ref _crashes, isCounted, $"crash: {target.Name}, repeat with --seed {seed} --only {index}: {e}");
        }
        var took = ThreadTime.Now - began;
        if (took > Limit)
        {
            Name(
                ref _hangs, isCounted,
                $"hang: {target.Name}, repeat with --seed {seed} --only {index}: {took.TotalMilliseconds:0} ms");
        }
    }

    private void Name(ref long count, bool isCounted, string finding)
    {
        if (!isCounted)
            return;
        Interlocked.Increment(ref count);
        lock (findings)
            findings.WriteLine(finding);
    }
}
