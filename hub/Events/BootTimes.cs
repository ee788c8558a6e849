using System.Text.Json.Serialization;
using CheckIn.Contract;
using CheckIn.Time;

namespace CheckIn.Hub.Events;

/// <summary>
/// What the hub remembers of the times in one boot of a gate: a value, of a size that does not grow with the events.
/// As long as times are certain nothing changes, and so nothing is written. Uncertain ones form a run, from the first
/// to the last number in one journal, with the surest known moments before and after it; whenever such a moment is
/// learnt that halves what is uncertain at the run's end, the run (as far as it goes) is due for correction. An event
/// that tells such a moment, and one that is certain, ends the run, so no event is gone through again and again.
/// </summary>
/// <param name="Anchor">The moment by which time is told from here on.</param>
/// <param name="Live">The same, as the gate's health told it; the journal may be far behind.</param>
/// <param name="Run">The uncertain events that may go on.</param>
internal sealed record BootTimes(ClockAnchor? Anchor, ClockAnchor? Live, UncertainRun? Run)
{
    /// <summary>By how much a moment must be surer to be remembered instead.</summary>
    private const long MarginMs = 500;

    internal static BootTimes Unknown { get; } = new(null, null, null);

    /// <summary>The next value after an event, and what that makes due.</summary>
    internal (BootTimes Next, Correction? Due) Take(
        long journal, long seq, long monotonicNs, long at, ClockQuality? quality)
    {
        var run = ClockCorrection.IsUncertain(quality) ? RunWith(journal, seq, monotonicNs) : Run;
        if (quality is not { } known)
            return (this with { Run = run }, null);
        var moment = new ClockAnchor(monotonicNs, at, known.ErrorMs);
        var anchor = Surer(Anchor, moment);
        if (run is null)
            return (anchor == Anchor ? this : this with { Anchor = anchor }, null);
        var learnt = run.Learn(moment);
        return learnt != run || !ClockCorrection.IsUncertain(quality)
            ? (this with { Anchor = anchor, Run = null }, learnt.Due())
            : (this with { Anchor = anchor, Run = run }, null);
    }

    /// <summary>The next value after the gate's health has told its clock.</summary>
    internal BootTimes Hear(ClockAnchor moment)
    {
        var next = this with { Run = Run?.Learn(moment), Live = Surer(Live, moment) };
        return next == this ? this : next;
    }

    /// <summary>What is due of the run so far; afterwards it is not any more.</summary>
    internal (BootTimes Next, Correction? Due) Flush() => Run?.Due() is { } due
        ? (this with { Run = Run with { From = null } }, due)
        : (this, null);

    private UncertainRun RunWith(long journal, long seq, long monotonicNs) => Run is { } run && run.Journal == journal
        ? run.With(seq, monotonicNs)
        : new UncertainRun(journal, seq, seq, monotonicNs, seq, Anchor, Live);

    private static ClockAnchor? Surer(ClockAnchor? held, ClockAnchor moment) =>
        held is not { } known || moment.ErrorMs <= known.ErrorAt(moment.MonotonicNs) - MarginMs ? moment : held;
}

/// <summary>Events of one boot in one journal whose times are uncertain, perhaps with others among them.</summary>
/// <param name="Journal">Row of the journal.</param>
/// <param name="First">Its first number.</param>
/// <param name="Last">Its last number so far.</param>
/// <param name="LastNs">CLOCK_MONOTONIC of the last one, ns.</param>
/// <param name="From">First number not yet handed over for correction; null = none.</param>
/// <param name="Before">A known moment, mostly before the run.</param>
/// <param name="After">Another, mostly after it.</param>
internal sealed record UncertainRun(
    long Journal, long First, long Last, long LastNs, long? From, ClockAnchor? Before, ClockAnchor? After)
{
    internal UncertainRun With(long seq, long monotonicNs) => this with
    {
        First = Math.Min(First, seq),
        Last = Math.Max(Last, seq),
        LastNs = Math.Max(LastNs, monotonicNs),
        From = Math.Min(From ?? seq, seq),
    };

    internal UncertainRun Learn(ClockAnchor moment)
    {
        var known = ClockCorrection.TimeOf(LastNs, Before, After)?.ErrorMs;
        return known <= moment.ErrorAt(LastNs) * (Int128)2 ? this : this with { After = moment, From = First };
    }

    internal Correction? Due() => From is { } from && (Before is not null || After is not null)
        ? new Correction(Journal, First, from, Last, Before, After)
        : null;
}

/// <summary>Events that are due for correction.</summary>
/// <param name="Journal">Row of the journal.</param>
/// <param name="Run">First number of their run, which names it.</param>
/// <param name="From">First number due.</param>
/// <param name="Last">Last number due.</param>
/// <param name="Before">A known moment of their boot.</param>
/// <param name="After">Another.</param>
internal sealed record Correction(
    long Journal, long Run, long From, long Last, ClockAnchor? Before, ClockAnchor? After);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(BootTimes))]
[JsonSerializable(typeof(KnownMoments))]
internal sealed partial class BootJson : JsonSerializerContext;

/// <summary>As kept beside events that are due.</summary>
internal sealed record KnownMoments(string Boot, ClockAnchor? Before, ClockAnchor? After);
