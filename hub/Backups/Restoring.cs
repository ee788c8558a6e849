using System.Security.Cryptography;
using CheckIn.Settings;
using CheckIn.Storage;

namespace CheckIn.Hub.Backups;

/// <summary>
/// Puts a backup into a folder that is empty or not there. All of it is written and checked under another name beside
/// that folder, flushed, and then takes its name at once: what is there under its name is whole and checked, whenever
/// the process or the machine ends. What an earlier attempt has left is known by a mark in it, and is removed.
/// </summary>
internal sealed class Restoring(TimeProvider time)
{
    internal const string Mark = ".checkin-restoring";
    private const long Spare = 64 * 1024 * 1024;

    /// <summary>Bytes free where a path lies; tests say their own.</summary>
    internal Func<string, long> FreeAt { get; init; } = static path => new DriveInfo(path).AvailableFreeSpace;

    /// <summary>Does it.</summary>
    /// <param name="file">The backup.</param>
    /// <param name="key">Its private key.</param>
    /// <param name="target">The folder.</param>
    /// <param name="acceptsFaults">It is put in place although its chains are not whole.</param>
    /// <param name="language">Of the faults that are told.</param>
    /// <param name="cancellation">Ends it; nothing is left.</param>
    /// <exception cref="BackupException">It cannot be put back; the message says why.</exception>
    internal (BackupManifest Manifest, RestoreReport Report, Voided Voided) Run(
        string file, ECDiffieHellman key, string target, bool acceptsFaults, Language language,
        CancellationToken cancellation)
    {
        target = Path.TrimEndingDirectorySeparator(Path.GetFullPath(target));
        CheckEmpty(target);
        using var archive = new BackupArchive(file, key);
        var parent = Path.GetDirectoryName(target)!;
        if (FreeAt(parent) is var free && free < archive.Header.Content + Spare)
            throw BackupFaults.NoRoom(parent, archive.Header.Content + Spare, free);
        var partial = target + BackupFolder.Partial;
        Begin(partial);
        try
        {
            var manifest = archive.Read(partial, cancellation);
            var database = DatabaseOf(manifest, file);
            var report = RestoreCheck.Run(partial, database, manifest, language, cancellation);
            if (report.Faults.Count > 0 && !acceptsFaults)
                throw NotWhole(report);
            var voided = RestoreVoids.Apply(Path.Combine(partial, database), manifest, time.GetUtcNow());
            if (Directory.Exists(target))
                Directory.Delete(target);
            Directory.Move(partial, target);
            DurableDirectory.Sync(target);
            File.Delete(Path.Combine(target, Mark));
            return (manifest, report, voided);
        }
        finally
        {
            if (Directory.Exists(partial))
                Remove(partial);
        }
    }

    private static void CheckEmpty(string target)
    {
        if (File.Exists(target) || (Directory.Exists(target) && Directory.EnumerateFileSystemEntries(target).Any()))
            throw new BackupException(
                $"{target} is not empty. Nothing was done: a backup is put into a folder that is empty or not there, "
                    + "never over what a hub has.",
                $"{target} không trống. Chưa làm gì cả: bản sao lưu chỉ được khôi phục vào thư mục trống hoặc chưa có, "
                    + "không bao giờ ghi đè dữ liệu của trung tâm.");
        if (Path.GetDirectoryName(target) is not { } parent || !Directory.Exists(parent))
            throw new BackupException(
                $"There is no folder in which {target} could be made. Nothing was done.",
                $"Không có thư mục cha để tạo {target}. Chưa làm gì cả.");
    }

    private static void Begin(string partial)
    {
        if (Directory.Exists(partial))
        {
            // An empty one is what is left of an attempt that ended before its mark: there is nothing in it to lose.
            if (!File.Exists(Path.Combine(partial, Mark)) && Directory.EnumerateFileSystemEntries(partial).Any())
                throw BackupFaults.IsThere(partial);
            Remove(partial);
        }
        PrivateFile.MakeDirectory(partial);
        var mark = Path.Combine(partial, Mark);
        PrivateFile.Write(mark, []);
        DurableDirectory.Sync(mark);
    }

    /// <summary>The mark goes last, so that an attempt which ends in the midst of this is known for one as well.</summary>
    private static void Remove(string partial)
    {
        foreach (var directory in Directory.EnumerateDirectories(partial))
            Directory.Delete(directory, recursive: true);
        foreach (var file in Directory.EnumerateFiles(partial))
        {
            if (Path.GetFileName(file) != Mark)
                File.Delete(file);
        }
        Directory.Delete(partial, recursive: true);
    }

    /// <summary>Where in the backup the hub's database is: beside nothing else that has its schema.</summary>
    private static string DatabaseOf(BackupManifest manifest, string file) =>
        manifest.Audit is not null && manifest.Files.Count > 0 ? manifest.Files[^1].Path
            : throw BackupFaults.Damaged(
                file, "there is no hub's database in it", "không có cơ sở dữ liệu của trung tâm");

    private static BackupException NotWhole(RestoreReport report) => new(
        $"What is in the backup is not whole, and was not put in place: {string.Join("; ", report.Faults)}. If it was so "
            + "before the backup, an older one may be whole; --accept-faults puts this one in place as it is.",
        $"Nội dung bản sao lưu không toàn vẹn nên chưa được khôi phục: {string.Join("; ", report.Faults)}. Nếu lỗi có từ "
            + "trước khi sao lưu, bản cũ hơn có thể còn nguyên; --accept-faults vẫn khôi phục bản này.");
}
