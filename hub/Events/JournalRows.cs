using System.Text.Json;
using CheckIn.Contract;
using CheckIn.Hub.Ingest;
using CheckIn.Storage;

namespace CheckIn.Hub.Events;

/// <summary>What the hub knows of one journal.</summary>
/// <param name="Gate">Row of the gate.</param>
/// <param name="Id">Row of the journal.</param>
/// <param name="Window">Through where everything is stored.</param>
/// <param name="Highest">The highest number stored, which may lie beyond a gap.</param>
internal sealed record JournalPosition(long Gate, long Id, AckWindow Window, long Highest);

/// <summary>How one event was taken.</summary>
internal enum Taken { New, Duplicate, Conflict }

/// <summary>The statements of ingest, on the one writing connection, within the caller's transaction.</summary>
internal sealed class JournalRows : IDisposable
{
    private readonly Database _db;
    private readonly Statement _addGate, _addJournal, _findJournal, _insert, _link, _conflict, _lost, _advance, _count,
        _stored;

    internal JournalRows(Database db)
    {
        _db = db;
        _addGate = db.Prepare("INSERT INTO gate(name) VALUES(?) ON CONFLICT DO NOTHING");
        _addJournal = db.Prepare(
            "INSERT INTO journal(gate, epoch) SELECT id, ? FROM gate WHERE name = ? ON CONFLICT DO NOTHING");
        _findJournal = db.Prepare("""
            SELECT journal.gate, journal.id, through, highest FROM journal JOIN gate ON gate.id = journal.gate
            WHERE gate.name = ? AND epoch = ?
            """);
        _insert = db.Prepare("""
            INSERT INTO event(journal, seq, kind, lane, direction, at, received_at, outcome, tag, link, fact, sealed,
                mono_ns, boot, gate)
            VALUES(?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT(journal, seq) DO NOTHING
            """);
        _link = db.Prepare("SELECT link, fact FROM event WHERE journal = ? AND seq = ?");
        _stored = db.Prepare("SELECT seq FROM event WHERE journal = ? AND seq BETWEEN ? AND ? ORDER BY seq");
        _conflict = db.Prepare("""
            INSERT INTO conflict(journal, seq, received_at, link, fact, sealed) VALUES(?, ?, ?, ?, ?, ?)
            ON CONFLICT DO NOTHING
            """);
        _lost = db.Prepare("INSERT INTO lost(journal, first, last, noticed_at) VALUES(?, ?, ?, ?) ON CONFLICT DO NOTHING");
        _advance = db.Prepare("UPDATE journal SET through = ?, highest = ? WHERE id = ?");
        _count = db.Prepare("""
            UPDATE journal SET events = events + ?, duplicates = duplicates + ?, conflicts = conflicts + ?, lost = lost + ?,
                chain_breaks = chain_breaks + ? WHERE id = ?
            """);
    }

    /// <summary>The journal's position; null when the hub has never heard of it.</summary>
    internal JournalPosition? Find(string gate, string epoch)
    {
        _findJournal.Bind(1, gate).Bind(2, epoch);
        var found = _findJournal.Step()
            ? new JournalPosition(
                _findJournal.Int64(0), _findJournal.Int64(1), new AckWindow(_findJournal.Int64(2)),
                _findJournal.Int64(3))
            : null;
        _findJournal.Reset();
        return found;
    }

    internal JournalPosition FindOrAdd(string gate, string epoch)
    {
        if (Find(gate, epoch) is { } known)
            return known;
        _addGate.Bind(1, gate).Run();
        _addJournal.Bind(1, epoch).Bind(2, gate).Run();
        return Find(gate, epoch)!;
    }

    internal Taken Take(JournalPosition position, ReceivedEvent received, long now)
    {
        var journal = position.Id;
        _insert.Bind(1, journal).Bind(2, received.Seq).Bind(3, received.Kind).Bind(4, received.Lane)
            .Bind(5, received.Direction).Bind(6, received.At).Bind(7, now).Bind(8, received.Outcome)
            .Bind(9, received.Tag).Bind(10, received.Link).Bind(11, received.Fact.Span).Bind(13, received.MonotonicNs).Bind(14, received.Boot)
            .Bind(15, position.Gate);
        BindSealed(_insert, 12, received);
        _insert.Run();
        if (_db.Changes == 1)
            return Taken.New;
        if (received.Link.AsSpan().SequenceEqual(LinkOf(journal, received.Seq)))
            return Taken.Duplicate;
        _conflict.Bind(1, journal).Bind(2, received.Seq).Bind(3, now).Bind(4, received.Link).Bind(5, received.Fact.Span);
        BindSealed(_conflict, 6, received);
        _conflict.Run();
        return Taken.Conflict;
    }

    /// <summary>The chain link of a stored event; null when it is not stored.</summary>
    internal byte[]? LinkOf(long journal, long seq)
    {
        _link.Bind(1, journal).Bind(2, seq);
        var link = _link.Step() ? _link.Blob(0).ToArray() : null;
        _link.Reset();
        return link;
    }

    /// <summary>The previous link as a stored event states it; null when the event is not stored.</summary>
    internal byte[]? PrevOf(long journal, long seq)
    {
        _link.Bind(1, journal).Bind(2, seq);
        try
        {
            if (!_link.Step())
                return null;
            using var fact = JsonDocument.Parse(_link.Blob(1).ToArray());
            return Convert.FromHexString(fact.RootElement.GetProperty("prev").GetString()!);
        }
        finally
        {
            _link.Reset();
        }
    }

    /// <summary>
    /// The numbers from <paramref name="first"/> to <paramref name="last"/> that are not stored, as ranges.
    /// </summary>
    internal IReadOnlyList<(long First, long Last)> Missing(long journal, long first, long last)
    {
        var missing = new List<(long, long)>();
        _stored.Bind(1, journal).Bind(2, first).Bind(3, last);
        while (_stored.Step())
        {
            var seq = _stored.Int64(0);
            if (seq > first)
                missing.Add((first, seq - 1));
            first = seq + 1;
        }
        _stored.Reset();
        if (first <= last)
            missing.Add((first, last));
        return missing;
    }

    internal void Lose(long journal, long first, long last, long now) =>
        _lost.Bind(1, journal).Bind(2, first).Bind(3, last).Bind(4, now).Run();

    internal void Advance(JournalPosition position) =>
        _advance.Bind(1, position.Window.Through).Bind(2, position.Highest).Bind(3, position.Id).Run();

    internal void Count(long journal, long added, long duplicates, long conflicts, long lost, long chainBreaks) =>
        _count.Bind(1, added).Bind(2, duplicates).Bind(3, conflicts).Bind(4, lost).Bind(5, chainBreaks)
            .Bind(6, journal).Run();

    public void Dispose()
    {
        Statement[] all =
            [_addGate, _addJournal, _findJournal, _insert, _link, _conflict, _lost, _advance, _count, _stored];
        foreach (var statement in all)
            statement.Dispose();
    }

    private static void BindSealed(Statement statement, int index, ReceivedEvent received)
    {
        if (received.Sealed.IsEmpty)
            statement.BindNull(index);
        else
            statement.Bind(index, received.Sealed.Span);
    }
}
