using System.Collections.Immutable;

namespace CheckIn.Gate.Turnstile;

/// <summary>
/// Who may pass a portal, whose turn it is, and who did: values in, values out, no clock. An admission opens its relay at once
/// unless another relay of the same portal is open or somebody else already waits for his turn; then it waits, in the order of
/// admission, so that neither direction starves the other. A turn of a sensor belongs to the admission that has been open
/// longest on it, and bears its number; a turn without one is forced. An admission that nobody took ends when its
/// patience is over: whoever set off at the last moment is still in the turnstile then, so a turn counts for another
/// half second (<see cref="ToleranceNs"/>), and only after that is the admission timed out, and a turn forced. Each
/// admission with a sensor ends exactly once; one without a sensor ends silently with its relay, and no relay opens while another
/// one is still on. While the portal is held open (an
/// emergency) nobody waits and no turn is forced.
/// </summary>
internal sealed record Passage
{
    /// <summary>How long after its patience an admission may still be taken.</summary>
    internal const long ToleranceNs = 500_000_000;

    /// <summary>Most admissions open, and most that wait. What is beyond ends the oldest.</summary>
    internal const int Most = 32;

    internal static readonly Passage None = new();

    private Passage() { }

    /// <summary>Admissions whose relay has opened, oldest first.</summary>
    internal ImmutableArray<Crossing> Open { get; private init; } = [];

    /// <summary>Admissions whose relay has not opened yet, oldest first.</summary>
    internal ImmutableArray<Crossing> Waiting { get; private init; } = [];

    /// <summary>Everything is open.</summary>
    internal bool IsHeld { get; private init; }

    /// <summary>When <see cref="Passed"/> has something to do; <see cref="long.MaxValue"/> = never.</summary>
    internal long DueNs => Open.IsEmpty ? long.MaxValue : Open.Min(crossing => crossing.OverNs);

    /// <summary>Somebody was admitted.</summary>
    internal PassageStep Admit(Crossing crossing, long nowNs)
    {
        var (next, ended) = EndWhatIsOver(nowNs);
        next = next with { Waiting = next.Waiting.Add(crossing) };
        if (next.Waiting.Length > Most)
        {
            ended = WithEnd(ended, next.Waiting[0], PassageResult.TimedOut);
            next = next with { Waiting = next.Waiting.RemoveAt(0) };
        }
        return next.OpenNext(ended, nowNs);
    }

    /// <summary>A sensor told of a turn.</summary>
    /// <param name="sensor">Its number.</param>
    /// <param name="atNs">When it was.</param>
    /// <param name="nowNs">Now, from when whoever is next has his time.</param>
    internal PassageStep Turned(int sensor, long atNs, long nowNs)
    {
        var (next, ended) = EndWhatIsOver(atNs);
        var found = FirstOn(next.Open, sensor, atNs);
        if (found < 0)
        {
            var result = IsHeld ? PassageResult.Turned : PassageResult.Forced;
            return next.OpenNext(ended.Add(new PassageEnd(null, sensor, result)), nowNs);
        }
        var crossing = next.Open[found];
        var open = next.Open.RemoveAt(found);
        var closes = !IsHeld && crossing.MayClose && open.All(other => other.Relay != crossing.Relay || (other.IsOver && other.MayClose));
        if (closes)
            open = open.RemoveAll(other => other.Relay == crossing.Relay);
        else if (nowNs < crossing.OffNs)
            open = open.Add(crossing.Remainder);
        var step = (next with { Open = open }).OpenNext(WithEnd(ended, crossing, PassageResult.Turned), nowNs);
        return closes ? step with { Closing = crossing.Relay } : step;
    }

    /// <summary>Time has passed.</summary>
    internal PassageStep Passed(long nowNs)
    {
        var (next, ended) = EndWhatIsOver(nowNs);
        return next.OpenNext(ended, nowNs);
    }

    /// <summary>Somebody on this way needs longer: whoever is open on it last gets that; null when nobody is.</summary>
    internal Passage? Prolong(int way, long holdNs, long patienceNs, long nowNs)
    {
        for (var i = Open.Length - 1; i >= 0; i--)
        {
            if (Open[i] is var crossing && crossing.Way == way && crossing.OverNs > nowNs)
            {
                return this with
                {
                    Open = Open.SetItem(i, crossing with
                    {
                        IsLonger = true,
                        HoldNs = Math.Max(crossing.HoldNs, nowNs - crossing.OpenedNs + holdNs),
                        PatienceNs = Math.Max(crossing.PatienceNs, nowNs - crossing.OpenedNs + patienceNs),
                    }),
                };
            }
        }
        return null;
    }

    /// <summary>Everything opens, whoever waits included.</summary>
    internal PassageStep Hold(long nowNs)
    {
        var (next, ended) = EndWhatIsOver(nowNs);
        return (next with { IsHeld = true }).OpenNext(ended, nowNs);
    }

    /// <summary>One at a time again.</summary>
    internal Passage EndHold() => this with { IsHeld = false };

    /// <summary>The portal closes for good: nobody can pass any more.</summary>
    internal ImmutableArray<PassageEnd> Close() =>
        Open.AddRange(Waiting).Aggregate(
            ImmutableArray<PassageEnd>.Empty, (ended, crossing) => WithEnd(ended, crossing, PassageResult.TimedOut));

    private (Passage Next, ImmutableArray<PassageEnd> Ended) EndWhatIsOver(long nowNs)
    {
        if (nowNs < DueNs)
            return (this, []);
        var ended = ImmutableArray<PassageEnd>.Empty;
        var open = ImmutableArray.CreateBuilder<Crossing>(Open.Length);
        foreach (var crossing in Open)
        {
            if (nowNs < crossing.OverNs)
            {
                open.Add(crossing);
                continue;
            }
            ended = WithEnd(ended, crossing, PassageResult.TimedOut);
            if (nowNs < crossing.OffNs)
                open.Add(crossing.Remainder);
        }
        return (this with { Open = open.ToImmutable() }, ended);
    }

    private PassageStep OpenNext(ImmutableArray<PassageEnd> ended, long nowNs)
    {
        var (open, waiting, opened) = (Open, Waiting, ImmutableArray<Crossing>.Empty);
        while (!waiting.IsEmpty && (IsHeld || open.IsEmpty || open.All(crossing => crossing.Relay == waiting[0].Relay)))
        {
            var crossing = waiting[0] with { OpenedNs = nowNs };
            waiting = waiting.RemoveAt(0);
            opened = opened.Add(crossing);
            open = open.Add(crossing);
            if (open.Length > Most)
            {
                ended = WithEnd(ended, open[0], PassageResult.TimedOut);
                open = open.RemoveAt(0);
            }
        }
        return new PassageStep(opened.IsEmpty ? this : this with { Open = open, Waiting = waiting }, ended, opened);
    }

    private static ImmutableArray<PassageEnd> WithEnd(ImmutableArray<PassageEnd> ended, Crossing crossing, PassageResult result) =>
        crossing.HasSensor ? ended.Add(new PassageEnd(crossing, crossing.Sensor, result)) : ended;

    private static int FirstOn(ImmutableArray<Crossing> open, int sensor, long atNs)
    {
        for (var i = 0; i < open.Length; i++)
        {
            if (open[i].Sensor == sensor && open[i].OpenedNs <= atNs)
                return i;
        }
        return -1;
    }
}
