using CheckIn.Gate.Updates;
using CheckIn.Updates;
using FsCheck;
using FsCheck.Fluent;

namespace CheckIn.Gate.Tests.Updates;

public sealed class UpdateStepsTests
{
    private static readonly TrialTerms Terms = new(["vao"], true, 60);

    [Fact]
    public void Whatever_crashes_between_any_two_steps_a_good_version_serves_in_the_end_and_nothing_below_the_floor()
    {
        var crashes = Gen.Choose(0, 3).Select(static n => n == 0).ListOf();
        var wishes = Gen.Choose(1, 9).ListOf();
        Prop.ForAll(wishes.ToArbitrary(), crashes.ToArbitrary(), static (wanted, crashing) =>
        {
            var gate = new ModelGate(crashing);
            foreach (var release in wanted)
                gate.Want(release);
            gate.Settle();
            Assert.Equal(UpdatePhase.Idle, gate.State.Phase);
            // With nobody crashing, a good one above the floor comes.
            gate.CrashNoMore();
            gate.Want(10);
            gate.Settle();
            return gate.Serves == 10 && gate.State.Floor == 10;
        }).QuickCheckThrowOnFailure();
    }

    [Fact]
    public void Every_single_crash_on_the_way_of_a_good_and_of_a_bad_release_ends_in_a_good_version()
    {
        foreach (var release in new[] { 1, 2, 3 })
        {
            for (var at = 0; at < 12; at++)
            {
                var gate = new ModelGate([.. Enumerable.Repeat(false, at), true]);
                gate.Want(release);
                gate.Settle();
                Assert.Equal(release == 1 ? 1 : 0, gate.Serves);
            }
        }
    }

    [Fact]
    public void A_candidate_that_is_interrupted_again_and_again_is_given_up()
    {
        var state = UpdateSteps.SwitchAsked(UpdateSteps.Staged(new UpdateState(), new StagedVersion(4, "4")), Terms);
        for (var i = 1; i <= UpdateState.MostAttempts; i++)
        {
            var trial = UpdateSteps.Start(state, static _ => true);
            Assert.Equal((Launch.Trial, i), (trial.Launch, trial.State.Attempts));
            state = trial.State;
        }
        var given = UpdateSteps.Start(state, static _ => true);
        Assert.Equal(Launch.Itself, given.Launch);
        Assert.Equal((UpdateStates.RolledBack, UpdateReasons.Interrupted), (given.State.News!.State, given.State.News.Why));
        Assert.Equal(UpdateReasons.FailedBefore, UpdateSteps.Refusal(given.State, 0, Wanted(4)));
        Assert.Null(UpdateSteps.Refusal(given.State, 0, Wanted(5)));
    }

    [Fact]
    public void What_is_not_newer_than_what_was_confirmed_is_refused_by_the_state_and_by_the_running_version()
    {
        var state = new UpdateState { Running = new StagedVersion(5, "5"), Floor = 5 };
        Assert.Equal(UpdateReasons.TooOld, UpdateSteps.Refusal(state, 5, Wanted(4)));
        Assert.Equal(UpdateReasons.TooOld, UpdateSteps.Refusal(state, 5, Wanted(5)));
        Assert.Equal(UpdateReasons.TooOld, UpdateSteps.Refusal(new UpdateState(), 5, Wanted(4)));
        Assert.Null(UpdateSteps.Refusal(state, 5, Wanted(6)));
        // Its files were damaged and the installed version runs in its place: it may come again, nothing older.
        Assert.Null(UpdateSteps.Refusal(state, 0, Wanted(5)));
        Assert.Equal(UpdateReasons.TooOld, UpdateSteps.Refusal(state, 0, Wanted(4)));
        Assert.Equal(UpdateReasons.TooLarge, UpdateSteps.Refusal(state, 5, Wanted(6) with { Size = UpdateLimits.Package + 1 }));
    }

    [Fact]
    public void A_version_whose_files_are_damaged_gives_way_to_the_one_before()
    {
        var state = new UpdateState { Running = new StagedVersion(5, "5"), Previous = new StagedVersion(4, "4"), Floor = 5 };
        Assert.Equal(5, UpdateSteps.Start(state, static _ => true).Version?.Release);
        Assert.Equal(4, UpdateSteps.Start(state, static version => version.Release == 4).Version?.Release);
        Assert.Equal(Launch.Itself, UpdateSteps.Start(state, static _ => false).Launch);
        var trying = UpdateSteps.SwitchAsked(UpdateSteps.Staged(state, new StagedVersion(6, "6")), Terms);
        var plan = UpdateSteps.Start(trying, static version => version.Release != 6);
        Assert.Equal((Launch.Version, 5L), (plan.Launch, plan.Version!.Release));
        Assert.Equal(UpdateReasons.Storage, plan.State.News?.Why);
    }

