using CheckIn.Storage;

namespace CheckIn.Gate.Journal.Salvage;

/// <summary>The file is damaged: what of it can be read goes into a new one, in which a new epoch begins.</summary>
/// <param name="what">One word for the name of the file set aside.</param>
/// <param name="why">What was found.</param>
internal sealed class JournalDamageException(string what, string why, Exception? inner = null) : Exception(why, inner)
{
    private const int IoErrorRead = 266, IoErrorShortRead = 522, IoErrorCorruptFileSystem = 8458;

    internal string What => what;

    /// <summary>
    /// The damage that <paramref name="error"/> tells of; null where it tells of something else, such as a full disk, that
    /// may pass and leaves the file what it is.
    /// </summary>
    internal static JournalDamageException? In(Exception error)
    {
        if (error is JournalDamageException damage)
            return damage;
        if (error is not DatabaseException database)
            return null;
        var what = database.Code switch
        {
            IoErrorRead or IoErrorShortRead or IoErrorCorruptFileSystem => "unreadable",
            _ when (database.Code & 0xff) == SQLitePCL.raw.SQLITE_CORRUPT => "page",
            _ when (database.Code & 0xff) == SQLitePCL.raw.SQLITE_NOTADB => "header",
            _ => null,
        };
        return what is null ? null : new JournalDamageException(what, database.Message, database);
    }
}
