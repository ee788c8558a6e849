namespace CheckIn.Gate.Lanes;

/// <summary>
/// How many codes that named nobody a lane has seen in this minute; a value, so that every step can be tried in a test.
/// A minute begins with its first such code, on the monotonic clock. The first ones get an event each, the others are
/// only counted, and the count becomes one event when the minute is over: nobody who holds codes before a scanner can
/// fill the journal. After a minute with counted codes the next one allows half as many events, down to one, and a minute
/// within the bounds restores them: a flood of weeks costs two rows a minute.
/// </summary>
/// <param name="EndsNs">Where this minute ends; 0 = none has begun.</param>
/// <param name="Left">Codes that still get their own event.</param>
/// <param name="Counted">Codes of this minute without one.</param>
/// <param name="Over">Codes of minutes that are over, not yet reported.</param>
/// <param name="Floods">Minutes in a row with counted codes.</param>
internal readonly record struct CodeFlood(long EndsNs, int Left, long Counted, long Over, int Floods)
{
    internal const long MinuteNs = 60_000_000_000;

    /// <summary>A code came that names nobody; true when it gets an event of its own.</summary>
    /// <param name="nowNs">CLOCK_MONOTONIC, ns.</param>
    /// <param name="most">Events a minute when there was no flood before, at least 1.</param>
    /// <param name="next">The state after it.</param>
    internal bool Take(long nowNs, int most, out CodeFlood next)
    {
        next = Passed(nowNs);
        if (next.EndsNs == 0)
            next = next with { EndsNs = nowNs + MinuteNs, Left = Math.Max(1, most >> Math.Min(next.Floods, 30)) };
        var single = next.Left > 0;
        next = single ? next with { Left = next.Left - 1 } : next with { Counted = next.Counted + 1 };
        return single;
    }

    /// <summary>Ends the minute when it is over; a whole quiet minute after it ends the flood too.</summary>
    internal CodeFlood Passed(long nowNs)
    {
        if (EndsNs == 0 || nowNs < EndsNs)
            return this;
        var floods = Counted == 0 || nowNs - EndsNs >= MinuteNs ? 0 : Floods + 1;
        return new(0, 0, 0, Over + Counted, floods);
    }

    /// <summary>Ends the minute now, because the lane stops.</summary>
    internal CodeFlood Stopped() => new(0, 0, 0, Over + Counted, Floods);
}
