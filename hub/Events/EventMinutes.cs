using CheckIn.Storage;

namespace CheckIn.Hub.Events;

/// <summary>
/// How many events were stored in each of the last minutes. Counted as they are committed; what was before the hub's
/// start is read back once, from the newest rows, and what is not among those is not known rather than nothing.
/// </summary>
public sealed class EventMinutes : IDisposable
{
    /// <summary>How far back it is known, minutes.</summary>
    public const int Length = 60;
    private const int MostReadBack = 100_000;
    private readonly EventStore _store;
    private readonly EventCounters _counters;
    private readonly TimeProvider _time;
    private readonly Lock _lock = new();
    private readonly long[] _counts = new long[Length];
    private readonly long[] _minutes = new long[Length];
    private readonly DateTimeOffset _since;
    private Dictionary<long, long>? _earlier;

    public EventMinutes(EventStore store, EventCounters counters, TimeProvider time)
    {
        (_store, _counters, _time) = (store, counters, time);
        _since = time.GetUtcNow();
        counters.Stored += Count;
    }

    /// <summary>The last whole minutes, oldest first; null = not known.</summary>
    public IReadOnlyList<(DateTimeOffset At, long? Count)> Last()
    {
        _earlier ??= _store.Read(ReadBack);
        var now = Minute(_time.GetUtcNow());
        var first = Minute(_since);
        var last = new (DateTimeOffset, long?)[Length - 1];
        lock (_lock)
        {
            for (var i = 0; i < last.Length; i++)
            {
                var minute = now - last.Length + i;
                long? earlier = _earlier.TryGetValue(minute, out var read) ? read : null;
                var counted = _minutes[Place(minute)] == minute ? _counts[Place(minute)] : 0;
                last[i] = (At(minute), minute < first ? earlier : minute == first && earlier is null && counted == 0
                    ? null : counted + (earlier ?? 0));
            }
        }
        return last;
    }

    public void Dispose() => _counters.Stored -= Count;

    private void Count(long events)
    {
        var minute = Minute(_time.GetUtcNow());
        lock (_lock)
        {
            if (_minutes[Place(minute)] != minute)
                (_minutes[Place(minute)], _counts[Place(minute)]) = (minute, 0);
            _counts[Place(minute)] += events;
        }
    }

    private Dictionary<long, long> ReadBack(Database db)
    {
        using var rows = db.Prepare($"""
            SELECT received_at / 60000, count(*), min(cursor) FROM event
            WHERE cursor > (SELECT max(cursor) FROM event) - {MostReadBack} AND received_at >= ? AND received_at < ?
            GROUP BY 1
            """);
        rows.Bind(1, (_since - TimeSpan.FromMinutes(Length)).ToUnixTimeMilliseconds())
            .Bind(2, _since.ToUnixTimeMilliseconds());
        var minutes = new Dictionary<long, long>();
        var (first, read) = (long.MaxValue, 0L);
        while (rows.Step())
        {
            minutes[rows.Int64(0)] = rows.Int64(1);
            (first, read) = (Math.Min(first, rows.Int64(0)), read + rows.Int64(1));
        }
        // The oldest of so many may not be whole.
        if (read >= MostReadBack - 1)
            minutes.Remove(first);
        return minutes;
    }

    private static long Minute(DateTimeOffset at) => at.ToUnixTimeMilliseconds() / 60_000;

    private static DateTimeOffset At(long minute) => DateTimeOffset.FromUnixTimeMilliseconds(minute * 60_000);

    private static int Place(long minute) => (int)(minute % Length);
}
