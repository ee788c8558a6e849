using System.Buffers;
using CheckIn.Contract;
using CheckIn.Storage;

namespace CheckIn.Gate.Journal;

/// <summary>
/// Reads committed events over one read-only connection, one caller at a time. Every statement is reset before the
/// lock is let go: an open read would keep the writer from checkpointing past it.
/// </summary>
internal sealed class JournalReader : IDisposable
{
    private readonly Lock _lock = new();
    private readonly Database _database;
    private readonly Statement _batch;
    private readonly Statement _link;

    internal JournalReader(string path)
    {
        _database = Database.OpenReader(path);
        _batch = _database.Prepare("SELECT seq, fact, sealed FROM event WHERE seq >= ? ORDER BY seq LIMIT ?");
        _link = _database.Prepare("SELECT link FROM event WHERE seq = ?");
    }

    internal int ReadBatch(
        JournalState state, long from, IBufferWriter<byte> output, int maxEvents, int maxBytes)
    {
        lock (_lock)
        {
            try
            {
                _batch.Bind(1, from).Bind(2, (long)maxEvents);
                return WriteRows(state, from, output, maxBytes);
            }
            finally
            {
                _batch.Reset();
            }
        }
    }

    internal byte[]? LinkOf(long seq)
    {
        lock (_lock)
        {
            try
            {
                return _link.Bind(1, seq).Step() ? _link.Blob(0).ToArray() : null;
            }
            finally
            {
                _link.Reset();
            }
        }
    }

    /// <summary>For tests: something on the reading connection.</summary>
    internal T Use<T>(Func<Database, T> read)
    {
        lock (_lock)
            return read(_database);
    }

    public void Dispose()
    {
        lock (_lock)
        {
            _batch.Dispose();
            _link.Dispose();
            _database.Dispose();
        }
    }

    private int WriteRows(JournalState state, long from, IBufferWriter<byte> output, int maxBytes)
    {
        var (count, bytes) = (0, 0);
        while (_batch.Step() && _batch.Int64(0) == from + count)
        {
            var fact = _batch.Blob(1);
            var sealedPart = _batch.IsNull(2) ? default : _batch.Blob(2);
            if (count == 0)
                bytes = EventBatch.WriteStart(output, state.Epoch, from, state.Anchor.Seq + 1) + "]}".Length;
            var more = EventFact.WireLength(fact, sealedPart) + ",".Length;
            // The first event always goes: it fits by EventFact.MaxBytes, and without it nothing would ever move.
            if (count > 0 && bytes + more > maxBytes)
                break;
            if (count > 0)
                output.Write(","u8);
            EventFact.WriteWire(output, fact, sealedPart);
            bytes += more;
            count++;
        }
        if (count > 0)
            EventBatch.WriteEnd(output);
        return count;
    }
}
