namespace CheckIn.Time;

/// <summary>
/// One moment at which monotonic and wall time were both known, and from which wall time follows for any other moment
/// of the same boot. The further away, the less is certain: an oscillator that nobody corrects may run up to
/// <see cref="DriftPpm"/> fast or slow, which is what the kernel assumes as well.
/// </summary>
/// <param name="MonotonicNs">CLOCK_MONOTONIC, ns.</param>
/// <param name="WallMs">Wall time at that moment, Unix ms.</param>
/// <param name="ErrorMs">By how much <paramref name="WallMs"/> may be wrong, ms.</param>
public readonly record struct ClockAnchor(long MonotonicNs, long WallMs, long ErrorMs)
{
    /// <summary>Parts in a million by which the uncertainty grows (the kernel's MAXFREQ).</summary>
    public const int DriftPpm = 500;

    private const long NsPerMs = 1_000_000;

    /// <summary>Wall time at another moment of this boot, Unix ms.</summary>
    public long WallAt(long monotonicNs) => Saturated(WallMs + ((Int128)monotonicNs - MonotonicNs) / NsPerMs);

    /// <summary>By how much <see cref="WallAt"/> may be wrong, ms.</summary>
    public long ErrorAt(long monotonicNs) =>
        Saturated(ErrorMs + Drift(Int128.Abs((Int128)monotonicNs - MonotonicNs), DriftPpm));

    /// <summary>What <paramref name="ppm"/> come to over a time in ns, in ms.</summary>
    public static Int128 Drift(Int128 ns, int ppm) => ns * ppm / (1_000_000 * (Int128)NsPerMs);

    /// <summary>Clocks may say anything; what does not fit is as far as a long goes.</summary>
    public static long Saturated(Int128 value) => (long)Int128.Clamp(value, long.MinValue, long.MaxValue);
}
