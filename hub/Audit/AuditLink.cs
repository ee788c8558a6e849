using System.Buffers.Binary;
using System.Security.Cryptography;

namespace CheckIn.Hub.Audit;

/// <summary>
/// A row's link: SHA-256 over the link of the row before and everything that this row says. What goes in is told apart
/// by its place and its length, never by a separator, so that no two different rows give the same bytes:
/// <c>"checkin-audit-v1" 00 · link before (32) · id (8) · at (8) · for each text: its length (4), its UTF-8</c>,
/// numbers big-endian, a text that is not there by the length FFFFFFFF. The first row follows 32 zero bytes. Whoever changes,
/// removes or moves a row has to give every later row another link, and those are sealed (<see cref="AuditSeal"/>).
/// </summary>
internal static class AuditLink
{
    internal const int Size = 32;

    /// <summary>What the first row follows.</summary>
    internal static byte[] Genesis => new byte[Size];

    private static ReadOnlySpan<byte> Domain => "checkin-audit-v1\0"u8;

    internal static byte[] Of(ReadOnlySpan<byte> before, AuditContent row)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        Span<byte> number = stackalloc byte[sizeof(long)];
        hash.AppendData(Domain);
        hash.AppendData(before);
        BinaryPrimitives.WriteInt64BigEndian(number, row.Id);
        hash.AppendData(number);
        BinaryPrimitives.WriteInt64BigEndian(number, row.At);
        hash.AppendData(number);
        var length = number[..sizeof(uint)];
        foreach (var text in row.Texts)
        {
            BinaryPrimitives.WriteUInt32BigEndian(length, text is null ? uint.MaxValue : (uint)text.Length);
            hash.AppendData(length);
            hash.AppendData(text.AsSpan());
        }
        return hash.GetHashAndReset();
    }
}
