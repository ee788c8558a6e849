using System.Diagnostics;
using CheckIn.Storage;

namespace CheckIn.Bench.Ingest;

/// <summary>
/// The yardstick: the rows that the hub has just stored, inserted once more and by nothing but SQLite into a file of the
/// hub's own schema: the same tables, indexes and bytes, the same connection settings (WAL, synchronous=FULL), one
/// thread, one prepared statement, 500 rows a transaction. Rows are read into memory first, so that only inserting is
/// timed. It takes turns with the hub, so that a slow moment of the machine strikes both.
/// </summary>
internal sealed class RawInserts : IDisposable
{
    private const int RowsInOneTransaction = 500;
    private readonly Database _hub, _raw;
    private readonly Statement _insert;
    private readonly string[] _columns;
    private long _cursor;
    private TimeSpan _processor;

    /// <param name="hub">The hub's file, with the schema in place.</param>
    /// <param name="path">The file to make.</param>
    public RawInserts(string hub, string path)
    {
        _hub = Database.OpenReader(hub);
        // As the hub opens its own.
        _raw = Database.OpenWriter(path, checkpointPages: 4000, cacheKilobytes: 16 * 1024);
        using (var schema = _hub.Prepare(
            "SELECT sql FROM sqlite_schema WHERE sql IS NOT NULL AND name NOT LIKE 'sqlite_%' ORDER BY rowid"))
        {
            while (schema.Step())
                _raw.Execute(schema.Text(0)!);
        }
        _columns = Columns("event").Where(name => name != "cursor").ToArray();
        var values = string.Join(", ", _columns.Select(_ => "?"));
        _insert = _raw.Prepare($"INSERT INTO event({string.Join(", ", _columns)}) VALUES({values})");
    }

    public long Rows { get; private set; }

    public TimeSpan Spent { get; private set; }

    public double ProcessorPerRow => Math.Round(_processor.TotalMicroseconds / Rows, 2);

    public double PerSecond => Math.Round(Rows / Spent.TotalSeconds);

    /// <summary>Inserts what the hub has stored since the last turn.</summary>
    /// <param name="counts">Whether it is timed.</param>
    public void TakeTurn(bool counts)
    {
        foreach (var parent in (string[])["gate", "journal"])
            CopyAll(parent);
        var rows = ReadNew();
        var processor = ThreadTime.Now;
        var watch = Stopwatch.StartNew();
        for (var first = 0; first < rows.Count; first += RowsInOneTransaction)
        {
            var part = rows.GetRange(first, Math.Min(RowsInOneTransaction, rows.Count - first));
            _raw.InTransaction(() => part.ForEach(Insert));
        }
        if (!counts)
            return;
        Spent += watch.Elapsed;
        _processor += ThreadTime.Now - processor;
        Rows += rows.Count;
    }

    public void Dispose()
    {
        _insert.Dispose();
        _hub.Dispose();
        _raw.Dispose();
    }

    private void Insert(object?[] row)
    {
        for (var i = 0; i < row.Length; i++)
            Bind(_insert, i + 1, row[i]);
        _insert.Run();
    }

    private List<object?[]> ReadNew()
    {
        var rows = new List<object?[]>();
        using var select = _hub.Prepare(
            $"SELECT {string.Join(", ", _columns)}, cursor FROM event WHERE cursor > ? ORDER BY cursor");
        select.Bind(1, _cursor);
        while (select.Step())
        {
            rows.Add([.. Enumerable.Range(0, _columns.Length).Select(i => Value(select, i))]);
            _cursor = select.Int64(_columns.Length);
        }
        return rows;
    }

    private void CopyAll(string table)
    {
        var columns = Columns(table);
        using var select = _hub.Prepare($"SELECT {string.Join(", ", columns)} FROM {table}");
        using var insert = _raw.Prepare($"""
            INSERT INTO {table}({string.Join(", ", columns)}) VALUES({string.Join(", ", columns.Select(_ => "?"))})
            ON CONFLICT DO NOTHING
            """);
        _raw.InTransaction(() =>
        {
            while (select.Step())
            {
                for (var i = 0; i < columns.Length; i++)
                    Bind(insert, i + 1, Value(select, i));
                insert.Run();
            }
        });
    }

    private string[] Columns(string table)
    {
        using var rows = _hub.Prepare("SELECT name FROM pragma_table_info(?) ORDER BY cid");
        rows.Bind(1, table);
        var names = new List<string>();
        while (rows.Step())
            names.Add(rows.Text(0)!);
        return [.. names];
    }

    private static object? Value(Statement row, int column) => row.TypeOf(column) switch
    {
        ColumnType.Integer => row.Int64(column),
        ColumnType.Text => row.Text(column),
        ColumnType.Blob => row.Blob(column).ToArray(),
        _ => null,
    };

    private static void Bind(Statement statement, int index, object? value)
    {
        _ = value switch
        {
            null => statement.BindNull(index),
            long number => statement.Bind(index, number),
            string text => statement.Bind(index, text),
            byte[] bytes => statement.Bind(index, bytes),
            _ => throw new NotSupportedException($"a column of type {value.GetType()}"),
        };
    }
}
