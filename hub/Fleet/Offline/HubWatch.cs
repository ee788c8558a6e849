using CheckIn.Storage;

namespace CheckIn.Hub.Fleet.Offline;

/// <summary>
/// When the hub itself was there, in table watch: a row for each time without a break, made longer every few seconds,
/// so that of a hub that was killed the end is known as well. A wall clock that was set begins another row.
/// </summary>
internal sealed class HubWatch
{
    private static readonly TimeSpan JumpFrom = TimeSpan.FromSeconds(5);
    private const int MostUnsaved = 64;
    private readonly TimeProvider _time;
    private readonly Lock _lock = new();
    private Watched? _now;
    private readonly List<Watched> _ended = [];

    public HubWatch(TimeProvider time) => _time = time;

    /// <summary>The hub is there since now, if it was not.</summary>
    internal void Begin()
    {
        lock (_lock)
        {
            var now = _time.GetUtcNow();
            _now ??= new(now, now, _time.GetTimestamp());
        }
    }

    /// <summary>The hub cannot hear gates any more; what was watched so far stands.</summary>
    internal void End()
    {
        lock (_lock)
        {
            Stretch();
            Close(_now);
            _now = null;
        }
    }

    /// <summary>Within a transaction: it is still there.</summary>
    internal void Write(Database db)
    {
        List<Watched> unsaved;
        lock (_lock)
        {
            Stretch();
            unsaved = [.. _ended, .. _now is { } now ? [now] : Array.Empty<Watched>()];
        }
        using var put = db.Prepare("INSERT INTO watch(began_at, ended_at) VALUES(?1, ?2)");
        using var stretch = db.Prepare("UPDATE watch SET ended_at = max(ended_at, ?2) WHERE began_at = ?1");
        foreach (var watched in unsaved)
        {
            var (from, to) = (watched.From.ToUnixTimeMilliseconds(), watched.To.ToUnixTimeMilliseconds());
            stretch.Bind(1, from).Bind(2, to).Run();
            if (db.Changes == 0)
                put.Bind(1, from).Bind(2, to).Run();
        }
    }

    /// <summary>What <see cref="Write"/> wrote before is committed.</summary>
    internal void Written()
    {
        lock (_lock)
            _ended.Clear();
    }

    /// <summary>
    /// The times within these two in which the hub was there; before it ever began to watch nothing was to.
    /// </summary>
    internal IReadOnlyList<Span> Within(Database db, Span time)
    {
        using var rows = db.Prepare("SELECT began_at, ended_at FROM watch WHERE ended_at > ? AND began_at < ?");
        rows.Bind(1, time.From.ToUnixTimeMilliseconds()).Bind(2, time.To.ToUnixTimeMilliseconds());
        var spans = new List<Span>();
        while (rows.Step())
            spans.Add(new(At(rows.Int64(0)), At(rows.Int64(1))));
        lock (_lock)
        {
            spans.AddRange(_ended.Select(static ended => new Span(ended.From, ended.To)));
            if (_now is { } now)
                spans.Add(new(now.From, Later(_time.GetUtcNow(), now.To)));
        }
        return Spans.Within(Spans.Union(spans), time);
    }

    /// <summary>When the hub first watched.</summary>
    internal DateTimeOffset? First(Database db)
    {
        using var row = db.Prepare("SELECT min(began_at) FROM watch");
        if (row.Step() && !row.IsNull(0))
            return At(row.Int64(0));
        lock (_lock)
            return _ended.Count > 0 ? _ended[0].From : _now?.From;
    }

    internal static void Forget(Database db, DateTimeOffset before)
    {
        using var delete = db.Prepare("DELETE FROM watch WHERE ended_at < ?");
        delete.Bind(1, before.ToUnixTimeMilliseconds()).Run();
    }

    private void Stretch()
    {
        if (_now is not { } watched)
            return;
        var now = _time.GetUtcNow();
        var passed = _time.GetElapsedTime(watched.At);
        if ((now - watched.To - passed).Duration() <= JumpFrom)
            _now = watched with { To = Later(now, watched.To), At = _time.GetTimestamp() };
        else
        {
            // It was there for that long, whatever the clock says now.
            Close(watched with { To = watched.To + passed });
            _now = new(now, now, _time.GetTimestamp());
        }
    }

    private void Close(Watched? watched)
    {
        if (watched is null || watched.To <= watched.From)
            return;
        if (_ended.Count == MostUnsaved)
            _ended.RemoveAt(0);
        _ended.Add(watched);
    }

    private static DateTimeOffset At(long ms) => DateTimeOffset.FromUnixTimeMilliseconds(ms);

    private static DateTimeOffset Later(DateTimeOffset a, DateTimeOffset b) => a > b ? a : b;

    /// <param name="At">When <paramref name="To"/> was, monotonic.</param>
    private sealed record Watched(DateTimeOffset From, DateTimeOffset To, long At);
}
