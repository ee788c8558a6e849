using CheckIn.Hub.Fleet;
using FsCheck;
using FsCheck.Fluent;

namespace CheckIn.Hub.Tests.Fleet;

public sealed class PresenceTests
{
    private const int Runs = 10_000;
    private static readonly Patience Patience = new(TimeSpan.FromSeconds(15), TimeSpan.FromMinutes(3));

    private static readonly Gen<PresenceSignal> Signal =
        from session in Gen.Choose(1, 3)
        from kind in Gen.Choose(0, 8)
        from journal in Gen.Elements("a", "b", null)
        select kind switch
        {
            0 => new PresenceSignal.Birth(session, PresenceState.Ready, journal),
            1 => new PresenceSignal.Birth(session, PresenceState.Init, journal),
            2 => new PresenceSignal.Will(session),
            3 => new PresenceSignal.Farewell(session),
            4 => new PresenceSignal.Life(session),
            5 => new PresenceSignal.Sight(),
            6 => new PresenceSignal.Revoked(),
            7 => new PresenceSignal.Enrolled(),
            _ => (PresenceSignal)new PresenceSignal.Tick(),
        };

    private static readonly Arbitrary<List<(PresenceSignal Signal, int Seconds)>> History =
        (from signal in Signal from seconds in Gen.Choose(0, 60) select (signal, seconds)).ListOf()
        .Select(steps => steps.ToList()).ToArbitrary();

    private static readonly Arbitrary<List<(Turn Turn, int Seconds, int Chance)>> Life =
        (from turn in Gen.Elements(Enum.GetValues<Turn>())
         from seconds in Gen.Choose(0, 1).SelectMany(isLong => Gen.Choose(0, isLong == 0 ? 5 : 260))
         from chance in Gen.Choose(0, 120)
         select (turn, seconds, chance)).ListOf().Select(turns => turns.ToList()).ToArbitrary();

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Whatever_networks_hubs_and_gates_do_the_hub_finds_the_truth_in_time_and_never_cries_wolf(bool isExternal) =>
        Check.One(Config.QuickThrowOnFailure.WithMaxTest(Runs), Prop.ForAll(Life, turns =>
        {
            var world = new PresenceWorld(isExternal);
            foreach (var (turn, seconds, chance) in turns)
                world.Live(turn, seconds, chance);
            return (world.Wrong is null).Label($"{world.Wrong} after {string.Join(", ", turns)}");
        }));

