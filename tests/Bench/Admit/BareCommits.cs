using CheckIn.Storage;
using SQLitePCL;

namespace CheckIn.Bench.Admit;

/// <summary>The yardstick: one row a transaction, WAL, synchronous=FULL, prepared, nothing around it.</summary>
internal sealed class BareCommits : IDisposable
{
    private readonly BareRow _row;
    private readonly sqlite3 _db;
    private readonly sqlite3_stmt _begin, _insert, _commit;
    private long _seq;

    /// <param name="path">The yardstick's own database.</param>
    /// <param name="row">Of the measured journal: every row of the yardstick has its bytes.</param>
    public BareCommits(string path, BareRow row)
    {
        _row = row;
        SqliteLibrary.Load();
        Check(raw.sqlite3_open(path, out _db));
        Check(raw.sqlite3_exec(_db, "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL"));
        Check(raw.sqlite3_exec(_db, "CREATE TABLE event (seq INTEGER PRIMARY KEY, at INTEGER NOT NULL, "
            + "fact BLOB NOT NULL, sealed BLOB, link BLOB NOT NULL)"));
        Check(raw.sqlite3_prepare_v2(_db, "BEGIN IMMEDIATE", out _begin));
        Check(raw.sqlite3_prepare_v2(_db, "INSERT INTO event VALUES (?, ?, ?, ?, ?)", out _insert));
        Check(raw.sqlite3_prepare_v2(_db, "COMMIT", out _commit));
    }

    public void Commit()
    {
        Run(_begin);
        Check(raw.sqlite3_bind_int64(_insert, 1, ++_seq));
        Check(raw.sqlite3_bind_int64(_insert, 2, _row.At));
        Check(raw.sqlite3_bind_blob(_insert, 3, _row.Fact));
        Check(raw.sqlite3_bind_blob(_insert, 4, _row.Sealed));
        Check(raw.sqlite3_bind_blob(_insert, 5, _row.Link));
        Run(_insert);
        Run(_commit);
    }

    public void Dispose()
    {
        _begin.Dispose();
        _insert.Dispose();
        _commit.Dispose();
        _db.Dispose();
    }

    private void Run(sqlite3_stmt statement)
    {
        var code = raw.sqlite3_step(statement);
        raw.sqlite3_reset(statement);
        Check(code);
    }

    private void Check(int code)
    {
        if (code is not (raw.SQLITE_OK or raw.SQLITE_DONE or raw.SQLITE_ROW))
            throw new InvalidOperationException($"SQLite {code}: {raw.sqlite3_errmsg(_db).utf8_to_string()}");
    }
}
