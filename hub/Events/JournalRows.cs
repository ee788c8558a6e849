using CheckIn.Contract;
using CheckIn.Hub.Ingest;
using CheckIn.Storage;

namespace CheckIn.Hub.Events;

/// <summary>What the hub knows of one journal.</summary>
/// <param name="Gate">Row of the gate.</param>
/// <param name="Id">Row of the journal.</param>
/// <param name="Window">Through where everything is stored.</param>
/// <param name="Highest">The highest number stored, which may lie beyond a gap.</param>
/// <param name="Lost">How many numbers count as lost.</param>
internal sealed record JournalPosition(long Gate, long Id, AckWindow Window, long Highest, long Lost);

/// <summary>How one event was taken.</summary>
internal enum Taken { New, Duplicate, Conflict }

/// <summary>The statements of ingest, on the one writing connection, within the caller's transaction.</summary>
internal sealed class JournalRows : IDisposable
{
    private readonly Database _db;
    private readonly List<Statement> _all = [];
    private readonly Statement _addGate, _addJournal, _findJournal, _insert, _link, _fact, _conflict, _advance, _refuse,
        _isRefused;

    internal JournalRows(Database db)
    {
        _db = db;
        _addGate = Prepare("INSERT INTO gate(name) VALUES(?) ON CONFLICT DO NOTHING");
        _addJournal = Prepare(
            "INSERT INTO journal(gate, epoch) SELECT id, ? FROM gate WHERE name = ? ON CONFLICT DO NOTHING");
        _findJournal = Prepare("""
            SELECT journal.gate, journal.id, through, highest, lost FROM journal JOIN gate ON gate.id = journal.gate
            WHERE gate.name = ? AND epoch = ?
            """);
        _insert = Prepare("""
            INSERT INTO event(journal, seq, kind, lane, direction, at, received_at, outcome, tag, link, fact, sealed,
                mono_ns, boot, gate)
            VALUES(?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT(journal, seq) DO NOTHING
            """);
        _link = Prepare("SELECT link FROM event WHERE journal = ? AND seq = ?");
        _fact = Prepare("SELECT fact FROM event WHERE journal = ? AND seq = ?");
        _conflict = Prepare("""
            INSERT INTO conflict(journal, seq, received_at, link, fact, sealed) VALUES(?, ?, ?, ?, ?, ?)
            ON CONFLICT DO NOTHING
            """);
        _advance = Prepare("""
            UPDATE journal SET through = ?, highest = ?, events = events + ?, duplicates = duplicates + ?,
                conflicts = conflicts + ?, lost = lost + ?, chain_breaks = chain_breaks + ?, refused = refused + ?
            WHERE id = ?
            """);
        _refuse = Prepare("""
            INSERT INTO refused(journal, first, last, reason, noticed_at, payload) VALUES(?, ?, ?, ?, ?, ?)
            ON CONFLICT DO NOTHING
            """);
        _isRefused = Prepare("SELECT 1 FROM refused WHERE journal = ? AND first = ?");
    }

    /// <summary>The journal's position; null when the hub has never heard of it.</summary>
    internal JournalPosition? Find(string gate, string epoch)
    {
        _findJournal.Bind(1, gate).Bind(2, epoch);
        var found = _findJournal.Step()
            ? new JournalPosition(
                _findJournal.Int64(0), _findJournal.Int64(1), new AckWindow(_findJournal.Int64(2)),
                _findJournal.Int64(3), _findJournal.Int64(4))
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
        _insert.Bind(1, journal).Bind(2, received.Seq).BindText(3, received.KindUtf8).BindText(4, received.LaneUtf8)
            .BindText(5, received.DirectionUtf8).Bind(6, received.At).Bind(7, now).BindText(8, received.OutcomeUtf8)
            .BindText(9, received.TagUtf8).Bind(10, received.Link).Bind(11, received.Fact.Span)
            .Bind(13, received.MonotonicNs).BindText(14, received.BootUtf8).Bind(15, position.Gate);
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
    internal byte[]? LinkOf(long journal, long seq) => BlobOf(_link, journal, seq);

    /// <summary>The previous link as a stored event states it; null when the event is not stored.</summary>
    internal byte[]? PrevOf(long journal, long seq) =>
        BlobOf(_fact, journal, seq) is { } fact ? EventBatch.ReadEvent(fact).Prev : null;

    /// <summary>Keeps what cannot be read under its number; false when the number is taken.</summary>
    internal bool Refuse(long journal, long seq, string reason, ReadOnlySpan<byte> payload, long now)
    {
        if (LinkOf(journal, seq) is not null)
            return false;
        _refuse.Bind(1, journal).Bind(2, seq).Bind(3, seq).Bind(4, reason).Bind(5, now).Bind(6, payload).Run();
        return _db.Changes == 1;
    }

    /// <summary>Whether the number is done with: stored, or kept as what cannot be read.</summary>
    internal bool Has(long journal, long seq)
    {
        if (LinkOf(journal, seq) is not null)
            return true;
        var refused = _isRefused.Bind(1, journal).Bind(2, seq).Step();
        _isRefused.Reset();
        return refused;
    }

    /// <summary>Moves the position and counts what the batch brought.</summary>
    internal void Advance(JournalPosition position, IngestTally tally) =>
        _advance.Bind(1, position.Window.Through).Bind(2, position.Highest).Bind(3, tally.Stored)
            .Bind(4, tally.Duplicates).Bind(5, tally.Conflicts).Bind(6, tally.LostEvents).Bind(7, tally.ChainBreaks)
            .Bind(8, tally.Refused).Bind(9, position.Id).Run();

    public void Dispose() => _all.ForEach(static statement => statement.Dispose());

    private Statement Prepare(string sql)
    {
        var statement = _db.Prepare(sql);
        _all.Add(statement);
        return statement;
    }

    private static byte[]? BlobOf(Statement statement, long journal, long seq)
    {
        statement.Bind(1, journal).Bind(2, seq);
        var blob = statement.Step() ? statement.Blob(0).ToArray() : null;
        statement.Reset();
        return blob;
    }

    private static void BindSealed(Statement statement, int index, ReceivedEvent received)
    {
        if (received.Sealed.IsEmpty)
            statement.BindNull(index);
        else
            statement.Bind(index, received.Sealed.Span);
    }
}
