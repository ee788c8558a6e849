using System.Text.RegularExpressions;
using CheckIn.Hub.Desired;
using CheckIn.Hub.Enrolment;
using CheckIn.Hub.Events;
using CheckIn.Hub.Rollouts;
using CheckIn.Storage;
using CheckIn.Updates;

namespace CheckIn.Hub.Updates;

/// <summary>Gives gates what a rollout decides, by their provision.</summary>
internal sealed class GateUpdates(DesiredNotices notices) : IRolledOut
{
    internal const string Word = "update";

    public string Kind => Word;

    public string Command => "updates";

    public bool TakesUnenrolled => false;

    public bool LeavesAbsent => false;

    public bool IsOffered(Database db, long target) => true;

    public void Ask(Database db, string gate, RolloutHead rollout) =>
        GateUpdateRows.Want(db, gate, rollout.Target, rollout.Plan.TrialS);

    public void Withdraw(Database db, string gate, RolloutHead rollout)
    {
        if (GateUpdateRows.Find(db, gate)?.Wanted == rollout.Target)
            GateUpdateRows.Want(db, gate, null, 0);
    }

    public IReadOnlySet<string> Having(Database db, long target) => GateUpdateRows.Having(db, target);

    public void Finish(Database db, RolloutHead rollout)
    {
        // What gates have taken up they keep.
    }

    public void Changed(IReadOnlyCollection<string> gates) => notices.Changed(gates);

    public void Finished(RolloutHead rollout)
    {
        // Nobody is to be told.
    }
}

/// <summary>Takes what gates say of their updates, once each, however often they say it.</summary>
internal sealed partial class UpdateReports(
    EventStore store, RolloutDesk rollouts, TimeProvider time, ILogger<UpdateReports> logger)
{
    /// <summary>Whether it is a report at all; words of later gates are taken as they are.</summary>
    internal static bool IsSound(UpdateReport? report) => report is { Release: >= 1 and <= UpdateLimits.Release, State: { } state }
        && Reason().IsMatch(state) && (report.Why is null || Reason().IsMatch(report.Why));

    internal async Task TakeAsync(string gate, UpdateReport report)
    {
        var before = store.Read(db => GateUpdateRows.Find(db, gate));
        if (before is not null && (before.Release, before.State, before.Why) == (report.Release, report.State, report.Why))
            return;
        var now = time.GetUtcNow();
        await rollouts.HearAsync(
            GateUpdates.Word, report.Release, gate, NewsOf(report), report.Why ?? report.State,
            db => GateUpdateRows.Told(db, gate, report, now));
        if (report.State is UpdateStates.Refused or UpdateStates.RolledBack)
            Log.NotTaken(logger, gate, report.Release, report.State, report.Why ?? "no reason");
        else if (report.State == UpdateStates.Confirmed)
            Log.Confirmed(logger, gate, report.Release);
    }

    /// <summary>What was withdrawn by the hub itself is no failure; null = nothing follows from it.</summary>
    internal static GateNews? NewsOf(UpdateReport report) => (report.State, report.Why) switch
    {
        (UpdateStates.Confirmed, _) => GateNews.Confirmed,
        (UpdateStates.Refused or UpdateStates.RolledBack, UpdateReasons.Withdrawn) => null,
        (UpdateStates.Refused, UpdateReasons.TooOld) => GateNews.NotNeeded,
        (UpdateStates.Refused or UpdateStates.RolledBack, _) => GateNews.Failed,
        _ => GateNews.Working,
    };

    [GeneratedRegex(@"^[a-z][a-z0-9_]{0,63}\z")]
    private static partial Regex Reason();
}
