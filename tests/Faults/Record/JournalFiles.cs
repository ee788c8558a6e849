using System.Text.Json;
using CheckIn.Storage;

namespace CheckIn.Faults.Record;

/// <summary>
/// Every event that lies in the journals of one card: the one in use, those set aside after damage, and those that were
/// taken away as witnesses. Files of both schemas are read; of a damaged one, what can be.
/// </summary>
internal static class JournalFiles
{
    // Files of version 1 hold one epoch; in later ones a row's id is its epoch's, 40 bits, and its number.
    private const string OneEpoch = """
        SELECT (SELECT value FROM meta WHERE name = 'epoch'), seq, fact, link, sealed FROM event
        """;
    private const string ManyEpochs = """
        SELECT epoch.name, event.id & 1099511627775, fact, link, sealed FROM event
        JOIN epoch ON epoch.id = event.id >> 40
        """;
    private const int MissesInARow = 1000;

    internal static IEnumerable<RecordedEvent> Read(string gate, params IEnumerable<string> folders) =>
        Of(folders).SelectMany(path => ReadFile(gate, path)).DistinctBy(each => each.Name);

    /// <summary>The databases among the files of a card, whatever became of them.</summary>
    internal static IEnumerable<string> Of(params IEnumerable<string> folders) => folders.Where(Directory.Exists)
        .SelectMany(folder => Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories)).Where(IsDatabase);

    /// <summary>The file is not damaged.</summary>
    internal static bool IsSound(string path)
    {
        try
        {
            using var file = Database.OpenReader(path);
            return file.Pragma("integrity_check") == "ok";
        }
        catch (DatabaseException)
        {
            return false;
        }
    }

    /// <summary>The last number of each epoch in the journal in use.</summary>
    internal static List<(string Epoch, long Last)> Heads(string path)
    {
        var heads = new Dictionary<string, long>();
        foreach (var (epoch, seq) in Rows(path, reader => (reader.Text(0)!, reader.Int64(1))))
            heads[epoch] = Math.Max(seq, heads.GetValueOrDefault(epoch));
        return [.. heads.Select(head => (head.Key, head.Value))];
    }

    private static bool IsDatabase(string path)
    {
        if (!path.Contains("journal", StringComparison.Ordinal) || path.EndsWith(".lock", StringComparison.Ordinal))
            return false;
        Span<byte> start = stackalloc byte[15];
        using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        return file.ReadAtLeast(start, start.Length, throwOnEndOfStream: false) == start.Length
            && start.SequenceEqual("SQLite format 3"u8);
    }

    private static IEnumerable<RecordedEvent> ReadFile(string gate, string path) => Rows(path, reader =>
    {
        try
        {
            return RecordedEvent.Read(
                gate, reader.Text(0)!, reader.Int64(1), reader.Blob(2), reader.Blob(3), reader.Blob(4));
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException or KeyNotFoundException)
        {
            return null; // rubbish where a row was
        }
    }).OfType<RecordedEvent>().Where(each => each.IsSound);

    private static List<T> Rows<T>(string path, Func<Statement, T> read)
    {
        var rows = new List<T>();
        try
        {
            using var file = Database.OpenReader(path);
            var isOfOne = Number(file, "SELECT count(*) FROM sqlite_master WHERE name = 'epoch'") == 0;
            using var select = file.Prepare(isOfOne ? OneEpoch : ManyEpochs);
            try
            {
                while (select.Step())
                    rows.Add(read(select));
            }
            catch (DatabaseException)
            {
                Probe(file, isOfOne, read, rows);
            }
        }
        catch (DatabaseException)
        {
            // Damaged in its root: there is no telling what it held.
        }
        return rows;
    }

    /// <summary>A damaged file is asked for each row by itself: a page of rubbish hides its own rows only.</summary>
    private static void Probe<T>(Database file, bool isOfOne, Func<Statement, T> read, List<T> rows)
    {
        rows.Clear();
        var epochs = isOfOne ? 1 : 1 + Number(file, "SELECT max(id) FROM epoch");
        for (var epoch = 0L; epoch < epochs; epoch++)
        {
            var misses = 0;
            for (var seq = 1L; misses < MissesInARow; seq++)
            {
                using var select = file.Prepare(
                    isOfOne ? $"{OneEpoch} WHERE seq = ?" : $"{ManyEpochs} WHERE event.id = ?");
                misses = TryRead(select.Bind(1, (epoch << 40) + seq), read, rows) ? 0 : misses + 1;
            }
        }
    }

    private static bool TryRead<T>(Statement select, Func<Statement, T> read, List<T> rows)
    {
        try
        {
            if (!select.Step())
                return false;
            rows.Add(read(select));
            return true;
        }
        catch (DatabaseException)
        {
            return false;
        }
    }

    private static long Number(Database file, string sql)
    {
        using var select = file.Prepare(sql);
        return select.Step() ? select.Int64(0) : 0;
    }
}
