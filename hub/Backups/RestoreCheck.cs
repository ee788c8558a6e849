using CheckIn.Hub.Audit;
using CheckIn.Hub.Events.Verify;
using CheckIn.Hub.Keys;
using CheckIn.Settings;
using CheckIn.Storage;

namespace CheckIn.Hub.Backups;

/// <summary>What the checks of a restored copy found.</summary>
/// <param name="Lost">Events that their gates no longer had before the backup: known, and no fault of the copy.</param>
/// <param name="Faults">In the language of who asked; empty = it is whole.</param>
internal sealed record RestoreReport(
    int Databases, long AuditRows, long Seals, int Journals, long Events, long Lost, IReadOnlyList<string> Faults);

/// <summary>Holds a restored copy against all that says what it should be, before it is put in place.</summary>
internal static class RestoreCheck
{
    private const int MostTold = 20;

    internal static RestoreReport Run(
        string folder, string database, BackupManifest manifest, Language language, CancellationToken cancellation)
    {
        var faults = new List<string>();
        var databases = 0;
        foreach (var file in manifest.Files.Where(file => IsDatabase(Path.Combine(folder, file.Path))))
        {
            cancellation.ThrowIfCancellationRequested();
            databases++;
            if (Integrity(Path.Combine(folder, file.Path)) is { } fault)
                faults.Add($"{file.Path}: {fault}");
        }
        var path = Path.Combine(folder, database);
        var audit = Audit(folder, path, cancellation);
        faults.AddRange(audit.Faults.Take(MostTold).Select(fault => fault.In(language)));
        if (!audit.IsSealChecked)
            faults.Add(language.Of("there are no keys by which the audit's seals could be verified",
                "không có khoá để kiểm tra niêm phong của nhật ký kiểm toán"));
        var link = Convert.ToHexStringLower(audit.Position.Link);
        if (manifest.Audit is { } head && (head.Rows != audit.Position.Row || head.Link != link))
            faults.Add(language.Of(
                "the audit does not end where the backup says", "nhật ký kiểm toán không khớp bản kê"));
        using var record = new HubRecord(path);
        var accounts = VerifyReport.Of(record, []).Journals;
        foreach (var account in accounts.Where(static one => one.FaultCount + one.Missing > 0).Take(MostTold))
        {
            faults.Add(language.Of(
                $"gate {account.Gate}, epoch {account.Epoch}: {account.FaultCount} events are not what was recorded, "
                    + $"{account.Missing} are missing",
                $"cổng {account.Gate}, kỳ {account.Epoch}: {account.FaultCount} sự kiện không đúng như đã ghi, thiếu "
                    + $"{account.Missing}"));
        }
        return new(
            databases, audit.Rows, audit.Seals, accounts.Count, accounts.Sum(static one => one.Stored + one.Ahead),
            accounts.Sum(static one => one.Lost), faults);
    }

    private static AuditVerdict Audit(string folder, string path, CancellationToken cancellation)
    {
        var keys = new SealKeys(KeyPlaces.Of(
            new HubKeyOptions { Directory = Path.Combine(folder, BackupPlaces.Keys) }, path));
        using var record = new AuditRecord(path);
        return record.Check(AuditPosition.Start, long.MaxValue, keys.Trusted(), keys.Last(), cancellation);
    }

    /// <returns>Null = it is whole.</returns>
    private static string? Integrity(string path)
    {
        try
        {
            using var db = Database.OpenReader(path);
            return db.Pragma("integrity_check(1)") is var said && said == "ok" ? null : said;
        }
        catch (DatabaseException e)
        {
            return e.Message;
        }
        finally
        {
            // A reader makes them, and nobody has written: there is nothing in them.
            File.Delete(path + "-wal");
            File.Delete(path + "-shm");
        }
    }

    private static bool IsDatabase(string path)
    {
        using var file = File.OpenRead(path);
        var start = new byte[16];
        return file.ReadAtLeast(start, start.Length, throwOnEndOfStream: false) == start.Length
            && start.AsSpan().SequenceEqual("SQLite format 3\0"u8);
    }
}
