using System.Globalization;
using CheckIn.Storage;
using Microsoft.Extensions.Logging;

namespace CheckIn.Gate.Journal.Salvage;

/// <summary>
/// What happens to a damaged journal. Every row that is still whole goes into a new file, under the epoch and number that
/// it had; then the damaged file is set aside, never changed, and the new one takes its place with a new epoch, because
/// nobody can say any more which numbers the ended one had given out. The new file is complete before anything is
/// renamed, and bears the name that says so; a crash at any moment leaves either the damaged journal to be salvaged again
/// or the new one to be put in place.
/// </summary>
internal sealed class JournalSalvage(string path, JournalBounds bounds, ILogger logger)
{
    private string Unfinished => path + ".salvaging";
    private string FinishedPrefix => path + ".salvaged.";

    /// <summary>
    /// What is wrong with the journal, as far as can be seen without reading all of it; null = nothing, or there is none
    /// yet. What shows only later is found by those who read and write.
    /// </summary>
    /// <exception cref="JournalException">A newer program wrote it, or it is no journal; it is left alone.</exception>
    /// <exception cref="DatabaseException">It cannot be opened, for a reason that is no damage.</exception>
    internal JournalDamageException? Examine()
    {
        var (hasRows, beyondDamage) = ExamineLog();
        if (!File.Exists(path) || new FileInfo(path).Length == 0)
            return hasRows || EpochNames.Read(path).Count > 0
                ? new JournalDamageException("missing", "the file is gone, though there has been one")
                : null;
        try
        {
            using var reader = Database.OpenReader(path);
            CheckIsOurs(reader);
            return beyondDamage > 0 && beyondDamage > LastRow(reader)
                ? new JournalDamageException("log", "the write-ahead log is damaged before its end")
                : null;
        }
        catch (DatabaseException e) when (JournalDamageException.In(e) is { } damage)
        {
            return damage;
        }
    }

    /// <summary>Salvages what can be read and puts a new journal in place of the damaged one.</summary>
    /// <param name="damage">What was found.</param>
    /// <param name="known">Where the journal stood, if it was in use.</param>
    /// <exception cref="JournalException">It could not be done; the damaged file is untouched.</exception>
    internal void Run(JournalDamageException damage, JournalState? known)
    {
        Log.Damaged(logger, path, damage.Message);
        var start = bounds.Clock.GetTimestamp();
        try
        {
            RemoveUnfinished();
            var aside = SetAsideFiles.NextName(path, damage.What, bounds.Clock.GetUtcNow());
            var (rows, lost) = Fill(known);
            File.Move(Unfinished, FinishedPrefix + aside);
            DurableDirectory.Sync(path);
            Finish();
            Log.Salvaged(logger, rows, lost, bounds.Clock.GetElapsedTime(start), aside);
        }
        catch (Exception e) when (e is DatabaseException or IOException or UnauthorizedAccessException)
        {
            throw new JournalException(
                $"The journal {path} is damaged ({damage.Message}), and what is left of it cannot be put into a new file: "
                + $"{e.Message}. The damaged file is untouched. Make room on the disk, or move the file with its -wal and "
                + "start again: the gate opens a new journal, and this one's events stay undelivered.", e);
        }
    }

    /// <summary>Puts a salvaged journal in place, if a crash has kept an earlier start from it.</summary>
    internal void Finish()
    {
        var directory = Path.GetDirectoryName(Path.GetFullPath(path))!;
        foreach (var salvaged in Directory.GetFiles(directory, Path.GetFileName(FinishedPrefix) + "*"))
        {
            SetAsideFiles.SetAside(path, Path.GetFileName(salvaged)[Path.GetFileName(FinishedPrefix).Length..]);
            File.Move(salvaged, path);
            DurableDirectory.Sync(path);
        }
    }

    private (long Rows, long Lost) Fill(JournalState? known)
    {
        using var pages = new SqlitePages(path);
        using var salvaged = new SalvagedJournal(Unfinished);
        pages.Read(salvaged.Take);
        var lost = salvaged.Complete(known, EpochNames.Read(path), bounds);
        return (salvaged.Rows, lost);
    }

    private void CheckIsOurs(Database reader)
    {
        var version = int.Parse(reader.Pragma("user_version"), CultureInfo.InvariantCulture);
        JournalSchema.CheckVersion(reader, version, path);
        using var tables = reader.Prepare(
            "SELECT count(*), count(CASE WHEN name IN ('event', 'meta') THEN 1 END) FROM sqlite_master WHERE type = 'table'");
        tables.Step();
        if (version == 0 ? tables.Int64(0) > 0 : tables.Int64(1) < 2)
        {
            throw new JournalException(
                $"{path} is a database, but not a gate's journal. Nothing was changed. Name another file in Journal:Path.");
        }
    }

    /// <summary>
    /// Whether the log has rows, and if it is damaged before its end, the last one in all of it. Before SQLite has the file
    /// open: whoever closes a file gives up the process's locks on it.
    /// </summary>
    private (bool HasRows, long BeyondDamage) ExamineLog()
    {
        using var log = WalFile.Read(path + "-wal");
        long last = 0;
        if (log is { IsBroken: true })
        {
            using var pages = new SqlitePages(path);
            pages.ReadLog((long id, in SqliteRecord record, bool isIndex, bool _) =>
                last = !isIndex && id > last && SalvagedJournal.IsEvent(id, record) ? id : last);
        }
        return (log is { Frames.Count: > 0 }, last);
    }

    private static long LastRow(Database reader)
    {
        using var last = reader.Prepare("SELECT max(rowid) FROM event");
        last.Step();
        return last.Int64(0);
    }

    private void RemoveUnfinished()
    {
        foreach (var suffix in new[] { "", "-wal", "-shm" })
            File.Delete(Unfinished + suffix);
    }
}
