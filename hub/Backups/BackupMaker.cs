using System.Formats.Tar;
using System.IO.Compression;
using System.Reflection;
using System.Security.Cryptography;
using System.Text.Json;
using CheckIn.Hub.Audit;
using CheckIn.Storage;

namespace CheckIn.Hub.Backups;

/// <summary>
/// Makes one backup, of a running hub or a stopped one. It only reads: databases are copied by SQLite's own means over
/// a read-only connection (never by a second one that writes or checkpoints), each as it is at one moment; other files
/// are small and replaced as a whole by those who write them. Copies of databases lie beside the originals for a while,
/// mode 600, and nowhere else in the clear. What is written is read again before it gets its name, so that a backup
/// that has one can be put back. Memory is a few chunks, whatever the size.
/// </summary>
internal sealed class BackupMaker(BackupPlaces places, TimeProvider time)
{
    private const long Spare = 16 * 1024 * 1024;

    /// <summary>Bytes free where a path lies; tests say their own.</summary>
    internal Func<string, long> FreeAt { get; init; } = static path => new DriveInfo(path).AvailableFreeSpace;

    internal static string Version { get; } = Assembly.GetExecutingAssembly()
        .GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion.Split('+')[0] ?? "?";

    /// <summary>Makes it.</summary>
    /// <param name="target">A file that is not there yet; its folder is.</param>
    /// <param name="cancellation">Ends it; nothing is left.</param>
    /// <exception cref="BackupException">It cannot be made; the message says why.</exception>
    /// <exception cref="IOException">Something cannot be read or written.</exception>
    internal (BackupManifest Manifest, long Size) Make(string target, CancellationToken cancellation)
    {
        var key = BackupKey.ReadPublic(BackupKey.PublicPath(places.KeyPlaces));
        if (!File.Exists(places.Database))
            throw NoHub();
        if (File.Exists(target))
            throw BackupFaults.IsThere(target);
        using var turn = TakeTurn();
        RemoveUnfinished(target);
        var leftOut = new List<string>();
        var files = places.Files(leftOut);
        var (all, databases) = Sizes(files);
        CheckRoom(target, all, databases);
        PrivateFile.MakeDirectory(places.Scratch);
        var partial = target + BackupFolder.Partial;
        try
        {
            var manifest = Write(partial, key, files, all, leftOut, cancellation);
            File.Move(partial, target, overwrite: false);
            DurableDirectory.Sync(target);
            return (manifest, new FileInfo(target).Length);
        }
        finally
        {
            File.Delete(partial);
            Directory.Delete(places.Scratch, recursive: true);
        }
    }

    /// <summary>Takes away what a crash has left.</summary>
    internal void RemoveUnfinished(string target)
    {
        File.Delete(target + BackupFolder.Partial);
        if (Directory.Exists(places.Scratch))
            Directory.Delete(places.Scratch, recursive: true);
    }

