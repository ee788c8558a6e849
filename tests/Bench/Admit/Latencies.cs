namespace CheckIn.Bench.Admit;

/// <summary>Durations and their percentiles.</summary>
internal sealed class Latencies(int capacity)
{
    private readonly List<double> _ms = new(capacity);
    private bool _sorted;

    public void Add(TimeSpan duration)
    {
        _ms.Add(duration.TotalMilliseconds);
        _sorted = false;
    }

    /// <summary>The nearest-rank percentile in ms; 1 = the longest.</summary>
    public double Ms(double share)
    {
        if (!_sorted)
            _ms.Sort();
        _sorted = true;
        return _ms[Math.Clamp((int)Math.Ceiling(share * _ms.Count) - 1, 0, _ms.Count - 1)];
    }
}
