using CheckIn.Hub.Alerts;
using CheckIn.Hub.Audit;
using CheckIn.Storage;

namespace CheckIn.Hub.Rollouts;

/// <content>What a rollout decided, kept in one transaction with what follows from it, and told after that.</content>
internal sealed partial class RolloutDesk
{
    /// <summary>Keeps what is another, does what follows, and only then tells of it.</summary>
    private async Task CommitAsync(
        Open one, IReadOnlyList<RolloutAction> actions, (Actor Actor, string Action)? act, Action<Database>? keep = null)
    {
        var (changed, rollout, head) = (one.Rollout.TakeChanged(), one.Rollout, one.Head);
        var isNews = actions.Count > 0 || changed.Count > 0 || act is not null || rollout.State != head.State;
        if (!isNews && keep is null && rollout.Age - head.Age < KeepEvery)
            return;
        var next = head with
        {
            State = rollout.State,
            Stage = rollout.Stage,
            Age = rollout.Age,
            StandsSince = rollout.StandsSince,
            ChangedAt = isNews ? time.GetUtcNow() : head.ChangedAt,
        };
        try
        {
            await store.WriteAsync(db => Write(db, next, changed, actions, act, keep), CancellationToken.None);
        }
        catch
        {
            _open.Remove(head.Id);
            _isRead = false;
            throw;
        }
        one.Head = next;
        if (next.State.IsOpen())
            _open[next.Id] = one;
        else
            _open.Remove(next.Id);
        if (isNews)
            Tell(next, actions);
    }

    private void Write(
        Database db, RolloutHead head, IReadOnlyList<RolloutGate> changed, IReadOnlyList<RolloutAction> actions,
        (Actor Actor, string Action)? act, Action<Database>? keep)
    {
        keep?.Invoke(db);
        RolloutRows.Save(db, head, changed);
        if (act is var (actor, action))
            Audit(db, actor, action, head.Id, head.Site ?? head.Node, head.Title);
        foreach (var one in actions)
        {
            switch (one)
            {
                case RolloutAction.Ask(var gate):
                    _kinds[head.Kind].Ask(db, gate, head);
                    break;
                case RolloutAction.Withdraw(var gate):
                    _kinds[head.Kind].Withdraw(db, gate, head);
                    break;
                case RolloutAction.Began(var stage):
                    Audit(db, Actor.Hub, AuditActions.RolloutStage, head.Id, head.Site ?? head.Node,
                        $"{head.Title}, stage {stage + 1}: {head.Plan.Stages[stage]}");
                    break;
                case RolloutAction.Stopped(var failed, var decided):
                    Audit(db, Actor.Hub, AuditActions.RolloutStopped, head.Id, head.Site ?? head.Node,
                        $"{head.Title}, {failed} of {decided} failed");
                    break;
                case RolloutAction.Done:
                    _kinds[head.Kind].Finish(db, head);
                    Audit(db, Actor.Hub, AuditActions.RolloutDone, head.Id, head.Site ?? head.Node, head.Title);
                    break;
            }
        }
    }

    private void Audit(Database db, Actor actor, string action, long id, string? place, string detail) => AuditLog.Add(
        db, time.GetUtcNow(), new AuditEntry(actor, action, $"rollout {id}", Detail: detail, Place: place));

    private void Tell(RolloutHead head, IReadOnlyList<RolloutAction> actions)
    {
        var told = new HashSet<string>(StringComparer.Ordinal);
        foreach (var action in actions)
        {
            if (action is RolloutAction.Ask(var asked))
                told.Add(asked);
            else if (action is RolloutAction.Withdraw(var withdrawn))
                told.Add(withdrawn);
            else if (action is RolloutAction.Began(var stage))
                Log.StageBegan(logger, head.Id, stage + 1, head.Plan.Stages.Count, head.Plan.Stages[stage].ToString());
            else if (action is RolloutAction.Stopped(var failed, var decided))
                Log.Stopped(logger, head.Id, failed, decided, _kinds[head.Kind].Command);
            else if (action is RolloutAction.Done)
            {
                Log.Done(logger, head.Id);
                _kinds[head.Kind].Finished(head);
            }
        }
        if (told.Count > 0)
            _kinds[head.Kind].Changed(told);
        Tell();
    }

    private void Tell()
    {
        if (_open.Values.Where(static one => one.Head.State == RolloutState.StoppedByRule).ToList() is { Count: > 0 } stopped)
            signals.Raise(AlertKinds.RolloutStopped, stopped.Min(static one => one.Head.ChangedAt), new Dictionary<string, string>());
        else
            signals.Clear(AlertKinds.RolloutStopped);
        TaskCompletionSource done;
        lock (_lock)
            (done, _changed) = (_changed, new(TaskCreationOptions.RunContinuationsAsynchronously));
        done.SetResult();
    }
}
