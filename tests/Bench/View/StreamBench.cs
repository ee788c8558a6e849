using System.Diagnostics;
using CheckIn.Bench.Decode;
using CheckIn.Gate.Scanning.Qr;

namespace CheckIn.Bench.View;

/// <summary>
/// Frames a second that the reader alone takes on one core, of a camera that shows nobody or a held code.
/// </summary>
internal static class StreamBench
{
    private const int Frames = 12, Rounds = 7;
    private static readonly TimeSpan Round = TimeSpan.FromSeconds(0.3);

    internal static void Run(Stage stage, Table table)
    {
        foreach (var withCode in new[] { false, true })
        {
            var frames = Enumerable.Range(0, Frames).Select(_ => Paint(stage, withCode)).ToArray();
            var (perSecond, read) = Measure(stage, frames);
            table.Add(
                ("measure", "stream"), ("size", $"{stage.Width}x{stage.Height}"),
                ("frames", withCode ? "code" : "empty"),
                ("frames_per_s", Math.Round(perSecond, 1)), ("ms_per_frame", Math.Round(1000 / perSecond, 3)),
                ("read_percent", Math.Round(read, 1)));
        }
    }

    private static byte[] Paint(Stage stage, bool withCode)
    {
        var (card, presentation) = stage.Next();
        var frame = new byte[stage.Width * stage.Height];
        stage.Paint(frame, card, presentation, withCode ? presentation.HeldAt : 0);
        return frame;
    }

    /// <summary>The best of some short rounds, on a thread of its own that keeps to one core.</summary>
    private static (double PerSecond, double ReadPercent) Measure(Stage stage, byte[][] frames)
    {
        var (perSecond, read) = (0.0, 0.0);
        var thread = new Thread(() =>
        {
            Core.PinThisThread();
            var reader = new QrReader();
            // One more at first, for the compiler.
            for (var round = 0; round <= Rounds; round++)
            {
                var (rate, share) = TakeRound(stage, frames, reader);
                if (round > 0 && rate > perSecond)
                    (perSecond, read) = (rate, share);
            }
        });
        thread.Start();
        thread.Join();
        return (perSecond, read);
    }

    private static (double PerSecond, double ReadPercent) TakeRound(Stage stage, byte[][] frames, QrReader reader)
    {
        var (began, before, count, read) = (Stopwatch.GetTimestamp(), ThreadTime.Now, 0, 0);
        while (Stopwatch.GetElapsedTime(began) < Round || count < frames.Length)
        {
            foreach (var frame in frames)
            {
                read += reader.Read(frame, stage.Width, stage.Height, stage.Width, ReadEffort.Frame).Count > 0 ? 1 : 0;
                count++;
            }
        }
        return (count / (ThreadTime.Now - before).TotalSeconds, 100.0 * read / count);
    }
}
