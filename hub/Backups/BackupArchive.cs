using System.Formats.Tar;
using System.IO.Compression;
using System.Security.Cryptography;
using System.Text.Json;
using CheckIn.Storage;

namespace CheckIn.Hub.Backups;

/// <summary>
/// Reads a backup with its private key, from the beginning to the end: every chunk is authenticated, every file is held
/// against its hash, and nothing may be missing or besides. Whoever has the public key can make something that opens,
/// so names and sizes are looked at before anything is written.
/// </summary>
internal sealed class BackupArchive : IDisposable
{
    private const int MaxManifest = 64 * 1024 * 1024;
    private const int MaxName = 500;
    private readonly FileStream _stream;
    private readonly string _name;
    private readonly byte[] _key;

    /// <exception cref="BackupException">It is none, or opens with another key.</exception>
    internal BackupArchive(string path, ECDiffieHellman key)
    {
        _name = Path.GetFileName(path);
        if (!File.Exists(path))
            throw new BackupException(
                $"There is no file {path}. Nothing was done.", $"Không có tệp {path}. Chưa làm gì cả.");
        _stream = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read, 128 * 1024);
        try
        {
            (Header, var open) = BackupEnvelope.Read(_stream, _name);
            _key = open(key);
        }
        catch
        {
            _stream.Dispose();
            throw;
        }
    }

    internal BackupHeader Header { get; }

    /// <summary>Reads all of it.</summary>
    /// <param name="into">A folder that files are written to, flushed; null = it is only looked at.</param>
    /// <param name="cancellation">Ends it.</param>
    /// <exception cref="BackupException">It is damaged.</exception>
    internal BackupManifest Read(string? into, CancellationToken cancellation)
    {
        try
        {
            using var chunks = new ChunkReader(_stream, _key, _name);
            using var packed = new GZipStream(chunks, CompressionMode.Decompress, leaveOpen: true);
            using var tar = new TarReader(packed, leaveOpen: true);
            var (found, manifest, left) = (new List<BackupFile>(), (BackupManifest?)null, Header.Content + MaxManifest);
            while (tar.GetNextEntry() is { } entry)
            {
                cancellation.ThrowIfCancellationRequested();
                if (manifest is not null || entry.EntryType is not TarEntryType.RegularFile
                    || (left -= entry.Length) < 0)
                    throw Wrong();
                if (entry.Name == BackupManifest.Name)
                    manifest = ReadManifest(entry);
                else
                    found.Add(Take(entry, into, cancellation));
            }
            Drain(packed);
            chunks.ReadToEnd(cancellation);
            return manifest is not null && found.SequenceEqual(manifest.Files) ? manifest : throw Wrong();
        }
        catch (Exception e) when (e is InvalidDataException or EndOfStreamException or JsonException or FormatException)
        {
            throw Wrong(e);
        }
    }

    public void Dispose()
    {
        CryptographicOperations.ZeroMemory(_key);
        _stream.Dispose();
    }

    /// <summary>Below a folder, and nowhere else.</summary>
    internal static bool IsSafe(string name) => name.Length is > 0 and <= MaxName
        && name.Split('/').All(static part => part.Length > 0 && part is not ("." or ".."))
        && !name.Any(static sign => sign is '\\' or ':' || char.IsControl(sign));

    private BackupFile Take(TarEntry entry, string? into, CancellationToken cancellation)
    {
        if (!IsSafe(entry.Name))
            throw Wrong();
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        using var file = into is null ? Stream.Null : Open(into, entry.Name);
        var (buffer, size) = (new byte[128 * 1024], 0L);
        while (entry.DataStream is { } content && content.Read(buffer) is var read and > 0)
        {
            cancellation.ThrowIfCancellationRequested();
            hash.AppendData(buffer, 0, read);
            file.Write(buffer, 0, read);
            size += read;
        }
        if (file is FileStream onDisk)
            onDisk.Flush(flushToDisk: true);
        return new(entry.Name, size, Convert.ToHexStringLower(hash.GetHashAndReset()));
    }

    private static FileStream Open(string folder, string name)
    {
        // Each by itself: made together, those above the last would be open to others.
        foreach (var part in name.Split('/')[..^1])
        {
            folder = Path.Combine(folder, part);
            PrivateFile.MakeDirectory(folder);
        }
        return PrivateFile.Open(Path.Combine(folder, Path.GetFileName(name)), FileMode.CreateNew, FileAccess.Write);
    }

    private BackupManifest ReadManifest(TarEntry entry)
    {
        if (entry.Length > MaxManifest || entry.DataStream is not { } content)
            throw Wrong();
        return JsonSerializer.Deserialize(content, BackupJson.Default.BackupManifest) ?? throw Wrong();
    }

    /// <summary>Behind a tar's end there are zeros, and nothing else.</summary>
    private void Drain(GZipStream packed)
    {
        var (buffer, most) = (new byte[4096], 1024 * 1024);
        while (packed.Read(buffer) is var read and > 0)
        {
            if ((most -= read) < 0 || buffer.AsSpan(0, read).ContainsAnyExcept((byte)0))
                throw Wrong();
        }
    }

    private BackupException Wrong(Exception? inner = null) => BackupFaults.Damaged(
        _name, "what is in it is not what it says itself", "nội dung không khớp với bản kê bên trong", inner);
}
