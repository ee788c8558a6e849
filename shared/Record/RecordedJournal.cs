using System.Globalization;
using CheckIn.Storage;

namespace CheckIn.Record;

/// <summary>
/// A gate's journal file read by anybody but its gate: over a read-only connection that never checkpoints, so it may be
/// read while the gate runs. Rows come in steps, each read to its end before anybody sees it: a read that stayed open
/// would keep the gate from starting its write-ahead log anew, and the log would grow.
/// Version 1 of the file holds one epoch, whose rows are numbered by seq; version 2 holds several, and a row's id is
/// the epoch's number times 2^40 and seq. A file on a medium that cannot be written, without its -shm, is read from a copy.
/// </summary>
public sealed class RecordedJournal : IDisposable
{
    /// <summary>The newest version of the file that can be read.</summary>
    public const int NewestSchema = 2;

    private const int SeqBits = 40;
    private const int Step = 500;
    private readonly Database _database;
    private readonly DirectoryInfo? _copy;

    private RecordedJournal(string path, Database database, DirectoryInfo? copy, int schema) =>
        (Path, _database, _copy, Schema) = (path, database, copy, schema);

    /// <summary>The file that was named.</summary>
    public string Path { get; }

    /// <summary>The file's version, from 1; beyond <see cref="NewestSchema"/> where <see cref="JournalReadability"/> lets it.</summary>
    public int Schema { get; }

    /// <summary>Size of a page, bytes.</summary>
    public long PageBytes => Pragma("page_size");

    /// <summary>Pages of the file, those in the write-ahead log included.</summary>
    public long Pages => Pragma("page_count");

    /// <summary>Of these, pages that hold nothing.</summary>
    public long FreePages => Pragma("freelist_count");

    /// <summary>Opens a journal.</summary>
    /// <exception cref="RecordException">There is none, it is damaged at its head, or a newer program wrote it.</exception>
    public static RecordedJournal Open(string path)
    {
        if (!File.Exists(path))
            throw new RecordException($"There is no journal {path}. Name the gate's own with --Journal:Path.");
        var (database, copy) = OpenHereOrCopied(path);
        try
        {
            var schema = int.Parse(database.Pragma("user_version"), CultureInfo.InvariantCulture);
            if (schema < 1 || (schema > NewestSchema && JournalReadability.Of(database, schema) > NewestSchema))
            {
                throw new RecordException(schema > NewestSchema
                    ? $"{path} has schema version {schema}; this program reads up to {NewestSchema}. Use the newer program."
                    : $"{path} is no journal of a gate: it has no schema version.");
            }
            return new RecordedJournal(path, database, copy, schema);
        }
        catch (Exception e)
        {
            database.Dispose();
            copy?.Delete(recursive: true);
            throw e is DatabaseException ? Unreadable(path, e) : e;
        }
    }

    /// <summary>Its epochs as they stand now, oldest first.</summary>
    /// <exception cref="RecordException">The file is damaged there.</exception>
    public IReadOnlyList<RecordedEpoch> Epochs() => Reading(() =>
    {
        var epochs = new List<RecordedEpoch>();
        using var select = _database.Prepare(Schema == 1
            ? """
              SELECT 0, e.value, a.value, l.value, d.value, NULL FROM meta e, meta a, meta l, meta d WHERE e.name = 'epoch'
              AND a.name = 'anchor_seq' AND l.name = 'anchor_link' AND d.name = 'delivered_through'
              """
            : "SELECT id, name, anchor_seq, anchor_link, delivered_through, cause FROM epoch ORDER BY id");
        while (select.Step())
        {
            var (id, anchor) = (select.Int64(0), select.Int64(2));
            epochs.Add(new RecordedEpoch(
                id, select.Text(1) ?? "", anchor, select.Blob(3).ToArray(), LastOf(id) ?? anchor, select.Int64(4),
                InUse: false, select.Text(5), LostOf(id), RefusedOf(id)));
        }
        if (epochs.Count > 0)
            epochs[^1] = epochs[^1] with { InUse = true };
        return epochs;
    });

    /// <summary>The rows of an epoch in order, from number <paramref name="from"/> on, as they are when they are read.</summary>
    /// <exception cref="RecordException">The file is damaged there.</exception>
    public IEnumerable<RecordedEvent> Events(RecordedEpoch epoch, long from = 0)
    {
        var rows = new List<RecordedEvent>(Step);
        do
        {
            rows.Clear();
            Reading(() => ReadStep(epoch.Id, from, rows));
            foreach (var row in rows)
                yield return row;
            from = rows.Count > 0 ? rows[^1].Seq + 1 : from;
        }
        while (rows.Count == Step);
    }

