namespace CheckIn.Hub.Alerts;

/// <summary>
/// Every condition that holds and every alert that stands: which are raised, cleared and escalated when. It has no
/// clock and keeps nothing: a round says what is due, whoever keeps alerts commits it, and only then it is taken up. A
/// round that could not be committed is forgotten, and the next one judges what is true by then, so that memory and
/// table are never of two minds, and an outage of the store piles nothing up. Only what has changed or is due is
/// judged: those above before those below, because an alert of a whole site takes the place of its gates', and when it
/// goes each gate that is still lost speaks for itself. Not for several threads.
/// </summary>
internal sealed class AlertBook(AlertRules rules)
{
    private readonly Dictionary<AlertKey, AlertCell> _cells = [];
    private readonly Dictionary<long, AlertKey> _standing = [];
    private readonly Dictionary<AlertKey, HashSet<AlertKey>> _below = [];
    private readonly HashSet<AlertKey> _dirty = [];
    private readonly HashSet<AlertKey> _asleep = [];
    private readonly PriorityQueue<AlertKey, TimeSpan> _due = new();
    private readonly Dictionary<AlertKey, TimeSpan> _dueAt = [];
    private long _lastId;

    /// <summary>Everything that stands, in no order.</summary>
    internal IEnumerable<Alert> Standing => _standing.Values.Select(key => _cells[key].Alert!);

    /// <summary>Conditions and alerts that it remembers.</summary>
    internal int Count => _cells.Count;

    /// <summary>Everything that is remembered of, in no order.</summary>
    internal IEnumerable<AlertKey> Keys => _cells.Keys;

    /// <summary>What stood when the hub ended. Whether its condition still holds is not known yet.</summary>
    /// <param name="lastId">The highest id that was ever given.</param>
    /// <param name="now">Monotonic time.</param>
    /// <param name="unanswered">For how long nobody has answered, by alert.</param>
    internal void Recall(IEnumerable<Alert> standing, long lastId, TimeSpan now, Func<Alert, TimeSpan> unanswered)
    {
        _lastId = lastId;
        foreach (var alert in standing)
        {
            var key = new AlertKey(alert.Kind, alert.Subject);
            var rule = rules.Of(key);
            var most = rule.EscalateAfter ?? TimeSpan.Zero;
            var waited = TimeSpan.FromTicks(Math.Clamp(unanswered(alert).Ticks, 0, most.Ticks));
            Put(new AlertCell(
                key, rule, null, now, now, alert.Since, alert.Detail, [], Alert: alert, LevelFrom: now - waited));
            _standing[alert.Id] = key;
            _dirty.Add(key);
        }
    }

    internal void Signal(AlertKey key, in AlertSignal signal, TimeSpan now)
    {
        if (!_cells.TryGetValue(key, out var cell))
        {
            if (!signal.IsTrue)
                return;
            cell = new AlertCell(key, rules.Of(key), null, now, now, signal.Since, signal.Detail, []);
        }
        var next = cell.Signal(signal, now);
        Put(next);
        if (next.IsTrue != cell.IsTrue || signal.IsAnew || next.IsSuppressed != cell.IsSuppressed
            || !ReferenceEquals(next.Parents, cell.Parents))
            _dirty.Add(key);
    }

    /// <summary>Work is announced where it is, or the site is closed; or no longer.</summary>
    internal void Suppress(AlertKey key, bool isSuppressed, TimeSpan now)
    {
        if (!_cells.TryGetValue(key, out var cell) || cell.IsSuppressed == isSuppressed)
            return;
        Put(cell.Suppress(isSuppressed, now));
        _dirty.Add(key);
    }

    internal bool Stands(AlertKey key) => _cells.TryGetValue(key, out var cell) && cell.Alert is not null;

    internal AlertCell? Cell(AlertKey key) => _cells.GetValueOrDefault(key);

    /// <summary>Those that it would stand in place of.</summary>
    internal IEnumerable<AlertKey> Below(AlertKey key) => _below.GetValueOrDefault(key) ?? [];

    internal Alert? Find(long id) => _standing.TryGetValue(id, out var key) ? _cells[key].Alert : null;

    /// <summary>An alert that stands is answered, put to sleep or woken; whoever keeps it has kept it.</summary>
    internal void Take(Alert alert, TimeSpan now)
    {
        var key = _standing[alert.Id];
        Put(_cells[key] with { Alert = alert, LevelFrom = now });
        _dirty.Add(key);
    }

