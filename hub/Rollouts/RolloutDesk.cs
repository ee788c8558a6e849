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
internal sealed partial class RolloutDesk(
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
    /// <param name="order">What is asked for.</param>
    /// <param name="actor">Who asks.</param>
    /// <param name="sight">What he looks after.</param>
    /// <param name="make">
    /// Makes what is rolled out in the same transaction, given the rollout's id, and returns which one it is; null = it is
    /// there, and the order names it.
    /// </param>
    /// <returns>Its id.</returns>
    /// <exception cref="RolloutException">It cannot be.</exception>
    internal Task<long> StartAsync(
        RolloutOrder order, Actor actor, Sight sight, Func<Database, long, long>? make = null) => TurnAsync(async () =>
    {
        var kind = _kinds[order.Kind];
        var chosen = store.Read(db =>
        {
            var all = gates.Of(db, order.Scope, sight, kind.Having(db, order.Target), kind.TakesUnenrolled);
            CheckFree(db, order.Kind, null, all.Select(static gate => gate.Id));
            return all;
        });
        if (_open.Values.Count(static one => one.Head.State.IsOpen()) >= MostOpen)
            throw RolloutException.TooMany(MostOpen);
        var (now, id) = (time.GetUtcNow(), 0L);
        await store.WriteAsync(db =>
        {
            id = RolloutRows.Add(db, order, chosen, now, actor.Name);
            if (make is not null)
                RolloutRows.Aim(db, id, make(db, id));
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
            if (!_kinds[one.Head.Kind].IsOffered(db, one.Head.Target))
                throw RolloutException.IsWithdrawn(id);
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

    /// <summary>
    /// Gates that are at it have said how far they are; of each rollout in one transaction. What others say is nothing to
    /// it.
    /// </summary>
    internal Task HearAllAsync(string kind, IReadOnlyCollection<RolloutReport> reports) => TurnAsync(async () =>
    {
        foreach (var one in _open.Values.Where(one => one.Head.Kind == kind).ToList())
        {
            var actions = new List<RolloutAction>();
            var isHeard = false;
            foreach (var (target, gate, news, why) in reports)
            {
                if (target != one.Head.Target || one.Rollout.Find(gate)?.Step != GateStep.Asked)
                    continue;
                actions.AddRange(one.Rollout.Hear(gate, news, why));
                isHeard = true;
            }
            if (!isHeard)
                continue;
            await CommitAsync(one, actions, null);
            await AdvanceAsync(one);
        }
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
        var plan = head.Plan with { LeavesAbsent = _kinds[head.Kind].LeavesAbsent };
        var rollout = new Rollout(id, plan, all).Recall(head.State, head.Stage, head.Age, head.StandsSince);
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

    private void CheckFree(Database db, string kind, long? except, IEnumerable<string> ids)
    {
        if (RolloutRows.Overlapping(db, kind, except, ids.ToHashSet(StringComparer.Ordinal)) is { } other)
            throw RolloutException.Overlaps(other.Gates, other.Id, _kinds[kind].Command);
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

    private sealed class Open(RolloutHead head, Rollout rollout)
    {
        internal RolloutHead Head { get; set; } = head;
        internal Rollout Rollout { get; } = rollout;
        internal long TickedAt { get; set; }
    }
}
