using CheckIn.Updates;

namespace CheckIn.Gate.Updates;

/// <summary>What a start does.</summary>
internal enum Launch
{
    /// <summary>The program that was started goes on as itself.</summary>
    Itself,
    /// <summary>A version takes its place.</summary>
    Version,
    /// <summary>A version is started beside it, on trial.</summary>
    Trial,
}

/// <summary>What a start does, and the state to be written before it does.</summary>
internal sealed record LaunchPlan(UpdateState State, Launch Launch, StagedVersion? Version = null);

/// <summary>
/// Every step of an update as a value: state in, state out; no clock, no disk. The ways through it:
/// <c>Staged → SwitchAsked → Start (a trial) → Confirmed</c>, and back to the version before from each of them:
/// <c>Start</c> when trials were interrupted too often, <c>TrialFailed</c> when the candidate ended or was not healthy in
/// time. Nothing leads below the floor, and a release that failed is not tried again, so no sequence of crashes goes round
/// in circles.
/// </summary>
internal static class UpdateSteps
{
    /// <summary>Why a release is not taken, before anything of it is fetched; null = it may be.</summary>
    /// <param name="state">Now.</param>
    /// <param name="own">The release of the program that asks; 0 = none.</param>
    /// <param name="wanted">What the hub wants.</param>
    internal static string? Refusal(UpdateState state, long own, UpdateWanted wanted)
    {
        if (state.Failed.FirstOrDefault(failed => failed.Release == wanted.Release && failed.Package is null) is not null)
            return UpdateReasons.FailedBefore;
        // The version that was confirmed may be brought again when another one runs in its place: its files were damaged.
        var floor = Math.Max(state.Floor, own);
        if (wanted.Release < floor || (wanted.Release == floor && wanted.Release == own) || wanted.Release < 1)
            return UpdateReasons.TooOld;
        if (wanted.Size is <= 0 or > UpdateLimits.Package)
            return UpdateReasons.TooLarge;
        return state.Failed.FirstOrDefault(
            failed => failed.Package == wanted.Package && failed.Release == wanted.Release)?.Why;
    }

    /// <summary>A candidate lies ready, checked and synchronised.</summary>
    internal static UpdateState Staged(UpdateState state, StagedVersion candidate) => state with
    {
        Candidate = candidate,
        Phase = UpdatePhase.Staged,
        Attempts = 0,
        Terms = null,
        News = new UpdateNews(candidate.Release, candidate.Version, UpdateStates.Staged),
    };

    /// <summary>The hub wants it no more; what is on trial stays there.</summary>
    internal static UpdateState Withdrawn(UpdateState state) => state.Phase != UpdatePhase.Staged ? state
        : Without(state) with
        {
            News = new UpdateNews(
            state.Candidate!.Release, state.Candidate.Version, UpdateStates.Refused, UpdateReasons.Withdrawn),
        };

    /// <summary>The hub wants it no more while it is on trial: it goes, and may come again.</summary>
    internal static UpdateState TakenBack(UpdateState state) => !state.IsOnTrial ? state : Without(state) with
    {
        News = new UpdateNews(
            state.Candidate!.Release, state.Candidate.Version, UpdateStates.RolledBack, UpdateReasons.Withdrawn),
    };

    /// <summary>A release is not taken. Said again it changes nothing.</summary>
    /// <param name="state">Now.</param>
    /// <param name="wanted">Which.</param>
    /// <param name="why">One of <see cref="UpdateReasons"/>.</param>
    /// <param name="forGood">This very package will never be.</param>
    internal static UpdateState Refused(UpdateState state, UpdateWanted wanted, string why, bool forGood)
    {
        var news = new UpdateNews(wanted.Release, wanted.Version, UpdateStates.Refused, why);
        // Wanted again after a trial that failed: what became of that is the news.
        var known = state.News is { } last && (last with { Heard = false, Noted = false } == news
            || (why == UpdateReasons.FailedBefore && last.Release == wanted.Release
                && last.State == UpdateStates.RolledBack));
        var failed = forGood && !state.Failed.Any(one => one.Package == wanted.Package && one.Release == wanted.Release)
            ? With(state.Failed, new FailedRelease(wanted.Release, why, wanted.Package)) : state.Failed;
        return state with { Failed = failed, News = known ? state.News : news };
    }