    /// <summary>One at a time, of whatever process; a process that is killed gives its turn back.</summary>
    internal FileStream TakeTurn()
    {
        try
        {
            return PrivateFile.Open(
                places.LockFile, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        }
        catch (IOException) when (File.Exists(places.LockFile))
        {
            throw BackupFaults.UnderWay(places.Data);
        }
    }

    private BackupManifest Write(
        string partial, byte[] publicKey, IReadOnlyList<(string Name, string Path)> files, long all,
        List<string> leftOut, CancellationToken cancellation)
    {
        var contentKey = RandomNumberGenerator.GetBytes(BackupEnvelope.KeySize);
        try
        {
            BackupManifest manifest;
            using (var stream = PrivateFile.Open(partial, FileMode.CreateNew, FileAccess.ReadWrite))
            {
                var created = time.GetUtcNow();
                var header = new BackupHeader(created, Version, BackupKey.IdOf(publicKey), all);
                BackupEnvelope.Write(stream, header, publicKey, contentKey);
                var start = stream.Position;
                manifest = WriteContent(stream, contentKey, created, files, leftOut, cancellation);
                stream.Flush(flushToDisk: true);
                stream.Position = start;
                using var again = new ChunkReader(stream, contentKey, partial);
                again.ReadToEnd(cancellation);
            }
            return manifest;
        }
        finally
        {
            CryptographicOperations.ZeroMemory(contentKey);
        }
    }

    private BackupManifest WriteContent(
        FileStream stream, byte[] key, DateTimeOffset created, IReadOnlyList<(string Name, string Path)> files,
        List<string> leftOut, CancellationToken cancellation)
    {
        using var chunks = new ChunkWriter(stream, key);
        var written = new List<BackupFile>();
        AuditHead? audit = null;
        BackupManifest manifest;
        using (var packed = new GZipStream(chunks, CompressionLevel.Fastest, leaveOpen: true))
        using (var tar = new TarWriter(packed, TarEntryFormat.Pax, leaveOpen: true))
        {
            foreach (var (name, path) in files)
            {
                cancellation.ThrowIfCancellationRequested();
                var source = IsDatabase(path) ? Copy(path, cancellation) : path;
                if (path == places.Database)
                    audit = HeadOf(source);
                if (Add(tar, name, source, cancellation) is { } file)
                    written.Add(file);
                if (source != path)
                    File.Delete(source);
            }
            manifest = new BackupManifest(created, Version, audit, written, places.Elsewhere, leftOut);
            tar.WriteEntry(new PaxTarEntry(TarEntryType.RegularFile, BackupManifest.Name)
            {
                DataStream = new MemoryStream(
                    JsonSerializer.SerializeToUtf8Bytes(manifest, BackupJson.Default.BackupManifest)),
            });
        }
        chunks.Complete();
        return manifest;
    }

    /// <returns>Null = it has gone away since it was listed.</returns>
    private static BackupFile? Add(TarWriter tar, string name, string path, CancellationToken cancellation)
    {
        FileContent content;
        try
        {
            content = new FileContent(path, cancellation);
        }
        catch (FileNotFoundException)
        {
            return null;
        }
        using (content)
        {
            tar.WriteEntry(new PaxTarEntry(TarEntryType.RegularFile, name) { DataStream = content });
            return content.Described(name);
        }
    }

    private string Copy(string path, CancellationToken cancellation)
    {
        var copy = Path.Combine(places.Scratch, "copy.db");
        PrivateFile.Write(copy, []);
        using var reader = Database.OpenReader(path);
        reader.CopyTo(copy, cancellation);
        return copy;
    }

    private static AuditHead HeadOf(string copy)
    {
        using var record = new AuditRecord(copy);
        var (id, link) = record.Head;
        return new AuditHead(id, Convert.ToHexStringLower(link));
    }

    private static (long All, long Databases) Sizes(IReadOnlyList<(string Name, string Path)> files)
    {
        var (all, databases) = (0L, 0L);
        foreach (var (_, path) in files)
        {
            var file = new FileInfo(path);
            if (!file.Exists)
                continue;
            var isDatabase = IsDatabase(path);
            // What waits in its log comes into the copy.
            var size = file.Length
                + (isDatabase && new FileInfo(path + "-wal") is { Exists: true } log ? log.Length : 0);
            all += size;
            databases = Math.Max(databases, isDatabase ? size : 0);
        }
        return (all, databases);
    }

    private void CheckRoom(string target, long all, long databases)
    {
        var folder = Path.GetDirectoryName(Path.GetFullPath(target))!;
        if (!Directory.Exists(folder))
            throw new BackupException(
                $"There is no folder {folder}. Nothing was done: is its medium connected?",
                $"Không có thư mục {folder}. Chưa làm gì cả: đã gắn thiết bị lưu trữ chưa?");
        // Both may lie on one medium; what is packed is never much larger than what goes in.
        var wanted = all + Spare + (IsOneMedium(folder, places.Data) ? databases : 0);
        if (FreeAt(folder) is var there && there < wanted)
            throw BackupFaults.NoRoom(folder, wanted, there);
        if (FreeAt(places.Data) is var here && here < databases + Spare)
            throw BackupFaults.NoRoom(places.Data, databases + Spare, here);
    }

    /// <summary>
    /// By its figures: two media that agree in both to the byte are rare, and then only more room is asked.
    /// </summary>
    private bool IsOneMedium(string one, string other) =>
        FreeAt(one) == FreeAt(other) && new DriveInfo(one).TotalSize == new DriveInfo(other).TotalSize;

    private static bool IsDatabase(string path)
    {
        try
        {
            using var file = new FileStream(
                path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
            var start = new byte[16];
            return file.ReadAtLeast(start, start.Length, throwOnEndOfStream: false) == start.Length
                && start.AsSpan().SequenceEqual("SQLite format 3\0"u8);
        }
        catch (FileNotFoundException)
        {
            return false;
        }
    }

    private BackupException NoHub() => new(
        $"There is no hub's database {places.Database}. Nothing was done: name it with --Events:Path, as the "
            + "hub has it.",
        $"Không có cơ sở dữ liệu {places.Database}. Chưa làm gì cả: hãy chỉ ra bằng --Events:Path, như khi "
            + "chạy trung tâm.");
}
