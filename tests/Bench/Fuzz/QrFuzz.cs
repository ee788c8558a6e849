using System.Diagnostics;
using CheckIn.Gate.Scanning.Qr;

namespace CheckIn.Bench.Fuzz;

/// <summary>
/// Hands mutated frames and module grids to readers, one for each worker, and watches for what must never happen: an
/// exception, a read far beyond its budget, a touch outside the picture (which ends the process, see
/// <see cref="GuardedMemory"/>), another text than the one drawn, a text where there is none. Each input is made from
/// the seed and its number alone. A worker takes the next number as soon as it is free; a read that does not come back
/// at all is seen by whoever waits for the workers.
/// </summary>
internal sealed class QrFuzz(long seed, TextWriter findings)
{
    // The budgets of ReadEffort are 40 ms and 2 s; what works far longer is a hang.
    private static readonly TimeSpan FrameLimit = TimeSpan.FromMilliseconds(400), StillLimit = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan Forever = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan Watch = TimeSpan.FromSeconds(1);

    // A still may take 25 times as long as a frame.
    private const int OneStillIn = 1000;

    // The compiler may be at work at the first try.
    private const int Tries = 2;
    private readonly DrawnCode[] _codes = DrawnCode.Some((int)seed);
    private long _next;
    private long _end;

    /// <summary>Reads <paramref name="count"/> inputs from number <paramref name="first"/> on.</summary>
    internal async Task<FuzzTally> RunAsync(long first, long count, int workers)
    {
        (_next, _end) = (first, first + count);
        var bench = Enumerable.Range(0, workers).Select(_ => new FuzzWorker()).ToArray();
        var running = bench.Select(Start).ToArray();
        var all = Task.WhenAll(running);
        var progress = new FuzzProgress(findings, count);
        while (await Task.WhenAny(all, Task.Delay(Watch)).ConfigureAwait(false) != all)
        {
            lock (findings)
                progress.Tell(Math.Min(Interlocked.Read(ref _next), _end) - first);
            if (bench.FirstOrDefault(worker => worker.BusyFor > Forever) is { } stuck)
            {
                Name("hang", stuck.Index, $"still reading after {Forever.TotalSeconds:0} s; given up");
                return FuzzTally.Sum(bench.Select(worker => worker.Tally).Append(new() { Hangs = 1 }));
            }
        }
        await all.ConfigureAwait(false);
        foreach (var worker in bench)
            worker.Dispose();
        return FuzzTally.Sum(bench.Select(worker => worker.Tally));
    }

    private Task Start(FuzzWorker worker) => Task.Factory.StartNew(
        () => Work(worker), CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);

    private void Work(FuzzWorker worker)
    {
        while (Interlocked.Increment(ref _next) - 1 is var index && index < _end)
            Try(worker, index);
    }

    private void Try(FuzzWorker worker, long index)
    {
        var random = new FuzzRandom(seed, index);
        var isGrid = random.Next(5) < 2;
        var effort = random.OnceIn(OneStillIn) ? ReadEffort.Still : ReadEffort.Frame;
        var expected = isGrid
            ? GridMutation.Draw(worker.Frame, random, _codes)
            : FrameMutation.Draw(worker.Frame, random, _codes);
        var tally = worker.Tally;
        worker.Tally = tally with { Inputs = tally.Inputs + 1 };
        try
        {
            var codes = worker.Read(index, effort, out var took);
            for (var i = 1; i < Tries && took > Limit(effort); i++)
                codes = worker.Read(index, effort, out took);
            Judge(worker, index, effort, expected, codes, took);
        }
        catch (Exception e)
        {
            worker.Tally = worker.Tally with { Crashes = worker.Tally.Crashes + 1 };
            worker.ReplaceReader();
            Name("crash", index, e.ToString());
        }
    }

    private void Judge(
        FuzzWorker worker, long index, ReadEffort effort, Expectation expected, IReadOnlyList<QrCode> codes,
        TimeSpan took)
    {
        var (hangs, misread, phantom) = (took > Limit(effort), expected.IsMisread(codes), expected.IsPhantom(codes));
        if (hangs)
            Name("hang", index, $"{effort} took {took.TotalMilliseconds:0} ms, {Tries} times");
        if (misread)
            Name("misread", index, $"'{codes[0].Text}' for '{expected.OnlyText}'");
        if (phantom)
            Name("phantom", index, $"'{codes[0].Text}' where no code was drawn");
        worker.Tally = worker.Tally.With(effort, took, codes.Count > 0, hangs, misread, phantom);
    }

    private static TimeSpan Limit(ReadEffort effort) => effort == ReadEffort.Still ? StillLimit : FrameLimit;

    private void Name(string what, long index, string why)
    {
        lock (findings)
            findings.WriteLine($"{what}: repeat with --seed {seed} --only {index}: {why}");
    }

    /// <summary>One thread's reader, frame and count.</summary>
    private sealed class FuzzWorker : IDisposable
    {
        private QrReader _reader = new();
        private long _began;

        internal FuzzFrame Frame { get; } = new();
        internal FuzzTally Tally { get; set; } = new();
        internal long Index { get; private set; }

        /// <summary>How long the present read has taken; zero between reads.</summary>
        internal TimeSpan BusyFor =>
            Volatile.Read(ref _began) is var began and > 0 ? Stopwatch.GetElapsedTime(began) : default;

        internal IReadOnlyList<QrCode> Read(long index, ReadEffort effort, out TimeSpan took)
        {
            Index = index;
            Volatile.Write(ref _began, Stopwatch.GetTimestamp());
            var before = ThreadTime.Now;
            try
            {
                return _reader.Read(Frame.Pixels, Frame.Width, Frame.Height, Frame.Stride, effort);
            }
            finally
            {
                took = ThreadTime.Now - before;
                Volatile.Write(ref _began, 0);
            }
        }

        internal void ReplaceReader() => _reader = new();

        public void Dispose() => Frame.Dispose();
    }
}
