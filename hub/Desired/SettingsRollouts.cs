using CheckIn.Hub.Rollouts;
using CheckIn.Storage;

namespace CheckIn.Hub.Desired;

/// <summary>
/// Gives gates a version of a scope's settings, stage by stage. When all have decided it becomes what the scope says, also
/// to those that were not there and to those that failed, of which it can then be seen that they have something else.
/// </summary>
internal sealed class SettingsRollouts(DesiredNotices notices, LayerShelf shelf) : IRolledOut
{
    internal const string Word = "settings";

    public string Kind => Word;

    public string Command => "settings";

    public bool TakesUnenrolled => true;

    public bool LeavesAbsent => true;

    public bool IsOffered(Database db, long target) => LayerRows.IsRolling(db, target);

    public void Ask(Database db, string gate, RolloutHead rollout)
    {
        if (LayerRows.Find(db, rollout.Target) is { } version)
            LayerRows.Give(db, gate, version);
    }

    public void Withdraw(Database db, string gate, RolloutHead rollout) => LayerRows.TakeBack(db, gate, rollout.Target);

    public IReadOnlySet<string> Having(Database db, long target) => new HashSet<string>();

    public void Finish(Database db, RolloutHead rollout)
    {
        if (!LayerRows.IsRolling(db, rollout.Target) || LayerRows.Find(db, rollout.Target) is not { } version)
            return;
        LayerRows.SetBase(db, version.Scope, version.Id);
        shelf.Renew();
    }

    public void Changed(IReadOnlyCollection<string> gates) => notices.Changed(gates);

    public void Finished(RolloutHead rollout)
    {
        shelf.Renew();
        // Gates may have come to the scope since it began.
        notices.AllChanged();
    }
}
