using System.Collections.Immutable;
using CheckIn.Gate.Turnstile;
using FsCheck;
using FsCheck.Fluent;

namespace CheckIn.Gate.Tests.Turnstile;

public class PassageTests
{
    private const long Second = 1_000_000_000;
    private const long LongestHold = 7 * Second;
    private const int In = 0, Out = 1;

    [Fact]
    public void A_turn_belongs_to_the_admission_that_has_been_open_longest()
    {
        var passage = Passage.None.Admit(On(In, 11), 0).Next.Admit(On(In, 12), Second).Next;
        var step = passage.Turned(In, 2 * Second, 2 * Second);
        Assert.Equal([(11L, PassageResult.Turned)], Told(step.Ended));
        Assert.Equal(-1, step.Closing); // the other one has yet to pass
        step = step.Next.Turned(In, 3 * Second, 3 * Second);
        Assert.Equal([(12L, PassageResult.Turned)], Told(step.Ended));
        Assert.Equal(In, step.Closing);
    }

    [Fact]
    public void Who_does_not_come_is_timed_out_once_after_his_time_and_the_tolerance()
    {
        var passage = Passage.None.Admit(On(In, 11), 0).Next;
        Assert.Equal((5 * Second) + Passage.ToleranceNs, passage.DueNs);
        Assert.Empty(passage.Passed(passage.DueNs - 1).Ended);
        var step = passage.Passed(passage.DueNs);
        Assert.Equal([(11L, PassageResult.TimedOut)], Told(step.Ended));
        Assert.Equal(long.MaxValue, step.Next.DueNs);
        Assert.Empty(step.Next.Passed(100 * Second).Ended);
    }

    [Fact]
    public void A_turn_at_the_last_moment_counts_and_one_after_it_is_forced()
    {
        var passage = Passage.None.Admit(On(In, 11), 0).Next;
        var late = (5 * Second) + Passage.ToleranceNs - 1;
        Assert.Equal([(11L, PassageResult.Turned)], Told(passage.Turned(In, late, late).Ended));
        Assert.Equal(
            [(11L, PassageResult.TimedOut), (null, PassageResult.Forced)], Told(passage.Turned(In, late + 1, late + 1).Ended));
    }

    [Fact]
    public void A_turn_before_anybody_was_admitted_is_forced_though_it_is_told_afterwards()
    {
        var passage = Passage.None.Admit(On(In, 11), Second).Next;
        Assert.Equal([(null, PassageResult.Forced)], Told(passage.Turned(In, Second - 1, 2 * Second).Ended));
    }

    [Fact]
    public void While_one_direction_is_open_the_other_waits_and_is_served_after_it()
    {
        var passage = Passage.None.Admit(On(In, 11), 0).Next;
        var waiting = passage.Admit(On(Out, 12), Second);
        Assert.Empty(waiting.Opened);
        var step = waiting.Next.Turned(In, 2 * Second, 2 * Second);
        Assert.Equal([12L], step.Opened.Select(crossing => crossing.Cause));
        Assert.Equal((7 * Second) + Passage.ToleranceNs, step.Next.DueNs); // its time begins when its relay opens
    }

    [Fact]
    public void Nobody_passes_before_whoever_waits_for_the_other_direction()
    {
        var passage = Passage.None.Admit(On(In, 11), 0).Next.Admit(On(Out, 12), 1).Next;
        Assert.Empty(passage.Admit(On(In, 13), 2).Opened);
        var step = passage.Admit(On(In, 13), 2).Next.Passed((5 * Second) + Passage.ToleranceNs);
        Assert.Equal([12L], step.Opened.Select(crossing => crossing.Cause));
        Assert.Equal([13L], step.Next.Waiting.Select(crossing => crossing.Cause));
    }

    [Fact]
    public void Ways_of_one_relay_never_wait_for_each_other()
    {
        var passage = Passage.None.Admit(On(In, 11), 0).Next;
        Assert.Single(passage.Admit(On(In, 12) with { Way = 7 }, 1).Opened);
    }

    [Fact]
    public void Without_a_sensor_the_other_direction_waits_as_long_as_the_relay_is_on_and_nothing_is_told()
    {
        var passage = Passage.None.Admit(On(In, 11) with { Sensor = -1 }, 0).Next.Admit(On(Out, 12) with { Sensor = -1 }, 1).Next;
        Assert.Equal(Second / 2, passage.DueNs);
        var step = passage.Passed(passage.DueNs);
        Assert.Empty(step.Ended);
        Assert.Equal([12L], step.Opened.Select(crossing => crossing.Cause));
    }

    [Fact]
    public void In_an_emergency_nobody_waits_and_no_turn_is_forced()
    {
        var step = Passage.None.Admit(On(In, 11), 0).Next.Admit(On(Out, 12), 1).Next.Hold(2);
        Assert.Equal([12L], step.Opened.Select(crossing => crossing.Cause));
        var turns = step.Next.Turned(Out, 3, 3).Next.Turned(Out, 4, 4);
        Assert.Equal([(null, PassageResult.Turned)], Told(turns.Ended));
        Assert.Equal([(null, PassageResult.Forced)], Told(turns.Next.EndHold().Turned(Out, 5, 5).Ended));
    }

