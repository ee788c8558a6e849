using CheckIn.Contract;
using CheckIn.Time;

namespace CheckIn.Hub.Events;

/// <summary>A time that the hub found for an event.</summary>
/// <param name="At">Unix ms.</param>
/// <param name="ErrorMs">By how much it may be wrong.</param>
internal readonly record struct CorrectedTime(long At, long ErrorMs);

/// <summary>
/// When something happened that a gate stamped while it did not know the time. Monotonic time runs through a boot
/// without a jump, so one moment of the boot whose wall time is known gives that of every other, less surely the
/// further away. Between two such moments the clock's drift is known as well: what it came to in all is shared out
/// evenly, and nothing in between was off by more than that. Two that contradict each other (somebody's time server
/// was wrong) are not mixed: the surer one decides. What a gate stamped is never changed by this, only accompanied.
/// </summary>
internal static class ClockCorrection
{
    /// <summary>A time known to this is as good as known: no correction is looked for. Time servers may be heard as
    /// seldom as every 2,048 s, in which the kernel allows for a second of drift.</summary>
    internal const long SureMs = 2000;
    /// <summary>An uncertain time is replaced by one that is this many times as sure.</summary>
    private const int MuchBetter = 4;
    /// <summary>How far an oscillator's rate wanders about its mean, parts in a million.</summary>
    private const int WanderPpm = 10;

    /// <summary>The time of a moment by what is known of its boot; null when nothing is.</summary>
    internal static CorrectedTime? TimeOf(long monotonicNs, ClockAnchor? one, ClockAnchor? other)
    {
        if (one is not { } first || other is not { } second)
            return (one ?? other) is { } only ? By(only, monotonicNs) : null;
        if (second.MonotonicNs < first.MonotonicNs)
            (first, second) = (second, first);
        var surer = By(first.ErrorAt(monotonicNs) <= second.ErrorAt(monotonicNs) ? first : second, monotonicNs);
        return first.MonotonicNs <= monotonicNs && monotonicNs <= second.MonotonicNs
            && Between(monotonicNs, first, second) is { } between && between.ErrorMs <= surer.ErrorMs ? between : surer;
    }

    /// <summary>Whether the time found is to stand beside one that the gate stamped with this quality.</summary>
    internal static bool Helps(ClockQuality? own, CorrectedTime found) =>
        IsUncertain(own) && (own is not { } quality || found.ErrorMs <= quality.ErrorMs / MuchBetter);

    internal static bool IsUncertain(ClockQuality? own) => own is not { ErrorMs: <= SureMs };

    private static CorrectedTime By(ClockAnchor anchor, long monotonicNs) =>
        new(anchor.WallAt(monotonicNs), anchor.ErrorAt(monotonicNs));

    private static CorrectedTime? Between(long monotonicNs, ClockAnchor first, ClockAnchor second)
    {
        var span = (Int128)second.MonotonicNs - first.MonotonicNs;
        var drift = (Int128)second.WallMs - first.WallAt(second.MonotonicNs);
        if (span == 0 || Int128.Abs(drift) > (Int128)first.ErrorAt(second.MonotonicNs) + second.ErrorMs)
            return null;
        var since = (Int128)monotonicNs - first.MonotonicNs;
        var nearer = Int128.Min(since, span - since);
        var known = Int128.Abs(drift) + ClockAnchor.Drift(nearer, WanderPpm);
        var error = Math.Max(first.ErrorMs, second.ErrorMs)
            + Int128.Min(ClockAnchor.Drift(nearer, ClockAnchor.DriftPpm), known) + 1;
        return new CorrectedTime(
            ClockAnchor.Saturated(first.WallAt(monotonicNs) + (drift * since / span)), ClockAnchor.Saturated(error));
    }
}