    /// <summary>The hub wants what runs already: it may not know that yet.</summary>
    internal static UpdateState RunsAlready(UpdateState state, OwnVersion own) =>
        state.News is { State: UpdateStates.Confirmed } news && news.Release == own.Release ? state
            : state with { News = new UpdateNews(own.Release, own.Version, UpdateStates.Confirmed, Noted: true) };

    /// <summary>Somebody has put other keys here: what was refused for its key is looked at again.</summary>
    internal static UpdateState KeysMayBeOthers(UpdateState state) =>
        state.Failed.Any(static failed => failed is { Package: not null, Why: UpdateReasons.WrongKey })
            ? state with
            {
                Failed = [.. state.Failed.Where(
                    static failed => failed is not { Package: not null, Why: UpdateReasons.WrongKey })],
            }
            : state;

    /// <summary>The next start tries the candidate.</summary>
    internal static UpdateState SwitchAsked(UpdateState state, TrialTerms terms) => state with
    {
        Phase = UpdatePhase.Trying,
        Attempts = 0,
        Terms = terms,
        News = new UpdateNews(state.Candidate!.Release, state.Candidate.Version, UpdateStates.Trying),
    };

    /// <summary>What a start does.</summary>
    /// <param name="state">As the file has it.</param>
    /// <param name="isWhole">Whether all of a version's files are there.</param>
    internal static LaunchPlan Start(UpdateState state, Func<StagedVersion, bool> isWhole)
    {
        if (state is { Phase: UpdatePhase.Trying, Candidate: { } candidate })
        {
            if (!isWhole(candidate))
                return Start(TrialFailed(state, UpdateReasons.Storage), isWhole);
            if (state.Attempts >= UpdateState.MostAttempts)
                return Start(TrialFailed(state, UpdateReasons.Interrupted), isWhole);
            return new LaunchPlan(state with { Attempts = state.Attempts + 1 }, Launch.Trial, candidate);
        }
        // A gate that opens with an older version is better than an entrance that is closed: only damage leads there.
        return InService(state, isWhole) is { } version
            ? new LaunchPlan(state, Launch.Version, version) : new LaunchPlan(state, Launch.Itself);
    }

    /// <summary>The version that serves when none is on trial; null = the installed one.</summary>
    internal static StagedVersion? InService(UpdateState state, Func<StagedVersion, bool> isWhole) =>
        state.Running is not { } running ? null
            : isWhole(running) ? running
            : state.Previous is { } previous && isWhole(previous) ? previous : null;

    /// <summary>The candidate is healthy and stays.</summary>
    internal static UpdateState Confirmed(UpdateState state) => Without(state) with
    {
        Running = state.Candidate,
        Previous = state.Running == state.Candidate ? state.Previous : state.Running,
        Floor = Math.Max(state.Floor, state.Candidate!.Release),
        Failed = [.. state.Failed.Where(failed => failed.Release > state.Candidate.Release)],
        News = new UpdateNews(state.Candidate.Release, state.Candidate.Version, UpdateStates.Confirmed),
    };

    /// <summary>The candidate failed. Its process is dead already.</summary>
    internal static UpdateState TrialFailed(UpdateState state, string why) => Without(state) with
    {
        Failed = With(state.Failed, new FailedRelease(state.Candidate!.Release, why)),
        News = new UpdateNews(state.Candidate.Release, state.Candidate.Version, UpdateStates.RolledBack, why),
    };

    private static UpdateState Without(UpdateState state) => state with
    {
        Candidate = null,
        Phase = UpdatePhase.Idle,
        Attempts = 0,
        Terms = null,
    };

    private static IReadOnlyList<FailedRelease> With(IReadOnlyList<FailedRelease> failed, FailedRelease one) =>
        [.. failed.Append(one).OrderBy(static each => each.Release).TakeLast(UpdateState.MostFailed)];
}
