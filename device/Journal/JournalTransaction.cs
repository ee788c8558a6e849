using System.Buffers;
using CheckIn.Contract;
using CheckIn.Storage;

namespace CheckIn.Gate.Journal;

/// <summary>
/// What the writer thread does within one transaction, with statements prepared once. <see cref="Next"/> runs ahead
/// of the committed state and takes its place only after the commit; a rollback forgets it.
/// </summary>
internal sealed class JournalTransaction : IDisposable
{
    /// <summary>Most rows that retention removes at once, so that an append never waits long for it.</summary>
    internal const int RemovalStep = 200;

    private readonly JournalAge _age;
    private readonly ArrayBufferWriter<byte> _fact = new(4096);
    private readonly Statement _begin, _commit, _rollback, _insert, _setMeta, _linkOf;
    private readonly Statement _mark, _oldEnough, _remove, _removeMarks;

    internal JournalTransaction(Database database, JournalAge age, JournalState state)
    {
        (Database, _age, Next) = (database, age, state);
        _begin = database.Prepare("BEGIN IMMEDIATE");
        _commit = database.Prepare("COMMIT");
        _rollback = database.Prepare("ROLLBACK");
        _insert = database.Prepare("INSERT INTO event (seq, at, fact, sealed, link) VALUES (?, ?, ?, ?, ?)");
        _setMeta = database.Prepare("UPDATE meta SET value = ? WHERE name = ?");
        _linkOf = database.Prepare("SELECT link FROM event WHERE seq = ?");
        _mark = database.Prepare("INSERT OR IGNORE INTO age_mark (seq, age_ms) VALUES (?, ?)");
        _oldEnough = database.Prepare("SELECT MAX(seq) FROM age_mark WHERE age_ms <= ?");
        _remove = database.Prepare("DELETE FROM event WHERE seq <= ?");
        _removeMarks = database.Prepare("DELETE FROM age_mark WHERE seq <= ?");
    }

    internal Database Database { get; }

    /// <summary>The state as it will be after the commit.</summary>
    internal JournalState Next { get; private set; }

    internal void Begin(JournalState committed)
    {
        Next = committed;
        _begin.Run();
    }

    internal void Commit() => _commit.Run();

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

    /// <summary>Numbers, chains and inserts one event.</summary>
    internal long Append(EventDraft draft)
    {
        var seq = Next.LastSeq + 1;
        _fact.ResetWrittenCount();
        EventFact.Write(_fact, draft, seq, Next.HeadLink);
        var link = new byte[ChainLink.Size];
        ChainLink.Of(_fact.WrittenSpan, link);
        _insert.Bind(1, seq).Bind(2, draft.At).Bind(3, _fact.WrittenSpan).Bind(5, link);
        if (draft.Sealed.IsEmpty)
            _insert.BindNull(4);
        else
            _insert.Bind(4, draft.Sealed.Span);
        _insert.Run();
        Next = Next with { LastSeq = seq, HeadLink = link };
        return seq;
    }

    /// <summary>Takes over the hub's position, within what the journal has: FirstRetained - 1 to LastSeq.</summary>
    internal long SetDelivered(long through)
    {
        through = Math.Clamp(through, Next.Anchor.Seq, Next.LastSeq);
        // The hub repeats itself after every connect; what is known already costs no write.
        if (through != Next.Delivered)
        {
            _setMeta.Bind(1, through).Bind(2, "delivered_through").Run();
            Next = Next with { Delivered = through };
        }
        return through;
    }

    internal long NextSession()
    {
        var session = Next.Session + 1;
        _setMeta.Bind(1, session).Bind(2, "session").Run();
        Next = Next with { Session = session };
        return session;
    }

    /// <summary>Marks the age of the last event and makes the age durable.</summary>
    internal void MarkAge()
    {
        // IGNORE keeps the earlier mark of a quiet journal: the event has been there since then.
        if (Next.LastSeq > 0)
            _mark.Bind(1, Next.LastSeq).Bind(2, _age.NowMs).Run();
        _age.Store(Database);
    }

    /// <summary>Removes the oldest rows that are delivered and older than <paramref name="retention"/>.</summary>
    /// <returns>Rows removed, at most <see cref="RemovalStep"/>.</returns>
    internal long RemoveOld(TimeSpan retention)
    {
        var old = _oldEnough.Bind(1, _age.NowMs - (long)retention.TotalMilliseconds).Step() ? _oldEnough.Int64(0) : 0;
        _oldEnough.Reset();
        var from = Next.Anchor.Seq;
        var through = Math.Min(Math.Min(old, Next.Delivered), from + RemovalStep);
        if (through <= from)
            return 0;
        if (!_linkOf.Bind(1, through).Step())
            throw new JournalException($"Event {through} is missing from the journal; retention stops.");
        var link = _linkOf.Blob(0).ToArray();
        _linkOf.Reset();
        _remove.Bind(1, through).Run();
        _removeMarks.Bind(1, through).Run();
        _setMeta.Bind(1, through).Bind(2, "anchor_seq").Run();
        _setMeta.Bind(1, link).Bind(2, "anchor_link").Run();
        Next = Next with { Anchor = new JournalAnchor(through, link) };
        return through - from;
    }

    public void Dispose()
    {
        foreach (var statement in new[]
            { _begin, _commit, _rollback, _insert, _setMeta, _linkOf, _mark, _oldEnough, _remove, _removeMarks })
            statement.Dispose();
    }
}
