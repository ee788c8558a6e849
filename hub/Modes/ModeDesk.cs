using System.Globalization;
using CheckIn.Contract;
using CheckIn.Hub.Accounts;
using CheckIn.Hub.Audit;
using CheckIn.Hub.Events;
using CheckIn.Hub.Fleet.Offline;
using CheckIn.Hub.Sites;
using CheckIn.Storage;

namespace CheckIn.Hub.Modes;

/// <summary>
/// Orders that last, for pages, API and command line. An order is of a scope and has an end; it is kept with its line in
/// the audit in one transaction, and told to gates with all else that is wanted of them (<see cref="For"/>), so that a
/// gate that is away or begins anew misses and forgets none. The hub never says that a mode is over because it has lost
/// a gate, or itself: a gate ends an order by its own clock. <see cref="ModeLoop"/> has gates told.
/// </summary>
internal sealed class ModeDesk(
    EventStore store, SiteRegister sites, GatePlaces places, TimeProvider time, ILogger<ModeDesk> logger) : IDisposable
{
    /// <summary>Orders that stand at once.</summary>
    internal const int MostStanding = 500;
    /// <summary>Orders that are over and that are looked through for somebody who sees a part.</summary>
    private const int MostLookedAt = 2000;
    private readonly ModeReports _reports = new();
    private readonly SemaphoreSlim _turn = new(1);
    private readonly Lock _lock = new();
    private TaskCompletionSource _changed = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private TaskCompletionSource _ordered = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private bool _isRecalled;

    /// <summary>Completes at the next change of anything shown.</summary>
    internal Task Changed
    {
        get { lock (_lock) return _changed.Task; }
    }

    /// <summary>Completes when an order was given or ended; what gates say of theirs does not count.</summary>
    internal Task Ordered
    {
        get { lock (_lock) return _ordered.Task; }
    }

    /// <summary>Those that stand, the latest first.</summary>
    internal IReadOnlyList<ModePicture> Standing(Sight sight)
    {
        var standing = Standing();
        if (standing.Count == 0)
            return [];
        var inForce = Reports().InForce();
        return [.. standing.Select(order => Picture(order, sight, inForce)).Where(static one => one.Gates > 0)];
    }

    /// <summary>Those that are over, the latest first.</summary>
    internal IReadOnlyList<StandingOrder> Past(Sight sight, int limit)
    {
        var now = time.GetUtcNow();
        var all = store.Read(db => ModeRows.Past(db, now, sight.IsWhole ? limit : MostLookedAt));
        return [.. (sight.IsWhole ? all : all.Where(order => Gates(order, sight).Any())).Take(limit)];
    }

    /// <summary>Those that stand and concern the gate.</summary>
    internal IReadOnlyList<GateMode> Of(string gate, Sight sight)
    {
        if (!sight.SeesGate(gate))
            return [];
        var (reports, reach, site) = (Reports(), Reach(), places.Of(gate).Site);
        return [.. Standing().Where(order => reach.Covers(order.Scope, gate, site))
            .Select(order => new GateMode(order, reports.Of(gate, order.Id)))];
    }

    /// <summary>Whether there is such a gate that he sees.</summary>
    internal bool Knows(string gate, Sight sight) => places.Find(gate) is not null && sight.SeesGate(gate);

    /// <summary>Ids of the gates that an order concerns, and he sees.</summary>
    internal IEnumerable<string> Gates(StandingOrder order, Sight sight) => Gates(order, sight, places.Recent());

    private IEnumerable<string> Gates(StandingOrder order, Sight sight, Dictionary<string, GatePlace> standing)
    {
        var reach = Reach();
        return standing.Where(pair => !pair.Value.HasLeft && sight.SeesGate(pair.Key)
            && reach.Covers(order.Scope, pair.Key, pair.Value.Site)).Select(static pair => pair.Key);
    }

    /// <exception cref="Settings.RefusalException">It cannot be; nothing was ordered.</exception>
    internal Task<StandingOrder> OrderAsync(ModeRequest request, Actor actor, Sight sight) => TurnAsync(async () =>
    {
        var now = Milliseconds(time.GetUtcNow());
        ModeRules.Check(request, now);
        ModeReach.Check(request.Scope, sight);
        var order = new StandingOrder(
            Guid.CreateVersion7(now).ToString(), request.Scope, request.Mode, request.Lane, Milliseconds(request.Until),
            request.Why, actor.Name, now);
        var gates = Gates(order, sight, places.Now()).ToList(); // One that was enrolled a moment ago is there.
        if (gates.Count == 0)
            throw ModeException.NoSuchPlace(request.Scope.Word());
        CheckRoom(gates);
        await store.WriteAsync(db =>
        {
            ModeRows.Forget(db, now);
            ModeRows.Add(db, order);
            Audit(db, actor, AuditActions.ModeOrdered, order, string.Create(
                CultureInfo.InvariantCulture,
                $"{ModePhrases.Audit(order)}, until {order.Until.UtcDateTime:yyyy-MM-dd HH:mm:ss} UTC: {order.Why}"));
        }, CancellationToken.None);
        Log.Ordered(logger, order.Mode, order.Scope.Word(), gates.Count, order.Until, order.Id);
        Tell();
        return order;
    });

    /// <exception cref="Settings.RefusalException">There is none that stands.</exception>
    internal Task EndAsync(string id, Actor actor, Sight sight) => TurnAsync(async () =>
    {
        var order = Standing().FirstOrDefault(one => one.Id == id) ?? throw ModeException.Unknown(id);
        if (!sight.IsWhole)
        {
            if (!Gates(order, sight).Any())
                throw ModeException.Unknown(id);
            ModeReach.Check(order.Scope, sight); // One that reaches further concerns others too.
        }
        var now = time.GetUtcNow();
        await store.WriteAsync(db =>
        {
            ModeRows.End(db, id, now, actor.Name);
            Audit(db, actor, AuditActions.ModeEnded, order, ModePhrases.Audit(order));
        }, CancellationToken.None);
        Log.Ended(logger, order.Mode, order.Scope.Word(), order.Id);
        Tell();
        return order;
    });

    /// <summary>
    /// What gates are to be told of orders that stand; those not named have none. A gate with an empty list has to be told
    /// just that: an order was taken back that it would go on with, if it were away now and found nothing when it comes.
    /// </summary>
    internal IReadOnlyDictionary<string, IReadOnlyList<ModeOrder>> For(Database db, IReadOnlyCollection<string> gates)
    {
        var told = new Dictionary<string, IReadOnlyList<ModeOrder>>(StringComparer.Ordinal);
        var now = time.GetUtcNow();
        var (standing, ended) = (ModeRows.Standing(db, now), ModeRows.EndedEarly(db, now));
        if (standing.Count + ended.Count == 0)
            return told;
        // Should there be more than fit, the strongest are told, and of equals the latest.
        var ranked = standing.OrderBy(static order => Rank(order.Mode)).ToList();
        var reach = Reach();
        using var row = db.Prepare("SELECT site FROM gate WHERE name = ?");
        foreach (var gate in gates)
        {
            var site = row.Reset().Bind(1, gate).Step() ? row.Text(0) : null;
            var its = ranked.Where(order => reach.Covers(order.Scope, gate, site)).Take(DesiredMessage.MostModes)
                .Select(static order => new ModeOrder(
                    order.Id, order.Mode, order.Until.ToUnixTimeMilliseconds(), order.Lane)).ToList();
            if (its.Count > 0 || ended.Exists(order => reach.Covers(order.Scope, gate, site)))
                told[gate] = its;
        }
        return told;
    }

    /// <summary>A gate has reported; kept by whoever keeps reports.</summary>
    internal void Hear(string gate, IReadOnlyList<ModeReport>? modes)
    {
        if (Reports().Hear(gate, modes))
            Complete(ref _changed);
    }

    /// <summary>Orders that stand, with the gates they concern.</summary>
    internal Dictionary<string, HashSet<string>> Concerned()
    {
        var (reach, standing) = (Reach(), Standing());
        var gates = standing.Count == 0 ? [] : places.Recent();
        return standing.ToDictionary(static order => order.Id, order => gates
            .Where(pair => reach.Covers(order.Scope, pair.Key, pair.Value.Site)).Select(static pair => pair.Key)
            .ToHashSet(StringComparer.Ordinal), StringComparer.Ordinal);
    }

    /// <summary>An order's time has come, or its gates are others.</summary>
    internal void Tell()
    {
        Complete(ref _ordered);
        Complete(ref _changed);
    }

    public void Dispose() => _turn.Dispose();

    private List<StandingOrder> Standing()
    {
        var now = time.GetUtcNow();
        return store.Read(db => ModeRows.Standing(db, now));
    }

    private ModeReports Reports()
    {
        lock (_lock)
        {
            if (_isRecalled)
                return _reports;
            _isRecalled = true;
        }
        store.Read(db =>
        {
            _reports.Recall(db);
            return true;
        });
        return _reports;
    }

    private ModeReach Reach() => new(sites.Tree, time.GetUtcNow());

    private ModePicture Picture(StandingOrder order, Sight sight, ILookup<string, string> inForce)
    {
        var gates = Gates(order, sight).ToHashSet(StringComparer.Ordinal);
        return new ModePicture(order, gates.Count, inForce[order.Id].Count(gates.Contains));
    }

    private void CheckRoom(List<string> gates)
    {
        if (Standing().Count >= MostStanding)
            throw ModeException.Full(MostStanding);
        var told = store.Read(db => For(db, gates));
        if (told.FirstOrDefault(static pair => pair.Value.Count >= DesiredMessage.MostModes).Key is { } full)
            throw ModeException.TooMany(full);
    }

    private void Audit(Database db, Actor actor, string action, StandingOrder order, string detail)
    {
        var scope = order.Scope;
        var place = scope.Gate is { } gate ? AuditPlaces.OfGate(db, gate) : scope.Site ?? scope.Node;
        AuditLog.Add(db, time.GetUtcNow(), new AuditEntry(actor, action, scope.Word(), Detail: detail, Place: place));
    }

    private async Task<T> TurnAsync<T>(Func<Task<T>> act)
    {
        await _turn.WaitAsync();
        try
        {
            return await act();
        }
        finally
        {
            _turn.Release();
        }
    }

    private void Complete(ref TaskCompletionSource source)
    {
        TaskCompletionSource done;
        lock (_lock)
            (done, source) = (source, new(TaskCreationOptions.RunContinuationsAsynchronously));
        done.SetResult();
    }

    private static int Rank(string mode)
    {
        for (var i = 0; i < ModeWords.All.Count; i++)
        {
            if (ModeWords.All[i] == mode)
                return i;
        }
        return ModeWords.All.Count;
    }

    /// <summary>What is kept.</summary>
    private static DateTimeOffset Milliseconds(DateTimeOffset moment) =>
        DateTimeOffset.FromUnixTimeMilliseconds(moment.ToUnixTimeMilliseconds());
}
