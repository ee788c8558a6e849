using CheckIn.Contract;
using CheckIn.Storage;

namespace CheckIn.Hub.Fleet;

/// <content>
/// What is known of the gates in the store. Changes wait by their gate, and one transaction at a time takes all that
/// wait: of many changes of one gate the last one stays, and of many gates at once a storm is one commit.
/// </content>
public sealed partial class FleetRegistry
{
    private const int MostNamed = 100;
    private static readonly TimeSpan SaveHeardEvery = TimeSpan.FromMinutes(5);
    private readonly HashSet<string> _unsaved = new(StringComparer.Ordinal); // as many as there are gates, at most
    private bool _isSaving;
    private Task _saving = Task.CompletedTask;
    private long _savedHeard;

    /// <returns>Completes when they are saved, or could not be.</returns>
    private Task SaveChanges()
    {
        lock (_lock)
        {
            if (!_isSaving && _unsaved.Count > 0)
                (_isSaving, _saving) = (true, Task.Run(SaveAllAsync));
            return _saving;
        }
    }

    private async Task SaveAllAsync()
    {
        while (TakeUnsaved() is { } changed)
        {
            Tell(changed);
            if (!await TrySaveAsync(changed))
                return;
        }
    }

    private async Task<bool> TrySaveAsync(IReadOnlyList<KeptGate> changed)
    {
        try
        {
            await _store.WriteAsync(db => Save(db, changed), CancellationToken.None);
            return true;
        }
        catch (DatabaseException e)
        {
            // With the next beat they are tried again.
            lock (_lock)
            {
                _unsaved.UnionWith(changed.Select(static gate => gate.Status.Id));
                _isSaving = false;
            }
            Log.StatesNotSaved(_logger, changed.Count, e.Message);
            return false;
        }
    }

    private List<KeptGate>? TakeUnsaved()
    {
        lock (_lock)
        {
            if (_unsaved.Count == 0)
            {
                _isSaving = false;
                return null;
            }
            var changed = _unsaved.Select(id => Kept(_gates[id])).ToList();
            _unsaved.Clear();
            return changed;
        }
    }

    /// <summary>When gates were last heard changes too often to be kept each time.</summary>
    private Task SaveHeardAsync()
    {
        lock (_lock)
        {
            _savedHeard = _time.GetTimestamp();
            _unsaved.UnionWith(_gates.Values.Where(static entry => entry.Status.LastSeen != entry.SavedSeen)
                .Select(static entry => entry.Status.Id));
        }
        return SaveChanges();
    }

    private void Tell(List<KeptGate> changed)
    {
        var told = changed.FindAll(static gate => gate.IsNews);
        if (told.Count > MostNamed)
        {
            var lost = told.Count(static gate => gate.Status.State == PresenceState.Lost);
            Log.StatesChanged(_logger, told.Count, lost);
            return;
        }
        foreach (var (gate, _, _) in told)
            Log.StateChanged(_logger, gate.Id, gate.State, gate.Session);
    }

    private static KeptGate Kept(Entry entry)
    {
        var status = entry.Status;
        var isNews = entry.SavedState != status.State || entry.SavedSession != status.Session;
        (entry.SavedState, entry.SavedSession, entry.SavedSeen) = (status.State, status.Session, status.LastSeen);
        return new(status with { Causes = entry.Causes }, (int)entry.Every.TotalSeconds, isNews);
    }

    private static void Save(Database db, IReadOnlyList<KeptGate> gates)
    {
        using var save = db.Prepare("""
            INSERT INTO gate(name, state, since, last_seen, session, version, backlog, boot, every_s, causes)
            VALUES(?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
            ON CONFLICT(name) DO UPDATE SET state = excluded.state, since = excluded.since, last_seen = excluded.last_seen,
                session = excluded.session, version = excluded.version, backlog = excluded.backlog, boot = excluded.boot,
                every_s = excluded.every_s, causes = excluded.causes
            """);
        foreach (var (gate, every, _) in gates)
        {
            save.Bind(1, gate.Id).Bind(2, gate.State.ToString()).Bind(3, gate.Since?.ToUnixTimeMilliseconds())
                .Bind(4, gate.LastSeen?.ToUnixTimeMilliseconds()).Bind(5, gate.Session).Bind(6, gate.Version)
                .Bind(7, gate.Backlog).Bind(8, gate.Boot).Bind(9, (long)every)
                .Bind(10, gate.Causes is { Count: > 0 } causes ? string.Join(',', causes) : null).Run();
        }
    }

    private int Recall(Database db)
    {
        var watched = Watched(db);
        var now = _time.GetUtcNow();
        using var rows = db.Prepare("""
            SELECT name, state, since, last_seen, session, version, backlog, boot, every_s, causes, standing,
                standing_since FROM gate WHERE standing IS NOT ?
            """);
        rows.Bind(1, Enrolment.Standings.Poster);
        while (rows.Step())
        {
            var entry = new Entry(Read(rows));
            entry.Recall(rows.IsNull(8) ? null : TimeSpan.FromSeconds(rows.Int64(8)), rows.Text(9));
            if (entry.Status.LastSeen is { } heard && entry.Presence.IsUp)
            {
                // It was there when the hub last was, however long ago it last had to say so.
                var last = watched > heard ? watched.Value : heard;
                entry.Presence = entry.Presence with { Heard = last < now ? last - now : TimeSpan.Zero };
            }
            _gates[entry.Status.Id] = entry;
        }
        return _gates.Count;
    }

    private static GateStatus Read(Statement rows)
    {
        var state = Enum.TryParse<PresenceState>(rows.Text(1), out var known) ? known : PresenceState.NeverSeen;
        var since = Instant(rows, 2);
        var hasLeft = rows.Text(10) is "revoked" or "left";
        if (hasLeft && state != PresenceState.Revoked)
            (state, since) = (PresenceState.Revoked, Instant(rows, 11));
        else if (!hasLeft && state == PresenceState.Revoked)
            (state, since) = (PresenceState.NeverSeen, null);
        return new GateStatus(
            rows.Text(0)!, state, since, Instant(rows, 3), rows.Int64(4), rows.Text(5),
            rows.IsNull(6) ? null : rows.Int64(6))
        { Boot = rows.Text(7) };
    }

    /// <summary>When the hub was last there; null = not known.</summary>
    private static DateTimeOffset? Watched(Database db)
    {
        using var row = db.Prepare("SELECT max(ended_at) FROM watch");
        return row.Step() ? Instant(row, 0) : null;
    }

    private static DateTimeOffset? Instant(Statement rows, int column) =>
        rows.IsNull(column) ? null : DateTimeOffset.FromUnixTimeMilliseconds(rows.Int64(column));

    private readonly record struct KeptGate(GateStatus Status, int EveryS, bool IsNews);
}
