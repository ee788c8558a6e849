using CheckIn.Storage;

namespace CheckIn.Faults.Record;

/// <summary>Everything that the hub's database has, read as any program could.</summary>
internal sealed class HubRecord
{
    private HubRecord() { }

    /// <summary>Events in the journals.</summary>
    internal required IReadOnlyList<RecordedEvent> Events { get; init; }
    /// <summary>Other content under the number of one of those, kept aside.</summary>
    internal required IReadOnlyList<RecordedEvent> Conflicts { get; init; }
    /// <summary>Numbers that were given up as lost.</summary>
    internal required IReadOnlyList<string> Lost { get; init; }
    /// <summary>Batches or events that were refused and set aside.</summary>
    internal required long SetAside { get; init; }
    /// <summary>Events that came again and were ignored.</summary>
    internal required long Duplicates { get; init; }
    /// <summary>The breaks of the chain that the hub has counted itself.</summary>
    internal required long ChainBreaks { get; init; }

    internal static HubRecord Read(string path)
    {
        using var file = Database.OpenReader(path);
        return new HubRecord
        {
            Events = ReadEvents(file, "event"),
            Conflicts = ReadEvents(file, "conflict"),
            Lost = Rows(file, """
                SELECT gate.name, epoch, first, last FROM lost JOIN journal ON journal.id = lost.journal
                JOIN gate ON gate.id = journal.gate
                """, row => $"gate {row.Text(0)!}, epoch {row.Text(1)!}, seq {row.Int64(2)} to {row.Int64(3)}"),
            SetAside = Number(file, "SELECT count(*) FROM set_aside"),
            Duplicates = Number(file, "SELECT sum(duplicates) FROM journal"),
            ChainBreaks = Number(file, "SELECT sum(chain_breaks) FROM journal"),
        };
    }

    /// <summary>Through where the hub has everything of each journal.</summary>
    internal static Dictionary<(string Gate, string Epoch), long> Positions(string path)
    {
        try
        {
            using var file = Database.OpenReader(path);
            return Rows(file,
                "SELECT gate.name, epoch, through FROM journal JOIN gate ON gate.id = journal.gate",
                row => ((row.Text(0)!, row.Text(1)!), row.Int64(2))).ToDictionary(row => row.Item1, row => row.Item2);
        }
        catch (DatabaseException)
        {
            return []; // not there yet, or being replaced
        }
    }

    private static List<RecordedEvent> ReadEvents(Database file, string table) => Rows(file, $"""
        SELECT gate.name, journal.epoch, seq, fact, link, sealed FROM {table} AS kept
        JOIN journal ON journal.id = kept.journal JOIN gate ON gate.id = journal.gate
        ORDER BY gate.name, journal.id, seq
        """, row => RecordedEvent.Read(
            row.Text(0)!, row.Text(1)!, row.Int64(2), row.Blob(3), row.Blob(4), row.Blob(5)));

    private static long Number(Database file, string sql) =>
        Rows(file, sql, row => row.Int64(0)).Single();

    private static List<T> Rows<T>(Database file, string sql, Func<Statement, T> read)
    {
        using var select = file.Prepare(sql);
        var rows = new List<T>();
        while (select.Step())
            rows.Add(read(select));
        return rows;
    }
}
