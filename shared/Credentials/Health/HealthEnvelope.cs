using System.Buffers;
using System.IO.Compression;
using System.Runtime.InteropServices;

namespace CheckIn.Credentials.Health;

/// <summary>
/// The outside of a health certificate: <c>HC1:</c>, Base45, zlib. What is inside has at most <see cref="MaxBytes"/>, some
/// twenty times what issuers make; inflating stops there, so that a bomb costs that buffer and nothing more. Some issuers
/// do not compress: what does not begin as zlib does (RFC 1950 section 2.2) is taken as it is.
/// </summary>
public static class HealthEnvelope
{
    /// <summary>Most bytes of a signed message.</summary>
    public const int MaxBytes = CborDocument.MaxBytes;

    private const byte Deflate32K = 0x78;
    private const string TooLarge = "it is too large when inflated";

    /// <summary>With what a code begins.</summary>
    public static ReadOnlySpan<byte> Prefix => "HC1:"u8;

    /// <summary>Takes the signed message out of a code.</summary>
    /// <param name="code">All of it, without what scanners append.</param>
    /// <param name="into">At least <see cref="MaxBytes"/>.</param>
    /// <param name="length">Bytes of it that are the message.</param>
    /// <returns>Null, or what is wrong, in words without personal data.</returns>
    public static string? Open(ReadOnlySpan<byte> code, Span<byte> into, out int length)
    {
        length = 0;
        if (!code.StartsWith(Prefix))
            return "it does not begin with HC1:";
        if (code.Length > CredentialReader.MaxBytes)
            return "it is too long";
        var packed = ArrayPool<byte>.Shared.Rent(CredentialReader.MaxBytes);
        try
        {
            if (!Base45.TryDecode(code[Prefix.Length..], packed, out var size) || size == 0)
                return "it is not Base45";
            return Unpack(packed.AsMemory(0, size), into, out length);
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(packed);
        }
    }

    /// <summary>Inflates what stands behind the Base45, or takes it as it is.</summary>
    /// <param name="packed">What was Base45.</param>
    /// <param name="into">At least <see cref="MaxBytes"/>.</param>
    /// <param name="length">Bytes of it that are the message.</param>
    /// <returns>Null, or what is wrong.</returns>
    public static string? Unpack(ReadOnlyMemory<byte> packed, Span<byte> into, out int length)
    {
        if (IsCompressed(packed.Span))
            return Inflate(packed, into[..MaxBytes], out length);
        length = Math.Min(packed.Length, MaxBytes);
        packed.Span[..length].CopyTo(into);
        return length == packed.Length ? null : TooLarge;
    }

    /// <summary>Whether these bytes begin as zlib does, with the window of 32 KiB that all of them have.</summary>
    public static bool IsCompressed(ReadOnlySpan<byte> bytes) =>
        bytes.Length > 2 && bytes[0] == Deflate32K && ((bytes[0] << 8) | bytes[1]) % 31 == 0;

    private static string? Inflate(ReadOnlyMemory<byte> packed, Span<byte> into, out int length)
    {
        length = 0;
        try
        {
            var bytes = MemoryMarshal.TryGetArray(packed, out var array) ? array : new(packed.ToArray());
            using var input = new MemoryStream(bytes.Array!, bytes.Offset, bytes.Count, writable: false);
            using var zlib = new ZLibStream(input, CompressionMode.Decompress);
            length = zlib.ReadAtLeast(into, into.Length, throwOnEndOfStream: false);
            return length < into.Length || zlib.ReadByte() < 0 ? null : TooLarge;
        }
        catch (Exception e) when (e is InvalidDataException or IOException)
        {
            // The second is what the framework makes of a stream that asks for a dictionary.
            length = 0;
            return "its compression is broken";
        }
    }
}
