using CheckIn.Contract;
using CheckIn.Time;

namespace CheckIn.Gate.Clock;

/// <summary>
/// The hub's time as a gate hears it, a value. A message says what time it was when it was written, not how long it was
/// under way: a round trip of the connection at most if nothing held it up, and never longer than the subscription
/// stands. Of two in a row one at least is taken to have been on time, so that what they are apart, and what the
/// oscillator may have drifted between them, bounds what either was held up. A message that was held up tells an
/// earlier time than expected, never a later one; so a later time is believed at once, an earlier one only when three
/// in a row insist on it: then the hub's own clock was set back.
/// </summary>
/// <param name="Known">What is held for true; null = nothing yet.</param>
/// <param name="Last">The last message, with what it may be wrong when it was on time.</param>
/// <param name="Doubts">How many in a row have told an earlier time.</param>
internal readonly record struct HubTime(Known? Known, ClockAnchor? Last, int Doubts)
{
    /// <summary>The last moment that can be written as a date.</summary>
    internal const long Latest = 253_402_300_799_999;

    private const int Insisting = 3;

    /// <summary>The next value, after a message.</summary>
    /// <param name="state">What the hub said, live and online.</param>
    /// <param name="monotonic">When it was heard, CLOCK_MONOTONIC in ns.</param>
    /// <param name="roundTripMs">How long the hub took to answer on this connection.</param>
    /// <param name="oldestMs">How long ago the message can have been written at most.</param>
    internal HubTime Heard(HubStateMessage state, long monotonic, long roundTripMs, long oldestMs)
    {
        // Two more ms, because both sides cut wall time to whole ones.
        var onTime = ClockAnchor.Saturated((Int128)Math.Max(0, state.Clock?.ErrorMs ?? 0) + roundTripMs + 2);
        var last = new ClockAnchor(monotonic, state.Timestamp, onTime);
        // By an oscillator that may itself be slow.
        var oldest = oldestMs + (Int128)oldestMs * ClockAnchor.DriftPpm / 1_000_000;
        var heard = new Known(
            last with { ErrorMs = Math.Min(ClockAnchor.Saturated((Int128)onTime + oldest), HeldUp(last)) }, monotonic,
            state.Clock is null ? ClockSources.Local : ClockSources.Hub);
        if (Known is not { } held)
            return new HubTime(heard, last, 0);
        var apart = (Int128)state.Timestamp - held.Anchor.WallAt(monotonic);
        var allowed = held.Anchor.ErrorAt(monotonic);
        if (Int128.Abs(apart) <= (Int128)allowed + heard.Anchor.ErrorMs)
            return new HubTime(heard.Anchor.ErrorMs <= allowed ? heard : held, last, 0);
        return apart < 0 && Doubts + 1 < Insisting
            ? new HubTime(held, last, Doubts + 1)
            : new HubTime(heard, last, 0);
    }

    /// <summary>What this message was held up at most, if it or the last one was on time.</summary>
    private long HeldUp(ClockAnchor heard) => Last is not { } last ? long.MaxValue : Math.Max(
        heard.ErrorMs, ClockAnchor.Saturated(
            Int128.Abs((Int128)heard.WallMs - last.WallAt(heard.MonotonicNs)) + last.ErrorAt(heard.MonotonicNs)));
}
