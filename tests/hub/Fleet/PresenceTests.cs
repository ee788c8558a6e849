using CheckIn.Hub.Fleet;
using FsCheck;
using FsCheck.Fluent;

namespace CheckIn.Hub.Tests.Fleet;

public sealed class PresenceTests
{
    private static readonly TimeSpan Grace = TimeSpan.FromSeconds(15);
    private static readonly TimeSpan Silence = TimeSpan.FromMinutes(3);

    private static readonly Gen<PresenceSignal> Signal =
        from session in Gen.Choose(1, 3)
        from kind in Gen.Choose(0, 5)
        select kind switch
        {
            0 => new PresenceSignal.Birth(session, false),
            1 => new PresenceSignal.Birth(session, true),
            2 => new PresenceSignal.Will(session),
            3 => new PresenceSignal.Farewell(session),
            4 => new PresenceSignal.Life(session),
            _ => (PresenceSignal)new PresenceSignal.Tick(),
        };

    private static readonly Arbitrary<List<(PresenceSignal Signal, int Seconds)>> History =
        (from signal in Signal from seconds in Gen.Choose(0, 60) select (signal, seconds)).ListOf()
        .Select(steps => steps.ToList()).ToArbitrary();

    [Fact]
    public void A_will_of_another_session_changes_nothing() =>
        Always((before, signal, after) =>
            signal is not PresenceSignal.Will will || will.Session == before.Session || after == before);

    [Fact]
    public void Lost_comes_only_with_time_never_with_a_word() =>
        Always((before, signal, after) =>
            after.State != PresenceState.Lost || before.State == PresenceState.Lost || signal is PresenceSignal.Tick);

    [Fact]
    public void A_clean_stop_is_never_lost_by_itself() =>
        Always((before, signal, after) =>
            before.State != PresenceState.Stopped || after.State != PresenceState.Lost);

    [Fact]
    public void A_gate_is_up_only_by_its_own_live_word() =>
        Always((before, signal, after) =>
            !IsUp(after) || IsUp(before) || signal is PresenceSignal.Birth or PresenceSignal.Life);

    [Fact]
    public void A_gate_that_is_up_is_always_threatened_by_silence() =>
        Always((before, signal, after) => IsUp(after) == after.LostAt is not null);

    [Fact]
    public void A_will_makes_lost_when_the_grace_has_passed_and_not_before()
    {
        var up = Born(1).Step(new PresenceSignal.Will(1), TimeSpan.FromSeconds(10), Grace, Silence);
        Assert.Equal(PresenceState.Ready, up.State);
        Assert.Equal(PresenceState.Ready, Tick(up, 24).State);
        Assert.Equal(PresenceState.Lost, Tick(up, 25).State);
    }

    [Fact]
    public void A_new_birth_within_the_grace_is_no_loss()
    {
        var back = Born(1)
            .Step(new PresenceSignal.Will(1), TimeSpan.FromSeconds(10), Grace, Silence)
            .Step(new PresenceSignal.Birth(2, false), TimeSpan.FromSeconds(12), Grace, Silence);
        Assert.Equal(PresenceState.Ready, Tick(back, 60).State);
    }

    [Fact]
    public void A_late_will_of_the_former_session_does_not_take_the_new_one_down()
    {
        var back = Born(1)
            .Step(new PresenceSignal.Birth(2, false), TimeSpan.FromSeconds(10), Grace, Silence)
            .Step(new PresenceSignal.Will(1), TimeSpan.FromSeconds(11), Grace, Silence);
        Assert.Equal(PresenceState.Ready, Tick(back, 60).State);
    }

    [Fact]
    public void Without_grace_the_next_tick_after_the_will_is_lost()
    {
        var now = TimeSpan.FromSeconds(10);
        var up = Born(1).Step(new PresenceSignal.Will(1), now, TimeSpan.Zero, Silence);
        Assert.Equal(PresenceState.Lost, up.Step(new PresenceSignal.Tick(), now, TimeSpan.Zero, Silence).State);
    }

    [Fact]
    public void Silence_on_a_connection_that_stands_is_a_loss_and_a_word_ends_it()
    {
        var lost = Tick(Born(1), 180);
        Assert.Equal(PresenceState.Lost, lost.State);
        Assert.Equal(
            PresenceState.Ready, lost.Step(new PresenceSignal.Life(1), TimeSpan.FromSeconds(200), Grace, Silence).State);
    }

    private static Presence Born(long session) =>
        default(Presence).Step(new PresenceSignal.Birth(session, false), TimeSpan.Zero, Grace, Silence);

    private static Presence Tick(Presence presence, int seconds) =>
        presence.Step(new PresenceSignal.Tick(), TimeSpan.FromSeconds(seconds), Grace, Silence);

    private static bool IsUp(Presence presence) => presence.State is PresenceState.Ready or PresenceState.Degraded;

    private static void Always(Func<Presence, PresenceSignal, Presence, bool> holds) =>
        Prop.ForAll(History, history =>
        {
            var (presence, now) = (default(Presence), TimeSpan.Zero);
            foreach (var (signal, seconds) in history)
            {
                now += TimeSpan.FromSeconds(seconds);
                var next = presence.Step(signal, now, Grace, Silence);
                if (!holds(presence, signal, next))
                    return false;
                presence = next;
            }
            return true;
        }).QuickCheckThrowOnFailure();
}
