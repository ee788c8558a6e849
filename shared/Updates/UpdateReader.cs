using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text.Json;

namespace CheckIn.Updates;

/// <summary>
/// Reads a package as it comes, once, without keeping it: the head first, which is believed only when a trusted key has
/// signed it; then each file, copied and checked against its hash; then the end, behind which there must be nothing. No
/// number is used before it is within its bound, and nothing is parsed before its signature fits, unless nobody asked for
/// one. What was copied is good only when <see cref="FinishAsync"/> has returned: so it goes to a place that nobody
/// uses yet.
/// </summary>
public sealed class UpdateReader : IDisposable
{
    private static ReadOnlySpan<byte> Magic => "CHECKIN-UPDATE-1\n"u8;
    private readonly Stream _package;
    private readonly IncrementalHash _hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
    private readonly byte[] _buffer = new byte[64 * 1024];
    private UpdateManifest? _manifest;
    private int _next;

    private UpdateReader(Stream package) => _package = package;

    /// <summary>What the package says of itself; signed by a trusted key, if keys were given.</summary>
    public UpdateManifest Manifest => _manifest!;

    /// <summary>Everything before the payload, byte for byte.</summary>
    public ReadOnlyMemory<byte> Head { get; private set; }

    /// <summary>Bytes read so far; after the end, the package's size.</summary>
    public long Size { get; private set; }

    /// <summary>SHA-256 of the whole package, hexadecimal, after the end; before, null.</summary>
    public string? Sha256 { get; private set; }

    /// <summary>Reads and checks the head.</summary>
    /// <param name="package">From its beginning; it stays open.</param>
    /// <param name="keys">Who is trusted; null = whoever it says has signed it, which proves nothing.</param>
    /// <param name="product">Whose package it must be; null = anybody's.</param>
    /// <param name="cancellation">Ends it.</param>
    /// <exception cref="UpdateException">It is not to be used.</exception>
    /// <exception cref="IOException">The stream fails.</exception>
    public static async Task<UpdateReader> OpenAsync(
        Stream package, ReleaseKeys? keys, string? product = UpdateManifest.GateProduct,
        CancellationToken cancellation = default)
    {
        var reader = new UpdateReader(package);
        try
        {
            await reader.ReadHeadAsync(keys, product, cancellation);
            return reader;
        }
        catch
        {
            reader.Dispose();
            throw;
        }
    }

    /// <summary>Reads a package to its end and keeps nothing.</summary>
    /// <returns>The reader, at its end: manifest, size and hash are known.</returns>
    /// <exception cref="UpdateException">It is not to be used.</exception>
    public static async Task<UpdateReader> VerifyAsync(
        Stream package, ReleaseKeys? keys, string? product = UpdateManifest.GateProduct,
        CancellationToken cancellation = default)
    {
        var reader = await OpenAsync(package, keys, product, cancellation);
        try
        {
            while (reader.Next is not null)
                await reader.CopyNextAsync(Stream.Null, cancellation);
            await reader.FinishAsync(cancellation);
            return reader;
        }
        catch
        {
            reader.Dispose();
            throw;
        }
    }

    /// <summary>The file that comes next; null = all were read.</summary>
    public UpdateFile? Next => _next < Manifest.Files.Count ? Manifest.Files[_next] : null;

    /// <summary>Copies the next file and checks it.</summary>
    /// <exception cref="UpdateException">It is not the file that was signed.</exception>
    public async Task CopyNextAsync(Stream destination, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(destination);
        var file = Next ?? throw new InvalidOperationException("All files were read.");
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        for (var left = file.Size; left > 0;)
        {
            var part = _buffer.AsMemory(0, (int)Math.Min(left, _buffer.Length));
            await FillAsync(part, cancellation);
            hash.AppendData(part.Span);
            await destination.WriteAsync(part, cancellation);
            left -= part.Length;
        }
        if (Convert.ToHexStringLower(hash.GetHashAndReset()) != file.Sha256)
            throw new UpdateException(UpdateReasons.Altered, $"{file.Path} is not the file that was signed");
        _next++;
    }