    [Fact]
    public void What_the_hub_takes_back_on_trial_goes_and_may_come_again()
    {
        var asked = UpdateSteps.SwitchAsked(UpdateSteps.Staged(new UpdateState(), new StagedVersion(4, "4")), Terms);
        var state = UpdateSteps.TakenBack(UpdateSteps.Start(asked, static _ => true).State);
        Assert.Equal(Launch.Itself, UpdateSteps.Start(state, static _ => true).Launch);
        Assert.Equal((UpdateStates.RolledBack, UpdateReasons.Withdrawn), (state.News!.State, state.News.Why));
        Assert.Null(UpdateSteps.Refusal(state, 0, Wanted(4)));
        Assert.Same(state, UpdateSteps.TakenBack(state));
    }

    [Fact]
    public void A_refusal_said_again_is_no_news_and_a_package_refused_for_good_is_not_fetched_again()
    {
        var state = UpdateSteps.Refused(new UpdateState(), Wanted(4), UpdateReasons.Unsigned, forGood: true);
        Assert.Equal(UpdateReasons.Unsigned, UpdateSteps.Refusal(state, 0, Wanted(4)));
        Assert.Null(UpdateSteps.Refusal(state, 0, Wanted(4) with { Package = "other" }));
        var heard = state with { News = state.News! with { Heard = true, Noted = true } };
        Assert.Equal(heard, UpdateSteps.Refused(heard, Wanted(4), UpdateReasons.Unsigned, forGood: true));
        var stranger = UpdateSteps.Refused(new UpdateState(), Wanted(4), UpdateReasons.WrongKey, forGood: true);
        Assert.Null(UpdateSteps.Refusal(UpdateSteps.KeysMayBeOthers(stranger), 0, Wanted(4)));
    }

    private static UpdateWanted Wanted(long release) => new(release, "1", "hash", 100);

    /// <summary>
    /// A gate whose every write of the state may be the last thing that a process does: before it, or after it and before
    /// whatever should have followed. Multiples of 3 are never healthy, what is one less ends at once, others are good.
    /// </summary>
    private sealed class ModelGate(IEnumerable<bool> crashes)
    {
        private readonly Queue<bool> _crashes = new(crashes);
        private readonly Dictionary<long, int> _trials = [];
        private UpdateWanted? _wanted;
        private int _steps;

        internal UpdateState State { get; private set; } = new();

        internal long Serves { get; private set; }

        internal void Want(int release)
        {
            _wanted = Wanted(release);
            Serve();
        }

        internal void CrashNoMore() => _crashes.Clear();

        internal void Settle()
        {
            while (State.Phase != UpdatePhase.Idle
                || (_wanted is { } wanted && UpdateSteps.Refusal(State, Serves, wanted) is null))
                Serve();
        }

        /// <summary>One life of the process after the other, until one serves to the end of its work.</summary>
        private void Serve()
        {
            while (!TryLife())
                Assert.True(++_steps < 1000, "it goes round in circles");
        }

        private bool TryLife()
        {
            if (State.Phase == UpdatePhase.Trying)
            {
                var plan = UpdateSteps.Start(State, static _ => true);
                if (!Write(plan.State))
                    return false;
                if (plan.Launch == Launch.Trial)
                {
                    var release = plan.Version!.Release;
                    Assert.InRange(_trials[release] = _trials.GetValueOrDefault(release) + 1, 1, UpdateState.MostAttempts);
                    Assert.True(release > State.Floor);
                    if (!Write(IsGood(release) ? UpdateSteps.Confirmed(State)
                        : UpdateSteps.TrialFailed(State, release % 3 == 2 ? UpdateReasons.Ended : UpdateReasons.NotHealthy)))
                        return false;
                }
            }
            Serves = UpdateSteps.Start(State, static _ => true).Version?.Release ?? 0;
            Assert.True(Serves == 0 || IsGood(Serves), $"{Serves} serves");
            Assert.Equal(State.Floor, Serves);
            return Work();
        }

        private bool Work()
        {
            if (_wanted is not { } wanted)
                return true;
            if (State is { Phase: UpdatePhase.Staged, Candidate: { } candidate })
            {
                if (candidate.Release != wanted.Release)
                    return Write(UpdateSteps.Withdrawn(State)) && Work();
                return Write(UpdateSteps.SwitchAsked(State, Terms)) && TryLife();
            }
            if (UpdateSteps.Refusal(State, Serves, wanted) is { } why)
                return Write(UpdateSteps.Refused(State, wanted, why, forGood: false));
            return Write(UpdateSteps.Staged(State, new StagedVersion(wanted.Release, "1"))) && Work();
        }

        private static bool IsGood(long release) => release % 3 == 1;

        private bool Write(UpdateState next)
        {
            var floor = State.Floor;
            if (_crashes.TryDequeue(out var before) && before)
                return false;
            State = next;
            Assert.True(State.Floor >= floor);
            return !_crashes.TryDequeue(out var after) || !after;
        }
    }
}
