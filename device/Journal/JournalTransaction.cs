using System.Buffers;
using CheckIn.Contract;
using CheckIn.Storage;

namespace CheckIn.Gate.Journal;

/// <summary>
/// What the writer thread does within one transaction, with statements prepared once. <see cref="Next"/> runs ahead
/// of the committed state and takes its place only after the commit; a rollback forgets it.
/// </summary>
internal sealed partial class JournalTransaction : IDisposable
{
    private const long SessionsAtOnce = 100;
    private readonly JournalAge _age;
    private readonly ArrayBufferWriter<byte> _fact = new(4096);
    private readonly List<Statement> _statements = [];
    private readonly Statement _begin, _commit, _rollback, _insert, _setSession;

    internal JournalTransaction(Database database, JournalAge age, JournalState state, JournalBounds bounds)
    {
        (Database, _age, Next, _bounds) = (database, age, state, bounds);
        NoteStored(state);
        _begin = Prepare("BEGIN IMMEDIATE");
        _commit = Prepare("COMMIT");
        _rollback = Prepare("ROLLBACK");
        _insert = Prepare("INSERT INTO event (id, at, fact, sealed, link) VALUES (?, ?, ?, ?, ?)");
        _setSession = Prepare("UPDATE meta SET value = ? WHERE name = 'session'");
        _setDelivered = Prepare("UPDATE epoch SET delivered_through = ? WHERE id = ?");
        _setDiverged = Prepare("UPDATE epoch SET diverged_from = ? WHERE id = ?");
        _setAnchor = Prepare("UPDATE epoch SET anchor_seq = ?, anchor_link = ? WHERE id = ?");
        _dropEpoch = Prepare("DELETE FROM epoch WHERE id = ?");
        _addRefused = Prepare("INSERT OR REPLACE INTO refused (id, reason) VALUES (?, ?)");
        _isRefused = Prepare("SELECT 1 FROM refused WHERE id = ?");
        _linkOf = Prepare("SELECT link FROM event WHERE id = ?");
        _mark = Prepare("INSERT OR IGNORE INTO age_mark (id, age_ms) VALUES (?, ?)");
        _oldEnough = Prepare("SELECT MAX(id) FROM age_mark WHERE age_ms <= ?");
        _remove = Prepare("DELETE FROM event WHERE id BETWEEN ? AND ?");
        _removeMarks = Prepare("DELETE FROM age_mark WHERE id <= ?");
        _removeGaps = Prepare("DELETE FROM gap WHERE id BETWEEN ? AND ?");
        _removeRefused = Prepare("DELETE FROM refused WHERE id BETWEEN ? AND ?");
        _pageCount = Prepare("PRAGMA page_count");
        _freePages = Prepare("PRAGMA freelist_count");
        _setAlarm = Prepare("INSERT OR REPLACE INTO meta (name, value) VALUES ('alarm_' || ?, ?)");
        using (var pageSize = database.Prepare("PRAGMA page_size"))
            _pageBytes = Value(pageSize);
        Measure();
    }

    internal Database Database { get; }

    /// <summary>The state as it will be after the commit.</summary>
    internal JournalState Next { get; private set; }

    internal void Begin(JournalState committed)
    {
        (Next, _ahead, _dropped, _changed, _refused, _storesMarks) = (committed, 0, 0, false, false, false);
        _begin.Run();
    }

    internal void Commit()
    {
        Watch();
        StoreMarks();
        _commit.Run();
        foreach (var epoch in _storing)
            _stored[epoch.Id] = epoch.Delivered;
        DroppedEarly += _dropped;
    }

    /// <summary>Rolls back; SQLite may have done so by itself, which is no fault.</summary>
    internal void Rollback()
    {
        try
        {
            _rollback.Run();
        }
        catch (DatabaseException)
        {
            // "No transaction is active": a full disk or an I/O error has already ended it.
        }
    }

    /// <summary>Numbers, chains and inserts one event of the epoch in use.</summary>
    /// <exception cref="JournalException">There is no room for it; this concerns it alone.</exception>
    internal long Append(EventDraft draft)
    {
        EnsureRoom(draft);
        var epoch = Next.Current;
        var seq = epoch.LastSeq + 1;
        _fact.ResetWrittenCount();
        EventFact.Write(_fact, draft, seq, epoch.HeadLink);
        var link = new byte[ChainLink.Size];
        ChainLink.Of(_fact.WrittenSpan, link);
        _insert.Bind(1, epoch.RowOf(seq)).Bind(2, draft.At).Bind(3, _fact.WrittenSpan).Bind(5, link);
        if (draft.Sealed.IsEmpty)
            _insert.BindNull(4);
        else
            _insert.Bind(4, draft.Sealed.Span);
        _insert.Run();
        Next = Next with { Current = epoch with { LastSeq = seq, HeadLink = link } };
        return seq;
    }

    /// <summary>
    /// The file takes a hundred numbers at a time: connecting costs no write as a rule, and a gate whose disk is full or
    /// read-only can still connect and say so. A restart goes on behind those taken.
    /// </summary>
    internal long NextSession()
    {
        var session = Next.Session + 1;
        if (session > Next.SessionsTaken)
        {
            var taken = session + SessionsAtOnce - 1;
            _setSession.Bind(1, taken).Run();
            Next = Next with { SessionsTaken = taken };
        }
        Next = Next with { Session = session };
        return session;
    }

    public void Dispose() => _statements.ForEach(static statement => statement.Dispose());

    private Statement Prepare(string sql)
    {
        var statement = Database.Prepare(sql);
        _statements.Add(statement);
        return statement;
    }
}