    [Fact]
    public void Who_needs_longer_has_longer_and_his_relay_is_not_closed_behind_him()
    {
        var passage = Passage.None.Admit(On(In, 11), 0).Next.Prolong(0, 3 * Second, 8 * Second, Second);
        Assert.NotNull(passage);
        Assert.Equal((9 * Second) + Passage.ToleranceNs, passage.DueNs);
        Assert.Equal(-1, passage.Turned(In, 2 * Second, 2 * Second).Closing);
        Assert.Null(Passage.None.Prolong(0, Second, Second, 0));
    }

    [Fact]
    public void Each_admission_with_a_sensor_ends_once_and_no_more_turn_than_the_sensor_told_of() =>
        Prop.ForAll(Histories(), history =>
        {
            var run = Run(history);
            var ended = run.Ended.Where(end => end.Crossing is not null).Select(end => end.Crossing!.Value.Cause!.Value).ToArray();
            return ended.Order().SequenceEqual(run.Admitted.Where(crossing => crossing.HasSensor).Select(crossing => crossing.Cause!.Value).Order())
                && run.Ended.Count(end => end.Result == PassageResult.Turned) <= run.Edges
                && run.Ended.Count(end => end.Result is PassageResult.Turned or PassageResult.Forced) == run.Edges
                && run.Ended.All(end => end.Result != PassageResult.Forced || end.Crossing is null);
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void Two_relays_of_a_turnstile_are_never_open_together_and_everybody_gets_his_turn() =>
        Prop.ForAll(Histories(), history =>
        {
            var run = Run(history);
            return run.Together <= 1 && run.Opened == run.Admitted.Count && run.MostWaitNs <= run.AllowedWaitNs;
        }).QuickCheckThrowOnFailure();

    private static Crossing On(int side, long cause) => new(side, side, side, cause, Second / 2, 5 * Second);

    private static IEnumerable<(long? Cause, PassageResult Result)> Told(ImmutableArray<PassageEnd> ended) =>
        ended.Select(end => (end.Crossing?.Cause, end.Result));

    /// <summary>Kind: admit in, out, without a sensor; turn in, out; only time. After: how long since the last.</summary>
    private static Arbitrary<(int Kind, int AfterMs)[]> Histories() =>
        Gen.Choose(0, 6).SelectMany(kind => Gen.Choose(0, 3000).Select(after => (kind, after))).ArrayOf().Resize(60).ToArbitrary();

    /// <summary>Plays a history as the portal does: whatever is due in between is done when it is due.</summary>
    private static History Run((int Kind, int AfterMs)[] history)
    {
        var run = new History();
        foreach (var (kind, after) in history)
        {
            run.Wait(after * 1_000_000L);
            run.Do(kind);
        }
        run.Wait(1000 * Second);
        run.End();
        return run;
    }

    private sealed class History
    {
        private readonly Dictionary<long, long> _admittedAt = [];
        private readonly long[] _offNs = new long[2];
        private Passage _passage = Passage.None;
        private long _now;
        private int _waiting;

        internal List<Crossing> Admitted { get; } = [];
        internal List<PassageEnd> Ended { get; } = [];
        internal int Edges { get; private set; }
        internal int Opened { get; private set; }
        internal int Together { get; private set; }
        internal long MostWaitNs { get; private set; }
        internal long AllowedWaitNs => Math.Max(1, _waiting) * LongestHold;

        internal void Do(int kind)
        {
            if (kind < 4)
            {
                var number = Admitted.Count + 1;
                var crossing = On(kind % 2, number) with
                {
                    Sensor = kind < 3 ? kind % 2 : -1,
                    HoldNs = number % 5 == 0 ? LongestHold : Second / 2,
                    KeepsPulse = number % 3 == 0,
                };
                Admitted.Add(crossing);
                _admittedAt[crossing.Cause!.Value] = _now;
                Take(_passage.Admit(crossing, _now));
                _waiting = Math.Max(_waiting, _passage.Waiting.Length);
            }
            else if (kind < 6)
            {
                Edges++;
                Take(_passage.Turned(kind % 2, _now, _now));
            }
        }

        internal void Wait(long ns)
        {
            var end = _now + ns;
            while (_passage.DueNs <= end)
            {
                _now = Math.Max(_now, _passage.DueNs);
                Take(_passage.Passed(_now));
            }
            _now = end;
        }

        internal void End() => Ended.AddRange(_passage.Close());

        private void Take(PassageStep step)
        {
            _passage = step.Next;
            Ended.AddRange(step.Ended);
            Opened += step.Opened.Length;
            if (step.Closing >= 0)
                _offNs[step.Closing] = _now;
            foreach (var crossing in step.Opened)
            {
                MostWaitNs = Math.Max(MostWaitNs, _now - _admittedAt[crossing.Cause!.Value]);
                _offNs[crossing.Relay] = Math.Max(_offNs[crossing.Relay], _now + crossing.HoldNs);
            }
            Together = Math.Max(Together, _offNs.Count(off => off > _now));
        }
    }
}
