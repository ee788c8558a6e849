using SQLitePCL;

namespace CheckIn.Storage;

/// <summary>SQLite said no. <see cref="Code"/> is its result code; the message has words and statement.</summary>
public sealed class DatabaseException : Exception
{
    public DatabaseException(int code, string message) : base(message) => Code = code;
    public DatabaseException() { }
    public DatabaseException(string message) : base(message) { }
    public DatabaseException(string message, Exception inner) : base(message, inner) { }

    /// <summary>SQLite's (extended) result code.</summary>
    public int Code { get; }
}

/// <summary>
/// One SQLite connection, bound directly through SQLitePCL, for one thread at a time.
/// A database file has one writer in the process that owns it: this connection writes and checkpoints, in WAL mode with
/// synchronous=FULL, both read back after they are set. Every other connection is a reader: read-only, with automatic
/// checkpoints off and none at close. SQLite 3.7.0 to 3.51.2 can lose committed rows when a checkpoint on one
/// connection races a commit on another, and with this division there is nothing to race.
/// </summary>
public sealed class Database : IDisposable
{
    private const int NoCheckpointOnClose = 1006; // SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE
    private readonly sqlite3 _db;
    private readonly string _path;

    private Database(sqlite3 db, string path, bool isWriter) => (_db, _path, IsWriter) = (db, path, isWriter);

    /// <summary>True for the one connection that writes and checkpoints.</summary>
    public bool IsWriter { get; }

    /// <summary>
    /// Opens the file for writing, creating it when it is missing. Only its owner reads it (mode 600), whatever the
    /// umask is; SQLite gives the files beside it the same mode.
    /// </summary>
    /// <param name="path">The database file.</param>
    /// <param name="checkpointPages">WAL pages after which the writer checkpoints by itself.</param>
    /// <param name="cacheKilobytes">Memory for pages, KiB; SQLite's own default is 2,000.</param>
    public static Database OpenWriter(string path, int checkpointPages = 1000, int cacheKilobytes = 2000)
    {
        PrivateFile.Keep(path);
        var database = Open(path, raw.SQLITE_OPEN_READWRITE | raw.SQLITE_OPEN_CREATE, isWriter: true);
        try
        {
            database.SetAndAssert("journal_mode", "WAL", "wal");
            database.SetAndAssert("synchronous", "FULL", "2");
            database.SetAndAssert("secure_delete", "ON", "1");
            database.SetAndAssert("foreign_keys", "ON", "1");
            database.SetAndAssert("wal_autocheckpoint", $"{checkpointPages}", $"{checkpointPages}");
            database.SetAndAssert("cache_size", $"-{cacheKilobytes}", $"-{cacheKilobytes}");
            return database;
        }
        catch
        {
            database.Dispose();
            throw;
        }
    }

    /// <summary>Opens the file for reading only.</summary>
    public static Database OpenReader(string path)
    {
        var database = Open(path, raw.SQLITE_OPEN_READONLY, isWriter: false);
        try
        {
            database.SetAndAssert("query_only", "ON", "1");
            database.SetAndAssert("wal_autocheckpoint", "0", "0");
            database.Check(
                raw.sqlite3_db_config(database._db, NoCheckpointOnClose, 1, out var set), "no checkpoint on close");
            if (set != 1)
                throw new DatabaseException($"{path}: SQLite does not keep 'no checkpoint on close'.");
            return database;
        }
        catch
        {
            database.Dispose();
            throw;
        }
    }

    /// <summary>Prepares one statement; the caller disposes it before the connection.</summary>
    public Statement Prepare(string sql)
    {
        Check(raw.sqlite3_prepare_v3(_db, sql, raw.SQLITE_PREPARE_PERSISTENT, out var stmt), sql);
        return new Statement(this, stmt, sql);
    }

    /// <summary>Runs one or more statements without parameters or rows.</summary>
    public void Execute(string sql) => Check(raw.sqlite3_exec(_db, sql), sql);

    /// <summary>Runs <paramref name="work"/> in one BEGIN IMMEDIATE transaction, rolled back if it throws.</summary>
    public void InTransaction(Action work)
    {
        Execute("BEGIN IMMEDIATE");
        try
        {
            work();
            Execute("COMMIT");
        }
        catch
        {
            if (raw.sqlite3_get_autocommit(_db) == 0)
                raw.sqlite3_exec(_db, "ROLLBACK");
            throw;
        }
    }

