using CheckIn.Gate.Scanning.Qr;

namespace CheckIn.Bench.Fuzz;

/// <summary>What came of the inputs.</summary>
internal sealed record FuzzTally
{
    internal long Inputs { get; init; }
    internal long Crashes { get; init; }
    internal long Hangs { get; init; }
    internal long Reads { get; init; }
    internal long Misreads { get; init; }
    internal long Phantoms { get; init; }
    internal double LongestFrameMs { get; init; }
    internal double LongestStillMs { get; init; }

    internal FuzzTally With(ReadEffort effort, TimeSpan took, bool read, bool hang, bool misread, bool phantom)
    {
        var ms = took.TotalMilliseconds;
        return this with
        {
            Hangs = Hangs + (hang ? 1 : 0),
            Reads = Reads + (read ? 1 : 0),
            Misreads = Misreads + (misread ? 1 : 0),
            Phantoms = Phantoms + (phantom ? 1 : 0),
            LongestFrameMs = effort == ReadEffort.Frame ? Math.Max(LongestFrameMs, ms) : LongestFrameMs,
            LongestStillMs = effort == ReadEffort.Still ? Math.Max(LongestStillMs, ms) : LongestStillMs,
        };
    }

    internal static FuzzTally Sum(IEnumerable<FuzzTally> tallies) => tallies.Aggregate(new FuzzTally(), (a, b) => new()
    {
        Inputs = a.Inputs + b.Inputs,
        Crashes = a.Crashes + b.Crashes,
        Hangs = a.Hangs + b.Hangs,
        Reads = a.Reads + b.Reads,
        Misreads = a.Misreads + b.Misreads,
        Phantoms = a.Phantoms + b.Phantoms,
        LongestFrameMs = Math.Max(a.LongestFrameMs, b.LongestFrameMs),
        LongestStillMs = Math.Max(a.LongestStillMs, b.LongestStillMs),
    });
}