    public void Dispose()
    {
        _database.Dispose();
        _copy?.Delete(recursive: true);
    }

    private bool ReadStep(long epoch, long from, List<RecordedEvent> into)
    {
        using var select = _database.Prepare($"""
            SELECT {Key}, at, fact, sealed, link FROM event WHERE {Key} BETWEEN ? AND ? ORDER BY {Key} LIMIT {Step}
            """);
        select.Bind(1, IdOf(epoch, Math.Max(from, 0))).Bind(2, IdOf(epoch, MaxSeq));
        while (select.Step())
        {
            into.Add(new RecordedEvent(
                select.Int64(0) & MaxSeq, select.Int64(1), select.Blob(2).ToArray(), select.Blob(3).ToArray(),
                select.Blob(4).ToArray()));
        }
        return true;
    }

    private long? LastOf(long epoch)
    {
        using var select = _database.Prepare($"SELECT MAX({Key}) FROM event WHERE {Key} BETWEEN ? AND ?");
        select.Bind(1, IdOf(epoch, 0)).Bind(2, IdOf(epoch, MaxSeq)).Step();
        return select.IsNull(0) ? null : select.Int64(0) & MaxSeq;
    }

    private List<SeqRange> LostOf(long epoch)
    {
        var lost = new List<SeqRange>();
        if (Schema == 1)
            return lost;
        using var select = _database.Prepare("SELECT id, last FROM gap WHERE id BETWEEN ? AND ? ORDER BY id");
        select.Bind(1, IdOf(epoch, 0)).Bind(2, IdOf(epoch, MaxSeq));
        while (select.Step())
            lost.Add(new SeqRange(select.Int64(0) & MaxSeq, select.Int64(1) & MaxSeq));
        return lost;
    }

    private List<RecordedRefusal> RefusedOf(long epoch)
    {
        var refused = new List<RecordedRefusal>();
        if (Schema == 1)
            return refused;
        using var select = _database.Prepare("SELECT id, reason FROM refused WHERE id BETWEEN ? AND ? ORDER BY id");
        select.Bind(1, IdOf(epoch, 0)).Bind(2, IdOf(epoch, MaxSeq));
        while (select.Step())
            refused.Add(new RecordedRefusal(select.Int64(0) & MaxSeq, select.Text(1) ?? ""));
        return refused;
    }

    private string Key => Schema == 1 ? "seq" : "id";

    private const long MaxSeq = (1L << SeqBits) - 1;

    private static long IdOf(long epoch, long seq) => (epoch << SeqBits) | seq;

    private long Pragma(string name) =>
        Reading(() => long.Parse(_database.Pragma(name), CultureInfo.InvariantCulture));

    private T Reading<T>(Func<T> read)
    {
        try
        {
            return read();
        }
        catch (DatabaseException e)
        {
            throw Unreadable(Path, e);
        }
    }

    /// <summary>
    /// A journal in WAL mode needs its -shm, which SQLite makes where it may. Where it may not, and nobody else has
    /// made one, no gate has the file open, and a copy says the same.
    /// </summary>
    private static (Database Database, DirectoryInfo? Copy) OpenHereOrCopied(string path)
    {
        try
        {
            return (OpenAndRead(path), null);
        }
        catch (DatabaseException e) when (!File.Exists(path + "-shm"))
        {
            var copy = Directory.CreateTempSubdirectory("checkin-copy-");
            try
            {
                var copied = System.IO.Path.Combine(copy.FullName, "journal.db");
                File.Copy(path, copied);
                if (File.Exists(path + "-wal"))
                    File.Copy(path + "-wal", copied + "-wal");
                return (OpenAndRead(copied), copy);
            }
            catch (Exception inner) when (inner is DatabaseException or IOException or UnauthorizedAccessException)
            {
                copy.Delete(recursive: true);
                throw Unreadable(path, e);
            }
        }
        catch (DatabaseException e)
        {
            throw Unreadable(path, e);
        }
    }

    private static Database OpenAndRead(string path)
    {
        var database = Database.OpenReader(path);
        try
        {
            database.Pragma("schema_version"); // The first look into the file itself.
            return database;
        }
        catch
        {
            database.Dispose();
            throw;
        }
    }

    private static RecordException Unreadable(string path, Exception e) => new(
        $"The journal {path} cannot be read: {e.Message}. Nothing was changed. Check that this user may read it and its "
        + "-wal and -shm files; if it is damaged, the gate sets it aside at its next start and keeps what can be read.", e);
}