    /// <summary>A pragma's value as text.</summary>
    public string Pragma(string name)
    {
        using var statement = Prepare("PRAGMA " + name);
        return statement.Step() ? statement.Text(0) ?? "" : "";
    }

    /// <summary>Rows changed by the last statement.</summary>
    public int Changes => SqliteCalls.Changes(_db);

    /// <summary>Copies the WAL into the file as far as readers allow. Only the writer may.</summary>
    public void Checkpoint()
    {
        if (!IsWriter)
            throw new InvalidOperationException("Only the writing connection checkpoints.");
        var code = raw.sqlite3_wal_checkpoint_v2(_db, "main", raw.SQLITE_CHECKPOINT_PASSIVE, out _, out _);
        if (code != raw.SQLITE_BUSY)
            Check(code, "checkpoint");
    }

    /// <summary>
    /// Copies the database, as it is at this moment, into a new file: page by page by SQLite's own means, while its
    /// writer goes on. Any connection may; on one that writes, nothing else happens meanwhile. The writer's log cannot be
    /// begun anew until the copy is done, and grows by what is written meanwhile.
    /// </summary>
    /// <param name="path">A file that is empty or not there. It is not flushed to the medium.</param>
    /// <param name="cancellation">Ends it; what is there of the copy is of no use.</param>
    public void CopyTo(string path, CancellationToken cancellation)
    {
        const int pagesInOneStep = 2000;
        // One snapshot from here on: without it every commit of the writer would begin the copy anew.
        Execute("BEGIN; SELECT count(*) FROM sqlite_master");
        try
        {
            using var copy = Open(path, raw.SQLITE_OPEN_READWRITE | raw.SQLITE_OPEN_CREATE, isWriter: true);
            copy.Execute("PRAGMA synchronous=OFF; PRAGMA journal_mode=OFF");
            using var backup = raw.sqlite3_backup_init(copy._db, "main", _db, "main");
            if (backup is null || backup.IsInvalid)
                copy.Check(raw.sqlite3_errcode(copy._db), "backup");
            var code = raw.SQLITE_OK;
            while (code == raw.SQLITE_OK)
            {
                cancellation.ThrowIfCancellationRequested();
                code = raw.sqlite3_backup_step(backup, pagesInOneStep);
            }
            copy.Check(code, "backup");
            copy.Check(raw.sqlite3_backup_finish(backup), "backup");
        }
        finally
        {
            Execute("COMMIT");
        }
    }

    /// <summary>
    /// Closes without the checkpoint that closing would do: for a file found damaged, which is to be kept as it is.
    /// </summary>
    public void Abandon()
    {
        _ = raw.sqlite3_db_config(_db, NoCheckpointOnClose, 1, out _);
        Dispose();
    }

    public void Dispose() => _db.Dispose();

    internal void Check(int code, string what)
    {
        if (code is raw.SQLITE_OK or raw.SQLITE_ROW or raw.SQLITE_DONE)
            return;
        var extended = raw.sqlite3_extended_errcode(_db);
        var words = raw.sqlite3_errmsg(_db).utf8_to_string();
        throw new DatabaseException(
            extended == 0 ? code : extended, $"{_path}: {words} (SQLite {extended}) in: {what}");
    }

    private static Database Open(string path, int flags, bool isWriter)
    {
        SqliteLibrary.Load();
        var code = raw.sqlite3_open_v2(path, out var db, flags | raw.SQLITE_OPEN_NOMUTEX, null);
        var database = new Database(db, path, isWriter);
        if (code != raw.SQLITE_OK)
        {
            var words = raw.sqlite3_errmsg(db).utf8_to_string();
            db.Dispose();
            throw new DatabaseException(code, $"{path}: cannot be opened: {words} (SQLite {code})");
        }
        raw.sqlite3_busy_timeout(db, 5000);
        return database;
    }

    private void SetAndAssert(string pragma, string value, string expected)
    {
        using (var set = Prepare($"PRAGMA {pragma}={value}"))
            set.Step();
        var actual = Pragma(pragma);
        if (actual != expected)
            throw new DatabaseException($"{_path}: pragma {pragma} is {actual}, not {expected}.");
    }
}
