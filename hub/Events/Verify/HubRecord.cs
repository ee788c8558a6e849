using System.Globalization;
using CheckIn.Contract;
using CheckIn.Record;
using CheckIn.Storage;

namespace CheckIn.Hub.Events.Verify;

/// <summary>A journal as the hub has it.</summary>
internal sealed record StoredJournal(
    long Id, string Gate, string Epoch, long Through, long Highest, long Duplicates, IReadOnlyList<SeqRange> Lost,
    IReadOnlyList<RecordedRefusal> Refused);

/// <summary>
/// The hub's database read by anybody but the hub: over a read-only connection that never checkpoints, so it may be
/// read while the hub runs. Rows come in steps, each read to its end before anybody sees it: a read that stayed open
/// would keep the hub from starting its write-ahead log anew.
/// </summary>
internal sealed class HubRecord : IDisposable
{
    private const int Step = 500;
    private readonly Database _database;
    private readonly Statement _events, _event, _isOther, _isRefused;

    /// <exception cref="RecordException">There is none, or it is not of a version that this program reads.</exception>
    internal HubRecord(string path)
    {
        if (!File.Exists(path))
            throw new RecordException($"There is no hub's database {path}. Name it with --Events:Path.");
        _database = Database.OpenReader(path);
        var version = int.Parse(_database.Pragma("user_version"), CultureInfo.InvariantCulture);
        if (version < EventSchema.FirstWithRefused || version > EventSchema.Version)
        {
            _database.Dispose();
            throw new RecordException(
                $"{path} has schema version {version}; this program reads {EventSchema.FirstWithRefused} to "
                + $"{EventSchema.Version}. A hub of this version brings an older one up to date at its start.");
        }
        _events = _database.Prepare($"""
            SELECT seq, at, fact, sealed, link, kind, lane, direction, outcome, tag, boot, mono_ns FROM event
            WHERE journal = ? AND seq BETWEEN ? AND ? ORDER BY seq LIMIT {Step}
            """);
        _event = _database.Prepare("SELECT seq, at, fact, sealed, link FROM event WHERE journal = ? AND seq = ?");
        _isOther = _database.Prepare("SELECT 1 FROM conflict WHERE journal = ? AND seq = ? AND link = ?");
        _isRefused = _database.Prepare("SELECT 1 FROM refused WHERE journal = ? AND first = ?");
    }

    /// <summary>Every journal as it stands now, by gate and in the order in which the hub first heard of them.</summary>
    internal IReadOnlyList<StoredJournal> Journals()
    {
        using var select = _database.Prepare("""
            SELECT journal.id, gate.name, epoch, through, highest, duplicates FROM journal
            JOIN gate ON gate.id = journal.gate ORDER BY gate.name, journal.id
            """);
        var journals = new List<StoredJournal>();
        while (select.Step())
        {
            var id = select.Int64(0);
            journals.Add(new StoredJournal(
                id, select.Text(1)!, select.Text(2)!, select.Int64(3), select.Int64(4), select.Int64(5), LostOf(id),
                RefusedOf(id)));
        }
        return journals;
    }

    /// <summary>The stored events of a journal in order, up to <paramref name="last"/>.</summary>
    internal IEnumerable<StoredEvent> Events(long journal, long last)
    {
        var rows = new List<StoredEvent>(Step);
        for (var from = 1L; ; from = rows[^1].Recorded.Seq + 1)
        {
            rows.Clear();
            _events.Bind(1, journal).Bind(2, from).Bind(3, last);
            while (_events.Step())
                rows.Add(StoredEvent.Of(_events));
            _events.Reset();
            foreach (var row in rows)
                yield return row;
            if (rows.Count < Step)
                break;
        }
    }

    /// <summary>One stored event; null = it is not stored.</summary>
    internal RecordedEvent? Find(long journal, long seq)
    {
        var found = _event.Bind(1, journal).Bind(2, seq).Step() ? StoredEvent.RowOf(_event) : null;
        _event.Reset();
        return found;
    }

    /// <summary>Whether a version of the event with this link is kept aside.</summary>
    internal bool IsKeptAside(long journal, long seq, ReadOnlySpan<byte> link)
    {
        var found = _isOther.Bind(1, journal).Bind(2, seq).Bind(3, link).Step();
        _isOther.Reset();
        return found;
    }

    /// <summary>Whether what came under this number could not be read, and is kept as it came.</summary>
    internal bool IsRefused(long journal, long seq)
    {
        var found = _isRefused.Bind(1, journal).Bind(2, seq).Step();
        _isRefused.Reset();
        return found;
    }

    /// <summary>How many versions of events are kept aside.</summary>
    internal long Conflicts(long journal)
    {
        using var count = _database.Prepare("SELECT count(*) FROM conflict WHERE journal = ?");
        return count.Bind(1, journal).Step() ? count.Int64(0) : 0;
    }

    public void Dispose()
    {
        foreach (var statement in (Statement[])[_events, _event, _isOther, _isRefused])
            statement.Dispose();
        _database.Dispose();
    }

    private List<SeqRange> LostOf(long journal)
    {
        var lost = new List<SeqRange>();
        using var select = _database.Prepare("SELECT first, last FROM lost WHERE journal = ? ORDER BY first");
        select.Bind(1, journal);
        while (select.Step())
            lost.Add(new SeqRange(select.Int64(0), select.Int64(1)));
        return lost;
    }

    private List<RecordedRefusal> RefusedOf(long journal)
    {
        var refused = new List<RecordedRefusal>();
        using var select = _database.Prepare("SELECT first, reason FROM refused WHERE journal = ? ORDER BY first");
        select.Bind(1, journal);
        while (select.Step())
            refused.Add(new RecordedRefusal(select.Int64(0), select.Text(1) ?? ""));
        return refused;
    }
}

/// <summary>An event with the columns that the hub searches by.</summary>
internal sealed record StoredEvent(
    RecordedEvent Recorded, string Kind, string Lane, string? Direction, string? Outcome, string? Tag, string? Boot,
    long MonotonicNs)
{
    internal static StoredEvent Of(Statement row) => new(
        RowOf(row), row.Text(5)!, row.Text(6)!, row.Text(7), row.Text(8), row.Text(9), row.Text(10), row.Int64(11));

    internal static RecordedEvent RowOf(Statement row) => new(
        row.Int64(0), row.Int64(1), row.Blob(2).ToArray(), row.IsNull(3) ? default : row.Blob(3).ToArray(),
        row.Blob(4).ToArray());

    /// <summary>Whether the columns say what the fact says; the fact is what the chain covers.</summary>
    internal bool AgreesWithItsFact()
    {
        try
        {
            var fact = EventBatch.ReadEvent(Recorded.Fact);
            return (fact.Seq, fact.At, fact.MonotonicNs) == (Recorded.Seq, Recorded.At, MonotonicNs)
                && (fact.Kind, fact.Lane, fact.Direction) == (Kind, Lane, Direction)
                && (fact.Outcome, fact.Tag, fact.Boot) == (Outcome, Tag, Boot);
        }
        catch (MalformedBatchException)
        {
            return false;
        }
    }
}
