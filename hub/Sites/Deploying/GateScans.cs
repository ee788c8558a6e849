using CheckIn.Hub.Events;
using CheckIn.Storage;

namespace CheckIn.Hub.Sites;

/// <summary>
/// When each gate last recorded a scan, in and out. Nothing is added to the way that events take: now and then the
/// decisions that came since are read once, in the order stored, from where the last reading ended. The result is kept
/// in the store every quarter of an hour; after a crash what came since is read again, which changes nothing. A scan is
/// counted when it was made (by the corrected time where there is one), at the latest when it was received: what a gate
/// sends after a week without a network was a week ago.
/// </summary>
internal sealed class GateScans(EventStore store, TimeProvider time, ILogger<GateScans> logger) : BackgroundService
{
    private const int RowsAtATime = 50_000;
    private static readonly TimeSpan Every = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan KeepEvery = TimeSpan.FromMinutes(15);
    private readonly Dictionary<long, GateUse> _use = [];
    private readonly HashSet<long> _changed = [];
    private readonly Lock _lock = new();
    private Dictionary<long, string> _names = [];
    private long _through;
    private long _keptAt = time.GetTimestamp();

    /// <summary>
    /// Whether everything that was stored at the hub's start has been read: before, nothing is known to be idle.
    /// </summary>
    internal bool IsReady { get; private set; }

    /// <summary>By gate.</summary>
    internal Dictionary<string, GateUse> All()
    {
        lock (_lock)
        {
            var all = new Dictionary<string, GateUse>(_use.Count, StringComparer.Ordinal);
            foreach (var (gate, use) in _use)
            {
                if (_names.TryGetValue(gate, out var name))
                    all[name] = use;
            }
            return all;
        }
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        // Whoever waits for the hub to start does not wait for this.
        await Task.Yield();
        using var timer = new PeriodicTimer(Every, time);
        try
        {
            Recall();
            do
            {
                await ReadOnAsync(stoppingToken);
                if (time.GetElapsedTime(_keptAt) >= KeepEvery)
                    await KeepAsync();
            }
            while (await timer.WaitForNextTickAsync(stoppingToken));
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            await KeepAsync();
        }
    }

    /// <summary>Takes what is kept.</summary>
    internal void Recall() => store.Read(db =>
    {
        using var through = db.Prepare("SELECT cursor FROM gate_scan_through");
        _through = through.Step() ? through.Int64(0) : 0;
        using var rows = db.Prepare("SELECT gate, first_at, in_at, out_at, other_at FROM gate_scan");
        lock (_lock)
        {
            while (rows.Step())
                _use[rows.Int64(0)] = new GateUse(Moment(rows, 1)!.Value, Moment(rows, 2), Moment(rows, 3),
                    Moment(rows, 4));
        }
        return _use.Count;
    });

    /// <summary>Reads what came since, to the end.</summary>
    internal async Task ReadOnAsync(CancellationToken cancellation)
    {
        while (store.Read(Step))
        {
            // Others want the processor too while a year of events is read for the first time.
            await Task.Yield();
            cancellation.ThrowIfCancellationRequested();
        }
        var names = store.Read(Names);
        lock (_lock)
            _names = names;
        IsReady = true;
    }

    /// <summary>Keeps what has changed.</summary>
    internal async Task KeepAsync()
    {
        _keptAt = time.GetTimestamp();
        KeyValuePair<long, GateUse>[] changed;
        lock (_lock)
            changed = [.. _changed.Select(gate => KeyValuePair.Create(gate, _use[gate]))];
        var through = _through;
        try
        {
            await store.WriteAsync(db => Keep(db, changed, through), CancellationToken.None);
            lock (_lock)
                _changed.ExceptWith(changed.Select(static pair => pair.Key));
        }
        catch (DatabaseException e)
        {
            Log.ScansNotKept(logger, e.Message);
        }
    }

    /// <returns>Whether there may be more.</returns>
    private bool Step(Database db)
    {
        using var last = db.Prepare(
            "SELECT max(cursor), count(*) FROM (SELECT cursor FROM event WHERE cursor > ? ORDER BY cursor LIMIT ?)");
        last.Bind(1, _through).Bind(2, RowsAtATime);
        if (!last.Step() || last.IsNull(0))
            return false;
        var (to, rows) = (last.Int64(0), last.Int64(1));
        using var scans = db.Prepare("""
            SELECT gate, direction, min(made_at), max(made_at) FROM (
                SELECT gate, direction, min(coalesce(corrected_at, at), received_at) AS made_at FROM event
                WHERE cursor > ? AND cursor <= ? AND kind = 'decision')
            GROUP BY gate, direction
            """);
        scans.Bind(1, _through).Bind(2, to);
        lock (_lock)
        {
            while (scans.Step())
                Take(scans.Int64(0), scans.Text(1), Moment(scans, 2)!.Value, Moment(scans, 3)!.Value);
        }
        _through = to;
        return rows == RowsAtATime;
    }

    private void Take(long gate, string? direction, DateTimeOffset first, DateTimeOffset last)
    {
        var use = direction switch
        {
            "in" => new GateUse(first, last, null, null),
            "out" => new GateUse(first, null, last, null),
            _ => new GateUse(first, null, null, last),
        };
        _use[gate] = _use.TryGetValue(gate, out var known) ? known.And(use) : use;
        _changed.Add(gate);
    }

    private static void Keep(Database db, KeyValuePair<long, GateUse>[] changed, long through)
    {
        using var put = db.Prepare("""
            INSERT INTO gate_scan(gate, first_at, in_at, out_at, other_at) VALUES(?, ?, ?, ?, ?)
            ON CONFLICT(gate) DO UPDATE SET first_at = excluded.first_at, in_at = excluded.in_at,
                out_at = excluded.out_at, other_at = excluded.other_at
            """);
        foreach (var (gate, use) in changed)
        {
            put.Bind(1, gate).Bind(2, use.First.ToUnixTimeMilliseconds()).Bind(3, use.LastIn?.ToUnixTimeMilliseconds())
                .Bind(4, use.LastOut?.ToUnixTimeMilliseconds()).Bind(5, use.LastOther?.ToUnixTimeMilliseconds()).Run();
        }
        using var set = db.Prepare("UPDATE gate_scan_through SET cursor = ?");
        set.Bind(1, through).Run();
    }

    private static Dictionary<long, string> Names(Database db)
    {
        using var rows = db.Prepare("SELECT id, name FROM gate");
        var names = new Dictionary<long, string>();
        while (rows.Step())
            names[rows.Int64(0)] = rows.Text(1)!;
        return names;
    }

    private static DateTimeOffset? Moment(Statement rows, int column) =>
        rows.IsNull(column) ? null : DateTimeOffset.FromUnixTimeMilliseconds(rows.Int64(column));
}
