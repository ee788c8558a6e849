using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text.Json;

namespace CheckIn.Updates;

/// <summary>What somebody says of a package that he makes.</summary>
/// <param name="Version">For people.</param>
/// <param name="Release">The order, from 1.</param>
/// <param name="Created">Now.</param>
public sealed record UpdateTitle(string Version, long Release, DateTimeOffset Created);

/// <summary>
/// Makes a package of a published folder. Every file is hashed first and checked again while it is copied, so that one which
/// changes meanwhile makes no package.
/// </summary>
public static class UpdateWriter
{
    private static ReadOnlySpan<byte> Magic => "CHECKIN-UPDATE-1\n"u8;

    /// <summary>Writes it.</summary>
    /// <param name="folder">As <c>dotnet publish</c> made it, with its <see cref="UpdateFacts"/>.</param>
    /// <param name="title">Version and release.</param>
    /// <param name="key">The release key, with its private half; P-256.</param>
    /// <param name="output">Where to; on an error what was written is no package.</param>
    /// <param name="cancellation">Ends it.</param>
    /// <returns>The manifest.</returns>
    /// <exception cref="UpdateException">No package can be made of it; the message says why.</exception>
    /// <exception cref="IOException">Something cannot be read or written.</exception>
    public static async Task<UpdateManifest> WriteAsync(
        string folder, UpdateTitle title, ECDsa key, Stream output, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(title);
        ArgumentNullException.ThrowIfNull(output);
        var facts = UpdateFacts.Read(folder);
        var files = new List<UpdateFile>();
        foreach (var path in Paths(folder))
            files.Add(await DescribeAsync(folder, path, cancellation));
        var manifest = new UpdateManifest(
            facts.Product, title.Version, title.Release, title.Created, ReleaseKeys.IdOf(key), facts.Journal,
            files.Sum(static file => file.Size), files);
        var bytes = JsonSerializer.SerializeToUtf8Bytes(manifest, UpdateJson.Default.UpdateManifest);
        if (manifest.Problem() is { } problem)
            throw new UpdateException(UpdateReasons.Malformed, problem);
        var head = HeadOf(bytes, ReleaseKeys.Sign(key, bytes));
        if (bytes.Length > UpdateLimits.Manifest || head.Length + manifest.Size > UpdateLimits.Package)
            throw new UpdateException(UpdateReasons.TooLarge, $"it would have {head.Length + manifest.Size} bytes");
        await output.WriteAsync(head, cancellation);
        foreach (var file in files)
            await CopyAsync(folder, file, output, cancellation);
        await output.FlushAsync(cancellation);
        return manifest;
    }

    /// <summary>Everything before the payload; for whoever makes packages that are wrong on purpose too.</summary>
    public static byte[] HeadOf(ReadOnlySpan<byte> manifest, ReadOnlySpan<byte> signature)
    {
        var head = new byte[Magic.Length + 4 + manifest.Length + 2 + signature.Length];
        Magic.CopyTo(head);
        var at = head.AsSpan(Magic.Length);
        BinaryPrimitives.WriteUInt32BigEndian(at, (uint)manifest.Length);
        manifest.CopyTo(at[4..]);
        at = at[(4 + manifest.Length)..];
        BinaryPrimitives.WriteUInt16BigEndian(at, (ushort)signature.Length);
        signature.CopyTo(at[2..]);
        return head;
    }

    private static IEnumerable<string> Paths(string folder)
    {
        var everything = new DirectoryInfo(folder).EnumerateFileSystemInfos("*", new EnumerationOptions
        {
            RecurseSubdirectories = true,
            AttributesToSkip = 0,
            ReturnSpecialDirectories = false,
        });
        var paths = new List<string>();
        foreach (var entry in everything)
        {
            var path = Path.GetRelativePath(folder, entry.FullName).Replace(Path.DirectorySeparatorChar, '/');
            if (entry.LinkTarget is not null)
                throw new UpdateException(UpdateReasons.Malformed, $"{path} is a link; a package has none");
            if (entry is DirectoryInfo)
                continue;
            paths.Add(UpdatePaths.IsSafe(path) ? path
                : throw new UpdateException(UpdateReasons.Malformed, $"'{path}' is no path that a package may have"));
        }
        return paths.Order(StringComparer.Ordinal);
    }

    private static async Task<UpdateFile> DescribeAsync(string folder, string path, CancellationToken cancellation)
    {
        var file = Path.Combine(folder, path);
        await using var content = File.OpenRead(file);
        var hash = Convert.ToHexStringLower(await SHA256.HashDataAsync(content, cancellation));
        var executable = !OperatingSystem.IsWindows() && File.GetUnixFileMode(file).HasFlag(UnixFileMode.UserExecute);
        return new UpdateFile(path, content.Length, hash, executable);
    }

    private static async Task CopyAsync(string folder, UpdateFile file, Stream output, CancellationToken cancellation)
    {
        await using var content = File.OpenRead(Path.Combine(folder, file.Path));
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var buffer = new byte[64 * 1024];
        long size = 0;
        for (int read; (read = await content.ReadAsync(buffer, cancellation)) > 0; size += read)
        {
            hash.AppendData(buffer, 0, read);
            await output.WriteAsync(buffer.AsMemory(0, read), cancellation);
        }
        if (size != file.Size || Convert.ToHexStringLower(hash.GetHashAndReset()) != file.Sha256)
            throw new UpdateException(UpdateReasons.Altered, $"{file.Path} was changed while the package was made");
    }
}
