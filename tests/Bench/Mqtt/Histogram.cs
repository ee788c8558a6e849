using System.Numerics;

namespace CheckIn.Bench.Mqtt;

/// <summary>
/// Durations in ns, counted in steps of 1/64 of their size: no allocation, and a percentile is off by 1.6 % at most.
/// </summary>
internal sealed class Histogram
{
    private const int StepBits = 6;
    private readonly long[] _counts = new long[64 << StepBits];
    private long _total;

    public void Add(long ns)
    {
        _counts[Index(Math.Max(0, ns))]++;
        _total++;
    }

    public void Clear()
    {
        Array.Clear(_counts);
        _total = 0;
    }

    /// <summary>The nearest-rank percentile in ms; null when nothing was counted.</summary>
    public double? Ms(double share)
    {
        var rank = Math.Max(1, (long)Math.Ceiling(share * _total));
        for (var (i, sum) = (0, 0L); i < _counts.Length; i++)
        {
            sum += _counts[i];
            if (sum >= rank && _total > 0)
                return Math.Round(Middle(i) / 1e6, 4);
        }
        return null;
    }

    private static int Index(long ns)
    {
        var shift = Math.Max(0, BitOperations.Log2((ulong)ns | 1) - StepBits);
        return (shift << StepBits) + (int)(ns >> shift);
    }

    private static double Middle(int index)
    {
        if (index < 2 << StepBits)
            return index;
        var shift = (index >> StepBits) - 1;
        return ((long)(index - (shift << StepBits)) << shift) + (1L << shift) / 2.0;
    }
}
