using System.Text.Json.Nodes;
using CheckIn.Contract;
using CheckIn.Gate.Settings;
using FsCheck;
using FsCheck.Fluent;

namespace CheckIn.Gate.Tests.Settings;

public sealed class SettingsStepsTests
{
    [Fact]
    public void Whatever_crashes_between_any_two_steps_only_good_settings_stay_and_the_last_good_ones_come()
    {
        var crashes = Gen.Choose(0, 3).Select(static n => n == 0).ListOf();
        var wishes = Gen.Choose(0, 9).ListOf();
        Prop.ForAll(wishes.ToArbitrary(), crashes.ToArbitrary(), static (wanted, crashing) =>
        {
            var gate = new ModelGate(crashing);
            foreach (var version in wanted)
                gate.Want(version);
            Assert.Null(gate.State.Trial);
            // With nobody crashing, what the hub sends to mend it comes: it has another number.
            gate.CrashNoMore();
            gate.Want(10);
            return gate.State.Applied?.Version == 10 && gate.State.Decided?.State == ReportedStates.Applied;
        }).QuickCheckThrowOnFailure();
    }

    [Fact]
    public void Every_single_crash_on_the_way_of_settings_ends_with_them_or_with_what_held_before()
    {
        foreach (var version in new[] { 1, 2, 3 })
        {
            for (var at = 0; at < 12; at++)
            {
                var gate = new ModelGate([.. Enumerable.Repeat(false, at), true]);
                gate.Want(version);
                Assert.Null(gate.State.Trial);
                Assert.Equal(version, gate.State.Decided?.Version);
                Assert.True(gate.State.Applied?.Version == version
                    ? version == 1 : gate.State is { Applied: null, Decided.Errors.Count: > 0 });
            }
        }
    }

    [Fact]
    public void A_crash_in_the_trial_takes_it_back_and_it_is_not_tried_again()
    {
        var before = SettingsSteps.Taken(new SettingsState(), 1, Values(1));
        var trial = SettingsSteps.Start(SettingsSteps.Asked(before, Tried(2)));
        Assert.Equal(2, SettingsSteps.InForce(trial)?.Version);
        var after = SettingsSteps.Start(trial);
        Assert.Equal(1, SettingsSteps.InForce(after)?.Version);
        Assert.Equal((2, ReportedStates.Reverted, false), (after.Decided!.Version, after.Decided.State, after.Decided.Noted));
        Assert.Equal(SettingsSteps.Interrupted, Assert.Single(after.Decided.Errors!).Problem);
        Assert.False(SettingsSteps.IsNew(after, 2));
        Assert.True(SettingsSteps.IsNew(after, 1));
    }

    [Fact]
    public void A_stop_in_the_trial_is_no_crash_until_it_has_come_too_often()
    {
        var state = SettingsSteps.Asked(new SettingsState(), Tried(2));
        for (var i = 1; i <= SettingsState.MostAttempts; i++)
        {
            state = SettingsSteps.Start(state);
            Assert.Equal((true, i), (state.Trial!.Begun, state.Trial.Attempts));
            state = SettingsSteps.Stopped(state);
        }
        state = SettingsSteps.Start(state);
        Assert.Null(state.Trial);
        Assert.Equal(ReportedStates.Reverted, state.Decided!.State);
    }

    [Fact]
    public void Nothing_wanted_is_new_only_to_a_gate_that_has_something()
    {
        Assert.False(SettingsSteps.IsNew(new SettingsState(), 0));
        var state = SettingsSteps.Taken(new SettingsState(), 5, Values(5));
        Assert.True(SettingsSteps.IsNew(state, 0));
        var without = SettingsSteps.Confirmed(SettingsSteps.Start(SettingsSteps.Asked(state, Tried(0))));
        Assert.Null(SettingsSteps.InForce(without));
        Assert.False(SettingsSteps.IsNew(without, 0));
    }

    [Fact]
    public void What_is_refused_changes_nothing_of_what_is_in_force()
    {
        var state = SettingsSteps.Taken(new SettingsState(), 5, Values(5));
        var refused = SettingsSteps.Refused(state, 6, [new SettingsError("Uplink:Hub", "Uplink:Hub is 'x'.")]);
        Assert.Equal(5, SettingsSteps.InForce(refused)?.Version);
        Assert.False(SettingsSteps.IsNew(refused, 6));
        Assert.True(SettingsSteps.Noted(refused).Decided!.Noted);
    }

    private static JsonObject Values(int version) => new() { ["Gate"] = new JsonObject { ["Name"] = $"{version}" } };

    private static TriedSettings Tried(int version) => new(version, Values(version), ["vao"], Hub: false);

    /// <summary>
    /// A gate whose every write may be the last thing that a process does: before it, or after it and before whatever should
    /// have followed. Multiples of 3 never work, what is one less is wrong at first sight, others are good.
    /// </summary>
    private sealed class ModelGate(IEnumerable<bool> crashes)
    {
        private readonly Queue<bool> _crashes = new(crashes);
        private readonly Dictionary<long, int> _trials = [];
        private int _wanted;
        private int _steps;

        internal SettingsState State { get; private set; } = new();

        internal void Want(int version)
        {
            _wanted = version;
            _trials.Remove(version);
            while (!TryLife())
                Assert.True(++_steps < 1000, "it goes round in circles");
        }

        internal void CrashNoMore() => _crashes.Clear();

        private static bool IsGood(long version) => version % 3 == 1 || version == 0;

        /// <summary>Whether it serves to the end of its work.</summary>
        private bool TryLife()
        {
            if (!Write(SettingsSteps.Start(State)))
                return false;
            if (State.Trial is { Begun: true } trial)
            {
                Assert.Equal(1, _trials[trial.Version] = _trials.GetValueOrDefault(trial.Version) + 1);
                if (!Write(IsGood(trial.Version) ? SettingsSteps.Confirmed(State)
                    : SettingsSteps.Reverted(State, [new SettingsError("", "It does not work.")])))
                    return false;
            }
            var inForce = SettingsSteps.InForce(State)?.Version ?? 0;
            Assert.True(IsGood(inForce), $"{inForce} is in force");
            if (!SettingsSteps.IsNew(State, _wanted))
                return true;
            return _wanted % 3 == 2
                ? Write(SettingsSteps.Refused(State, _wanted, [new SettingsError("", "It is wrong.")]))
                : Write(SettingsSteps.Asked(State, Tried(_wanted))) && TryLife();
        }

        private bool Write(SettingsState next)
        {
            if (_crashes.TryDequeue(out var before) && before)
                return false;
            State = next;
            return !_crashes.TryDequeue(out var after) || !after;
        }
    }
}
