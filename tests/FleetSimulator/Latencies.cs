using CheckIn.Bench.Mqtt;

namespace CheckIn.FleetSimulator;

/// <summary>Durations that many gates count together.</summary>
internal sealed class Latencies
{
    private readonly Lock _lock = new();
    private readonly Histogram _histogram = new();
    private long _longest;

    internal void Add(long ns)
    {
        lock (_lock)
        {
            _histogram.Add(ns);
            _longest = Math.Max(_longest, ns);
        }
    }

    internal double? Ms(double share)
    {
        lock (_lock)
            return _histogram.Ms(share) is { } ms ? Math.Round(ms, 1) : null;
    }

    internal double LongestMs
    {
        get { lock (_lock) return Math.Round(_longest / 1e6, 1); }
    }
}
