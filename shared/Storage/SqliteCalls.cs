using System.Runtime.InteropServices;
using SQLitePCL;

namespace CheckIn.Storage;

/// <summary>
/// The calls that every row takes, straight into the library that <see cref="SqliteLibrary"/> loaded. The wrapper's own
/// calls count references on the statement's handle each time, which for a row of fifteen columns costs as much as a
/// third of inserting it; a statement is used by one thread and closed by its owner, so there is nothing to count.
/// </summary>
internal static unsafe class SqliteCalls
{
    private static readonly nint Transient = -1; // SQLITE_TRANSIENT: SQLite takes a copy
    private static readonly nint Library = SqliteLibrary.Handle;
    private static readonly delegate* unmanaged<nint, int, long, int> BindInt64 =
        (delegate* unmanaged<nint, int, long, int>)Of("sqlite3_bind_int64");
    private static readonly delegate* unmanaged<nint, int, int> BindNothing =
        (delegate* unmanaged<nint, int, int>)Of("sqlite3_bind_null");
    private static readonly delegate* unmanaged<nint, int, byte*, int, nint, int> BindBytes =
        (delegate* unmanaged<nint, int, byte*, int, nint, int>)Of("sqlite3_bind_blob");
    private static readonly delegate* unmanaged<nint, int, byte*, int, nint, int> BindUtf8 =
        (delegate* unmanaged<nint, int, byte*, int, nint, int>)Of("sqlite3_bind_text");
    private static readonly delegate* unmanaged<nint, int> StepOnce = (delegate* unmanaged<nint, int>)Of("sqlite3_step");
    private static readonly delegate* unmanaged<nint, int> ResetOnce = (delegate* unmanaged<nint, int>)Of("sqlite3_reset");
    private static readonly delegate* unmanaged<nint, int> ChangedRows =
        (delegate* unmanaged<nint, int>)Of("sqlite3_changes");

    internal static int Bind(sqlite3_stmt statement, int index, long value) =>
        BindInt64(statement.DangerousGetHandle(), index, value);

    internal static int BindNull(sqlite3_stmt statement, int index) =>
        BindNothing(statement.DangerousGetHandle(), index);

    internal static int BindBlob(sqlite3_stmt statement, int index, ReadOnlySpan<byte> bytes)
    {
        fixed (byte* first = bytes)
            return BindBytes(statement.DangerousGetHandle(), index, first, bytes.Length, Transient);
    }

    internal static int BindText(sqlite3_stmt statement, int index, ReadOnlySpan<byte> utf8)
    {
        fixed (byte* first = utf8)
            return BindUtf8(statement.DangerousGetHandle(), index, first, utf8.Length, Transient);
    }

    internal static int Step(sqlite3_stmt statement) => StepOnce(statement.DangerousGetHandle());

    internal static int Reset(sqlite3_stmt statement) => ResetOnce(statement.DangerousGetHandle());

    internal static int Changes(sqlite3 database) => ChangedRows(database.DangerousGetHandle());

    private static nint Of(string name) => NativeLibrary.GetExport(Library, name);
}
