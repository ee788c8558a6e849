using CheckIn.Storage;

namespace CheckIn.Record;

/// <summary>
/// Who can use a journal: its last writer leaves the lowest schema version that a program must know, in the table
/// <c>meta</c> under <see cref="Name"/>. So an older program goes on with a journal that a newer one has only added to.
/// </summary>
public static class JournalReadability
{
    /// <summary>Of the row in <c>meta</c>.</summary>
    public const string Name = "readable_by";

    /// <summary>The lowest schema version that one must know; a file that does not say is its own version's alone.</summary>
    /// <param name="database">The journal.</param>
    /// <param name="schema">Its own version.</param>
    public static long Of(Database database, int schema)
    {
        ArgumentNullException.ThrowIfNull(database);
        using (var tables = database.Prepare("SELECT 1 FROM sqlite_master WHERE type = 'table' AND name = 'meta'"))
        {
            if (!tables.Step())
                return schema;
        }
        using var select = database.Prepare("SELECT value FROM meta WHERE name = ?");
        return select.Bind(1, Name).Step() && select.Int64(0) is > 0 and var number ? number : schema;
    }
}
