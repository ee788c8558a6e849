using System.Buffers;
using CheckIn.Contract;
using CheckIn.Gate.Journal.Salvage;
using CheckIn.Storage;

namespace CheckIn.Gate.Journal;

/// <summary>
/// Reads committed events over one read-only connection, one caller at a time. Every statement is reset before the
/// lock is let go: an open read would keep the writer from checkpointing past it.
/// </summary>
internal sealed class JournalReader : IDisposable
{
    private readonly Lock _lock = new();
    private readonly ArrayBufferWriter<byte> _events = new();
    private Database? _database;
    private Statement? _batch;
    private Statement? _link;

    internal void Open(string path)
    {
        lock (_lock)
        {
            _database = Database.OpenReader(path);
            _batch = _database.Prepare(
                "SELECT id, fact, sealed, link FROM event WHERE id BETWEEN ? AND ? ORDER BY id LIMIT ?");
            _link = _database.Prepare("SELECT link FROM event WHERE id = ?");
        }
    }

    /// <summary>Whoever reads from now on is told that nothing can be read at present.</summary>
    internal void Close()
    {
        lock (_lock)
        {
            _batch?.Dispose();
            _link?.Dispose();
            _database?.Dispose();
            (_batch, _link, _database) = (null, null, null);
        }
    }

    /// <summary>
    /// Writes the batch that begins at the kept row <paramref name="from"/> and ends before a gap. No event goes that is not
    /// what its link says: with changed bits it would be a break of the chain at the hub, or a conflict.
    /// </summary>
    internal int ReadBatch(EpochState epoch, long from, IBufferWriter<byte> output, int maxEvents, int maxBytes)
    {
        lock (_lock)
        {
            try
            {
                _events.ResetWrittenCount();
                var rows = Opened(_batch);
                rows.Bind(1, epoch.RowOf(from)).Bind(2, epoch.RowOf(epoch.LastSeq)).Bind(3, (long)maxEvents);
                var firstRetained = epoch.Gaps.RunStart(from, epoch.FirstRetained);
                var room = maxBytes - EventBatch.HeadLength(epoch.Name, from, firstRetained, from + maxEvents - 1);
                var count = WriteRows(rows, epoch, from, room);
                if (count == 0)
                    return 0;
                EventBatch.WriteStart(output, epoch.Name, from, firstRetained, from + count - 1);
                output.Write(_events.WrittenSpan);
                EventBatch.WriteEnd(output);
                return count;
            }
            finally
            {
                _batch?.Reset();
            }
        }
    }

    /// <summary>The link of a row, by its id.</summary>
    internal byte[]? LinkOf(long id)
    {
        lock (_lock)
        {
            try
            {
                var link = Opened(_link).Bind(1, id);
                return link.Step() ? link.Blob(0).ToArray() : null;
            }
            finally
            {
                _link?.Reset();
            }
        }
    }

    /// <summary>For tests: something on the reading connection.</summary>
    internal T Use<T>(Func<Database, T> read)
    {
        lock (_lock)
            return read(Opened(_database));
    }

    public void Dispose() => Close();

    private static T Opened<T>(T? part) where T : class => part
        ?? throw new DatabaseException("the journal is being salvaged or is closed");

    private int WriteRows(Statement rows, EpochState epoch, long from, int room)
    {
        var count = 0;
        while (rows.Step() && rows.Int64(0) == epoch.RowOf(from + count))
        {
            var fact = rows.Blob(1);
            if (!JournalSchema.Matches(fact, rows.Blob(3)))
                throw new JournalDamageException("event", $"event {from + count} of epoch {epoch.Name} does not match its link");
            var sealedPart = rows.IsNull(2) ? default : rows.Blob(2);
            // The first event always goes: it fits by EventFact.MaxBytes, and without it nothing would ever move.
            var more = EventFact.WireLength(fact, sealedPart) + ",".Length;
            if (count > 0 && _events.WrittenCount + more > room)
                break;
            if (count > 0)
                _events.Write(","u8);
            EventFact.WriteWire(_events, fact, sealedPart);
            count++;
        }
        return count;
    }
}