    /// <summary>Checks that the package ends here.</summary>
    /// <exception cref="UpdateException">Something follows.</exception>
    public async Task FinishAsync(CancellationToken cancellation = default)
    {
        if (Next is { } file)
            throw new InvalidOperationException($"{file.Path} was not read.");
        if (await _package.ReadAsync(_buffer.AsMemory(0, 1), cancellation) > 0)
            throw new UpdateException(UpdateReasons.Altered, "something follows the last file");
        Sha256 ??= Convert.ToHexStringLower(_hash.GetHashAndReset());
    }

    /// <summary>The stream stays open.</summary>
    public void Dispose() => _hash.Dispose();

    private async Task ReadHeadAsync(ReleaseKeys? keys, string? product, CancellationToken cancellation)
    {
        var magic = await TakeAsync(Magic.Length, cancellation);
        if (!magic.AsSpan().SequenceEqual(Magic))
            throw new UpdateException(UpdateReasons.Malformed, "it does not begin as an update does");
        var length = await TakeAsync(4, cancellation);
        var manifestSize = BinaryPrimitives.ReadUInt32BigEndian(length);
        if (manifestSize > UpdateLimits.Manifest)
            throw new UpdateException(UpdateReasons.TooLarge, $"its manifest would have {manifestSize} bytes");
        var manifest = await TakeAsync((int)manifestSize, cancellation);
        var signatureLength = await TakeAsync(2, cancellation);
        var signatureSize = BinaryPrimitives.ReadUInt16BigEndian(signatureLength);
        if (signatureSize == 0)
            throw new UpdateException(UpdateReasons.Unsigned, "it bears no signature");
        if (signatureSize != UpdateLimits.Signature)
            throw new UpdateException(UpdateReasons.Malformed, $"its signature would have {signatureSize} bytes");
        var signature = await TakeAsync(signatureSize, cancellation);
        var signer = keys is null ? null : Signer(keys, manifest, signature);
        _manifest = Checked(manifest, signer, product);
        Head = (byte[])[.. magic, .. length, .. manifest, .. signatureLength, .. signature];
        if (Size + _manifest.Size > UpdateLimits.Package)
            throw new UpdateException(UpdateReasons.TooLarge, $"it would have {Size + _manifest.Size} bytes");
    }

    private static string Signer(ReleaseKeys keys, byte[] manifest, byte[] signature)
    {
        if (keys.Ids.Count == 0)
            throw new UpdateException(UpdateReasons.NoKeys, "no release key is trusted");
        if (keys.SignerOf(manifest, signature) is { } signer)
            return signer;
        // Parsed only to say which of the two it is.
        throw keys.Ids.Contains(Parse(manifest).Key)
            ? new UpdateException(UpdateReasons.Altered, "its signature is not that of its content")
            : new UpdateException(UpdateReasons.WrongKey, "nobody who is trusted has signed it");
    }

    private static UpdateManifest Checked(byte[] bytes, string? signer, string? product)
    {
        var manifest = Parse(bytes);
        if (signer is not null && manifest.Key != signer)
            throw new UpdateException(UpdateReasons.Malformed, "it says another key than the one that signed it");
        if (manifest.Problem() is { } problem)
            throw new UpdateException(UpdateReasons.Malformed, problem);
        return product is null || manifest.Product == product
            ? manifest
            : throw new UpdateException(UpdateReasons.WrongProduct, $"it is of {manifest.Product}, not of {product}");
    }

    private static UpdateManifest Parse(byte[] manifest)
    {
        try
        {
            return JsonSerializer.Deserialize(manifest, UpdateJson.Default.UpdateManifest)
                ?? throw new UpdateException(UpdateReasons.Malformed, "its manifest is empty");
        }
        catch (JsonException e)
        {
            throw new UpdateException(UpdateReasons.Malformed, "its manifest cannot be read: " + e.Message);
        }
    }

    private async Task<byte[]> TakeAsync(int size, CancellationToken cancellation)
    {
        var bytes = new byte[size];
        await FillAsync(bytes, cancellation);
        return bytes;
    }

    private async Task FillAsync(Memory<byte> part, CancellationToken cancellation)
    {
        if (await _package.ReadAtLeastAsync(part, part.Length, throwOnEndOfStream: false, cancellation) < part.Length)
            throw new UpdateException(UpdateReasons.Incomplete, $"it ends before byte {Size + part.Length}");
        _hash.AppendData(part.Span);
        Size += part.Length;
    }
}