    [Fact]
    public void A_will_of_another_session_changes_nothing_that_is_shown() =>
        Always((before, signal, after) => signal is not PresenceSignal.Will will || will.Session == before.Session
            || after with { Doubtful = null } == before with { Doubtful = null });

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
            !after.IsUp || before.IsUp || signal is PresenceSignal.Birth or PresenceSignal.Life);

    [Fact]
    public void A_gate_that_is_up_is_always_threatened_and_no_other_is() =>
        Always((before, signal, after) => after.IsUp == after.LostAt is not null);

    [Fact]
    public void Nothing_brings_back_a_revoked_gate_but_enrolment_anew() =>
        Always((before, signal, after) => before.State != PresenceState.Revoked
            || (signal is PresenceSignal.Enrolled ? after == Presence.Unknown : after == before));

    [Fact]
    public void A_will_makes_lost_when_the_grace_has_passed_and_not_before()
    {
        var up = Hear(Born(1), new PresenceSignal.Will(1), 10);
        Assert.Equal(PresenceState.Ready, up.State);
        Assert.Equal(PresenceState.Ready, Tick(up, 24).State);
        var lost = Tick(up, 25);
        Assert.Equal((PresenceState.Lost, PresenceEvidence.Will, TimeSpan.FromSeconds(10)), (lost.State, lost.Threat, lost.Heard));
    }

    [Fact]
    public void A_new_birth_within_the_grace_is_no_loss()
    {
        var back = Hear(Hear(Born(1), new PresenceSignal.Will(1), 10), Birth(2), 12);
        Assert.Equal(PresenceState.Ready, Tick(back, 60).State);
    }

    [Fact]
    public void A_late_will_of_the_former_session_does_not_take_the_new_one_down()
    {
        var back = Hear(Hear(Born(1), Birth(2), 10), new PresenceSignal.Will(1), 11);
        Assert.Equal(PresenceState.Ready, Tick(back, 60).State);
    }

    /// <summary>mosquitto#904, emqx#10551: at a take-over the old connection's will and the new one's birth race.</summary>
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void A_take_over_is_no_loss_whichever_comes_first_and_even_in_the_same_moment(bool isWillFirst)
    {
        PresenceSignal[] both = isWillFirst ? [new PresenceSignal.Will(1), Birth(2)] : [Birth(2), new PresenceSignal.Will(1)];
        var presence = both.Aggregate(Born(1), (before, signal) => Hear(before, signal, 30));
        Assert.Equal((PresenceState.Ready, 2L), (presence.State, presence.Session));
        Assert.Equal(PresenceState.Ready, Tick(presence, 30 + 179).State);
    }

    /// <summary>A word in the very moment of the deadline: whichever is seen first, the gate is there afterwards.</summary>
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Health_in_the_same_moment_as_the_deadline_leaves_the_gate_there(bool isTickFirst)
    {
        PresenceSignal[] both = [new PresenceSignal.Tick(), new PresenceSignal.Life(1)];
        var presence = (isTickFirst ? both : both.Reverse()).Aggregate(Born(1), (before, signal) => Hear(before, signal, 180));
        Assert.Equal(PresenceState.Ready, presence.State);
        Assert.Equal(PresenceState.Ready, Tick(presence, 180 + 179).State);
    }

    /// <summary>home-assistant/core#69466: whoever is called offline by an earlier connection's will stays so.</summary>
    [Fact]
    public void A_gate_that_birth_called_back_is_not_called_offline_again_by_any_earlier_will()
    {
        var back = Hear(Tick(Hear(Born(7), new PresenceSignal.Will(7), 10), 25), Birth(8), 40);
        for (var session = 1; session <= 7; session++)
            back = Hear(back, new PresenceSignal.Will(session), 41 + session);
        Assert.Equal(PresenceState.Ready, Tick(back, 200).State);
    }

    /// <summary>traccar#2894: what is said late is no sign of life.</summary>
    [Fact]
    public void Health_that_its_connections_will_has_overtaken_brings_nobody_back()
    {
        var ending = Hear(Hear(Born(1), new PresenceSignal.Will(1), 10), new PresenceSignal.Life(1), 11);
        var lost = Tick(ending, 25);
        Assert.Equal(PresenceState.Lost, lost.State);
        Assert.Equal(PresenceState.Lost, Hear(lost, new PresenceSignal.Life(1), 26).State);
        Assert.Equal(PresenceState.Ready, Hear(lost, Birth(1), 26).State);
    }

    [Fact]
    public void A_birth_of_an_earlier_session_counts_only_when_health_bears_it_out()
    {
        var after = Hear(Born(9), Birth(5), 10);
        Assert.Equal(9, after.Session);
        Assert.Equal(PresenceState.Lost, Tick(Hear(after, new PresenceSignal.Will(9), 11), 26).State);
        var restored = Hear(after, new PresenceSignal.Life(5), 60);
        Assert.Equal((PresenceState.Ready, 5L), (restored.State, restored.Session));
    }

    [Fact]
    public void A_new_journal_counts_its_sessions_from_the_beginning()
    {
        var after = Hear(Born(900), new PresenceSignal.Birth(1, PresenceState.Ready, "another"), 10);
        Assert.Equal((PresenceState.Ready, 1L), (after.State, after.Session));
    }

    [Fact]
    public void Without_grace_the_next_tick_after_the_will_is_lost()
    {
        var now = TimeSpan.FromSeconds(10);
        var none = Patience with { Grace = TimeSpan.Zero };
        var up = Born(1).Step(new PresenceSignal.Will(1), now, none);
        Assert.Equal(PresenceState.Lost, up.Step(new PresenceSignal.Tick(), now, none).State);
    }

    [Fact]
    public void Silence_on_a_connection_that_stands_is_a_loss_since_the_last_word_and_a_word_ends_it()
    {
        var lost = Tick(Hear(Born(1), new PresenceSignal.Life(1), 60), 240);
        Assert.Equal((PresenceState.Lost, TimeSpan.FromSeconds(60)), (lost.State, lost.Heard));
        Assert.Equal(PresenceState.Ready, Hear(lost, new PresenceSignal.Life(1), 250).State);
    }

    [Fact]
    public void While_the_hub_is_blind_nobody_is_lost_and_afterwards_everybody_has_time_to_come_back()
    {
        var blind = Patience with { IsBlind = true };
        var long_ = Born(1).Step(new PresenceSignal.Tick(), TimeSpan.FromHours(1), blind);
        Assert.Equal(PresenceState.Ready, long_.State);
        var open = Patience with { HoldUntil = TimeSpan.FromSeconds(3690) };
        var seen = long_.Step(new PresenceSignal.Sight(), TimeSpan.FromSeconds(3600), open);
        Assert.Equal(PresenceState.Ready, seen.Step(new PresenceSignal.Tick(), TimeSpan.FromSeconds(3689), open).State);
        var lost = seen.Step(new PresenceSignal.Tick(), TimeSpan.FromSeconds(3690), open);
        Assert.Equal((PresenceState.Lost, PresenceEvidence.Absence, TimeSpan.Zero), (lost.State, lost.Threat, lost.Heard));
    }

    [Fact]
    public void A_gate_that_opens_its_lanes_is_init_until_it_is_ready_and_lost_like_any_other()
    {
        var init = Hear(Presence.Unknown, new PresenceSignal.Birth(1, PresenceState.Init, "a"), 0);
        Assert.Equal(PresenceState.Init, init.State);
        Assert.Equal(PresenceState.Init, Hear(init, new PresenceSignal.Life(1), 5).State);
        Assert.Equal(PresenceState.Ready, Hear(init, Birth(1), 5).State);
        Assert.Equal(PresenceState.Lost, Tick(init, 180).State);
    }

    private static PresenceSignal.Birth Birth(long session) => new(session, PresenceState.Ready, "a");

    private static Presence Born(long session) => Hear(Presence.Unknown, Birth(session), 0);

    private static Presence Hear(Presence presence, PresenceSignal signal, int seconds) =>
        presence.Step(signal, TimeSpan.FromSeconds(seconds), Patience);

    private static Presence Tick(Presence presence, int seconds) => Hear(presence, new PresenceSignal.Tick(), seconds);

    private static void Always(Func<Presence, PresenceSignal, Presence, bool> holds) =>
        Check.One(Config.QuickThrowOnFailure.WithMaxTest(2000), Prop.ForAll(History, history =>
        {
            var (presence, now) = (Presence.Unknown, TimeSpan.Zero);
            foreach (var (signal, seconds) in history)
            {
                now += TimeSpan.FromSeconds(seconds);
                var next = presence.Step(signal, now, Patience);
                if (!holds(presence, signal, next))
                    return false;
                presence = next;
            }
            return true;
        }));
}
