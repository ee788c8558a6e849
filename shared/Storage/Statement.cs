using SQLitePCL;

namespace CheckIn.Storage;

/// <summary>Kinds of values, by SQLite's numbers.</summary>
public enum ColumnType
{
    Integer = 1,
    Real = 2,
    Text = 3,
    Blob = 4,
    Null = 5,
}

/// <summary>A prepared statement. Parameters count from 1, columns from 0, as SQLite counts them.</summary>
public sealed class Statement : IDisposable
{
    private readonly Database _database;
    private readonly sqlite3_stmt _stmt;
    private readonly string _sql;

    internal Statement(Database database, sqlite3_stmt stmt, string sql) =>
        (_database, _stmt, _sql) = (database, stmt, sql);

    public Statement Bind(int index, long value)
    {
        _database.Check(SqliteCalls.Bind(_stmt, index, value), _sql);
        return this;
    }

    public Statement Bind(int index, long? value) => value is { } number ? Bind(index, number) : BindNull(index);

    public Statement Bind(int index, string? value)
    {
        if (value is null)
            return BindNull(index);
        _database.Check(raw.sqlite3_bind_text(_stmt, index, value), _sql);
        return this;
    }

    /// <summary>Binds bytes; an empty span binds an empty blob.</summary>
    public Statement Bind(int index, ReadOnlySpan<byte> value)
    {
        var code = value.IsEmpty
            ? raw.sqlite3_bind_zeroblob(_stmt, index, 0)
            : SqliteCalls.BindBlob(_stmt, index, value);
        _database.Check(code, _sql);
        return this;
    }

    /// <summary>Binds text that is UTF-8 already; an empty span binds an empty text.</summary>
    public Statement BindText(int index, ReadOnlySpan<byte> utf8)
    {
        if (utf8.IsEmpty)
            return Bind(index, "");
        _database.Check(SqliteCalls.BindText(_stmt, index, utf8), _sql);
        return this;
    }

    /// <summary>Binds text that is UTF-8 already, or null.</summary>
    public Statement BindText(int index, ReadOnlyMemory<byte>? utf8) =>
        utf8 is { } text ? BindText(index, text.Span) : BindNull(index);

    public Statement BindNull(int index)
    {
        _database.Check(SqliteCalls.BindNull(_stmt, index), _sql);
        return this;
    }

    /// <summary>Moves to the next row; false when there is none. An error resets the statement and throws.</summary>
    public bool Step()
    {
        var code = SqliteCalls.Step(_stmt);
        if (code == raw.SQLITE_ROW)
            return true;
        if (code == raw.SQLITE_DONE)
            return false;
        try
        {
            _database.Check(code, _sql);
            return false;
        }
        finally
        {
            SqliteCalls.Reset(_stmt);
        }
    }

    /// <summary>Steps once through a statement that returns no row, and resets it.</summary>
    public void Run()
    {
        Step();
        Reset();
    }

    public Statement Reset()
    {
        SqliteCalls.Reset(_stmt);
        return this;
    }

    /// <summary>What kind of value the column holds in this row.</summary>
    public ColumnType TypeOf(int column) => (ColumnType)raw.sqlite3_column_type(_stmt, column);

    public bool IsNull(int column) => raw.sqlite3_column_type(_stmt, column) == raw.SQLITE_NULL;

    public long Int64(int column) => raw.sqlite3_column_int64(_stmt, column);

    public string? Text(int column) => IsNull(column) ? null : raw.sqlite3_column_text(_stmt, column).utf8_to_string();

    /// <summary>The column's bytes, valid until the next step or reset.</summary>
    public ReadOnlySpan<byte> Blob(int column) => raw.sqlite3_column_blob(_stmt, column);

    public void Dispose() => _stmt.Dispose();
}