    /// <summary>What is due; to be taken up with <see cref="Apply"/> or forgotten with <see cref="Drop"/>.</summary>
    internal AlertRound Judge(TimeSpan now, DateTimeOffset wall)
    {
        var round = new AlertRound(_lastId);
        var work = new PriorityQueue<AlertKey, int>();
        var heard = _dirty.ToHashSet();
        foreach (var key in heard.Concat(_asleep))
            Add(key);
        _dirty.Clear();
        while (_due.TryPeek(out var key, out var at) && at <= now)
        {
            _due.Dequeue();
            if (_dueAt.TryGetValue(key, out var current) && current == at)
            {
                _dueAt.Remove(key);
                Add(key);
            }
        }
        while (work.TryDequeue(out var key, out _))
        {
            if (!_cells.TryGetValue(key, out var cell))
                continue;
            var (cover, above) = CoverOf(cell, round);
            if (cell.Judge(now, wall, cover, above, round.NewId) is { } move)
                round.Moves[key] = move;
            else if (!heard.Contains(key))
                continue;
            foreach (var below in _below.GetValueOrDefault(key) ?? [])
                Add(below);
        }
        return round;

        void Add(AlertKey key)
        {
            if (round.Judged.Add(key))
                work.Enqueue(key, _cells.GetValueOrDefault(key)?.Parents.Count ?? 0);
        }
    }

    /// <summary>The round's changes are kept.</summary>
    internal void Apply(AlertRound round, TimeSpan now)
    {
        _lastId = round.LastId;
        foreach (var (key, move) in round.Moves)
        {
            if (move.Kind == AlertChangeKind.Raised)
                _standing[move.Alert.Id] = key;
            else if (move.Kind == AlertChangeKind.Cleared)
                _standing.Remove(move.Alert.Id);
            Put(move.Next);
        }
        foreach (var key in round.Judged)
        {
            if (!_cells.TryGetValue(key, out var cell))
                continue;
            if (cell.IsOver)
                Remove(cell);
            else if (cell.NextAt(now) is { } at)
                Schedule(key, at);
        }
    }

    /// <summary>Nothing of the round could be kept: it is judged again.</summary>
    internal void Drop(AlertRound round) => _dirty.UnionWith(round.Judged);

    private (Cover Cover, AlertKey? Above) CoverOf(AlertCell cell, AlertRound round)
    {
        var cover = Cover.None;
        foreach (var key in cell.Parents)
        {
            var cellAbove = round.Moves.TryGetValue(key, out var move) ? move.Next : _cells.GetValueOrDefault(key);
            if (cellAbove is not { } above)
                continue;
            if (above.Alert is not null)
                return (Cover.Stands, key);
            if (above.IsTrue == true)
                cover = Cover.Pending;
        }
        return (cover, null);
    }

    private void Put(AlertCell cell)
    {
        var before = _cells.GetValueOrDefault(cell.Key);
        _cells[cell.Key] = cell;
        if (cell.Alert?.SnoozedUntil is not null)
            _asleep.Add(cell.Key);
        else
            _asleep.Remove(cell.Key);
        if (ReferenceEquals(before?.Parents, cell.Parents))
            return;
        Unlink(before);
        foreach (var parent in cell.Parents)
        {
            if (!_below.TryGetValue(parent, out var below))
                _below[parent] = below = [];
            below.Add(cell.Key);
        }
    }

    private void Remove(AlertCell cell)
    {
        Unlink(cell);
        _cells.Remove(cell.Key);
        _dueAt.Remove(cell.Key);
    }

    private void Unlink(AlertCell? cell)
    {
        foreach (var parent in cell?.Parents ?? [])
        {
            if (_below.TryGetValue(parent, out var below) && below.Remove(cell!.Key) && below.Count == 0)
                _below.Remove(parent);
        }
    }

    private void Schedule(AlertKey key, TimeSpan at)
    {
        if (_dueAt.TryGetValue(key, out var known) && known <= at)
            return;
        _dueAt[key] = at;
        _due.Enqueue(key, at);
    }
}

/// <summary>What is due at one moment.</summary>
internal sealed class AlertRound(long lastId)
{
    /// <summary>By key, those above before those below.</summary>
    internal OrderedDictionary<AlertKey, AlertMove> Moves { get; } = [];

    internal HashSet<AlertKey> Judged { get; } = [];

    /// <summary>The highest id that is given.</summary>
    internal long LastId { get; private set; } = lastId;

    internal IReadOnlyList<AlertChange> Changes => [.. Moves.Values.Select(static move => move.Change)];

    internal long NewId() => ++LastId;

    /// <summary>Adds to what is said of those that are raised; null = nothing.</summary>
    internal void Describe(
        Func<AlertKey, IReadOnlyDictionary<string, string>, IReadOnlyDictionary<string, string>?> more)
    {
        for (var at = 0; at < Moves.Count; at++)
        {
            var (key, move) = Moves.GetAt(at);
            if (move.Kind != AlertChangeKind.Raised || more(key, move.Alert.Detail) is not { } detail)
                continue;
            var alert = move.Alert with { Detail = detail };
            Moves.SetAt(at, move with { Alert = alert, Next = move.Next with { Alert = alert, Detail = detail } });
        }
    }
}
