using CheckIn.Hub.Accounts;
using CheckIn.Hub.Alerts;
using CheckIn.Hub.Audit;
using CheckIn.Hub.Events;
using CheckIn.Hub.Fleet;
using CheckIn.Storage;

namespace CheckIn.Hub.Rollouts;

/// <summary>
/// The edge around <see cref="Rollout"/>: brings it time, the gates' presence and what they report, and commits what it
/// decides, together with what gates are to have and the audit, in one transaction. What cannot be committed has not
/// happened: the rollout is read again as it is kept. One thing at a time. The rollout's own time is kept at least
/// every ten seconds, so a hub that ends at any moment waits a little longer than it said, and never asks a gate too
/// early.
/// </summary>
internal sealed class RolloutDesk(
    EventStore store, IEnumerable<IRolledOut> kinds, RolloutGates gates, FleetRegistry fleet, HubSignals signals,
    TimeProvider time, ILogger<RolloutDesk> logger) : IDisposable
{
    /// <summary>Rollouts that are not over.</summary>
    internal const int MostOpen = 20;
    /// <summary>Rollouts that are over and still shown.</summary>
    private const int MostKept = 50;
    private static readonly TimeSpan KeepEvery = TimeSpan.FromSeconds(10);
    private readonly Dictionary<string, IRolledOut> _kinds = kinds.ToDictionary(static kind => kind.Kind);
    private readonly SemaphoreSlim _turn = new(1);
    private readonly Dictionary<long, Open> _open = []; // MostOpen at most
    private readonly Lock _lock = new();
    private TaskCompletionSource _changed = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private bool _isRead;

    /// <summary>Completes when any rollout is another.</summary>
    internal Task Changed
    {
        get { lock (_lock) return _changed.Task; }
    }

    /// <summary>What is rolled out by it; null = there is none.</summary>
    internal string? KindOf(long id) => store.Read(db => RolloutRows.Find(db, id))?.Kind;

    /// <summary>Begins one.</summary>
    /// <returns>Its id.</returns>
    /// <exception cref="RolloutException">It cannot be.</exception>
    internal Task<long> StartAsync(RolloutOrder order, Actor actor, Sight sight) => TurnAsync(async () =>
    {
        var kind = _kinds[order.Kind];
        var chosen = store.Read(db =>
        {
            var all = gates.Of(db, order.Scope, sight, kind.Having(db, order.Target));
            CheckFree(db, order.Kind, null, all.Select(static gate => gate.Id));
            return all;
        });
        if (_open.Values.Count(static one => one.Head.State.IsOpen()) >= MostOpen)
            throw RolloutException.TooMany(MostOpen);
        var (now, id) = (time.GetUtcNow(), 0L);
        await store.WriteAsync(db =>
        {
            id = RolloutRows.Add(db, order, chosen, now, actor.Name);
            RolloutRows.Forget(db, MostKept);
            Audit(db, actor, AuditActions.RolloutStarted, id, order.Scope.Site ?? order.Scope.Node,
                $"{order.Title}, {chosen.Count} gates, stages {string.Join(',', order.Plan.Stages)}, stop at {order.Plan.StopAt}%");
        }, CancellationToken.None);
        Log.Started(logger, id, order.Title, chosen.Count);
        await AdvanceAsync(Get(id));
        return id;
    });

    /// <summary>Somebody stops it; what gates have begun they finish or not, and say so.</summary>
    internal Task StopAsync(long id, Actor actor, Sight sight) => TurnAsync(async () =>
    {
        var one = Known(id, sight);
        if (one.Head.State == RolloutState.Done)
            throw RolloutException.IsOver(id);
        if (one.Head.State == RolloutState.StoppedByPerson)
            return false;
        await CommitAsync(one, one.Rollout.Stop(), (actor, AuditActions.RolloutStopped));
        return true;
    });

    /// <summary>Somebody has one go on that was stopped.</summary>
    internal Task ResumeAsync(long id, Actor actor, Sight sight) => TurnAsync(async () =>
    {
        var one = Known(id, sight);
        if (one.Head.State == RolloutState.Done)
            throw RolloutException.IsOver(id);
        if (one.Head.State is RolloutState.Running or RolloutState.Waiting)
            throw RolloutException.NotStopped(id);
        store.Read(db =>
        {
            CheckFree(db, one.Head.Kind, id,
                one.Rollout.Gates.Where(static gate => gate.Step == GateStep.Pending).Select(static gate => gate.Id));
            return true;
        });
        one.Rollout.Resume();
        one.TickedAt = time.GetTimestamp();
        await CommitAsync(one, [], (actor, AuditActions.RolloutResumed));
        await AdvanceAsync(one);
        return true;
    });

    /// <summary>A gate has said how far it is; kept in the same transaction as what follows.</summary>
    internal Task HearAsync(
        string kind, long target, string gate, GateNews? news, string? why, Action<Database> keep) => TurnAsync(async () =>
    {
        var id = news is null ? null : store.Read(db => RolloutRows.Latest(db, kind, target, gate));
        if (id is not { } known)
        {
            await store.WriteAsync(keep, CancellationToken.None);
            return false;
        }
        var one = Get(known);
        await CommitAsync(one, one.Rollout.Hear(gate, news!.Value, why), null, keep);
        await AdvanceAsync(one);
        return true;
    });

    /// <summary>Once a second: time has passed, gates have come or gone.</summary>
    internal Task BeatAsync() => TurnAsync(async () =>
    {
        foreach (var one in _open.Values.ToList())
            await AdvanceAsync(one);
        return true;
    });

    public void Dispose() => _turn.Dispose();

    private async Task<T> TurnAsync<T>(Func<Task<T>> act)
    {
        await _turn.WaitAsync();
        try
        {
            Recall();
            return await act();
        }
        finally
        {
            _turn.Release();
        }
    }

    /// <summary>What is not over is read once, as it was kept.</summary>
    private void Recall()
    {
        if (_isRead)
            return;
        foreach (var head in store.Read(static db => RolloutRows.Heads(db)).Where(static head => head.State.IsOpen()))
            Get(head.Id);
        _isRead = true;
        Tell();
    }

    private Open Get(long id)
    {
        if (_open.TryGetValue(id, out var known))
            return known;
        var (head, all) = store.Read(db => (RolloutRows.Find(db, id), RolloutRows.Gates(db, id)));
        if (head is null)
            throw RolloutException.Unknown(id);
        var rollout = new Rollout(id, head.Plan, all).Recall(head.State, head.Stage, head.Age, head.StandsSince);
        var one = new Open(head, rollout) { TickedAt = time.GetTimestamp() };
        if (head.State.IsOpen())
            _open[id] = one;
        return one;
    }

    private Open Known(long id, Sight sight)
    {
        var one = Get(id);
        var seen = sight.IsWhole ? one.Rollout.Gates.Count : store.Read(db => RolloutRows.Seen(db, id, sight)).Count;
        if (seen == 0 && !sight.IsWhole)
            throw RolloutException.Unknown(id);
        return sight.IsWhole || seen == one.Rollout.Gates.Count ? one : throw RolloutException.Beyond(id);
    }

    private static void CheckFree(Database db, string kind, long? except, IEnumerable<string> ids)
    {
        if (RolloutRows.Overlapping(db, kind, except, ids.ToHashSet(StringComparer.Ordinal)) is { } other)
            throw RolloutException.Overlaps(other.Gates, other.Id);
    }

    private async Task AdvanceAsync(Open one)
    {
        if (one.Head.State is not (RolloutState.Running or RolloutState.Waiting))
            return;
        var now = time.GetTimestamp();
        var actions = one.Rollout.Advance(time.GetElapsedTime(one.TickedAt, now), FitnessOf);
        one.TickedAt = now;
        await CommitAsync(one, actions, null);
    }

    private GateFitness FitnessOf(string gate) => fleet.Of(gate)?.State switch
    {
        PresenceState.Ready => GateFitness.Healthy,
        PresenceState.Degraded => GateFitness.Degraded,
        PresenceState.Revoked => GateFitness.Gone,
        _ => GateFitness.Absent,
    };

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
                Log.Stopped(logger, head.Id, failed, decided);
            else if (action is RolloutAction.Done)
                Log.Done(logger, head.Id);
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

    private sealed class Open(RolloutHead head, Rollout rollout)
    {
        internal RolloutHead Head { get; set; } = head;
        internal Rollout Rollout { get; } = rollout;
        internal long TickedAt { get; set; }
    }
}
