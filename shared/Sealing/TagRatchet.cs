using System.Security.Cryptography;
using System.Text;

namespace CheckIn.Sealing;

/// <summary>
/// Keyed pseudonyms whose key changes every day. The key of tomorrow is derived from today's by HKDF and cannot be
/// turned back, so whoever steals a gate finds the key of its last day alone; with it he can try every twelve-digit
/// number, but only against that day's tags. Whoever holds an earlier key derives every later one.
/// </summary>
public static class TagRatchet
{
    /// <summary>Bytes of a day's key.</summary>
    public const int KeySize = 32;
    /// <summary>Characters of a tag: 16 bytes as lower-case hexadecimal.</summary>
    public const int TagLength = 32;

    /// <summary>The key of the following day: HKDF-SHA256 of this one, without salt.</summary>
    public static byte[] Next(ReadOnlySpan<byte> key)
    {
        CheckKey(key);
        var next = new byte[KeySize];
        HKDF.DeriveKey(HashAlgorithmName.SHA256, key, next, salt: default, info: "checkin/v1/tag/next-day"u8);
        return next;
    }

    /// <summary>The key <paramref name="days"/> days later; 0 gives a copy.</summary>
    public static byte[] Advance(ReadOnlySpan<byte> key, int days)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(days);
        CheckKey(key);
        var current = key.ToArray();
        for (var i = 0; i < days; i++)
        {
            var next = Next(current);
            CryptographicOperations.ZeroMemory(current);
            current = next;
        }
        return current;
    }

    /// <summary>The subject's tag: HMAC-SHA256 of its UTF-8 under a day's key, the first 16 bytes in hex.</summary>
    /// <param name="key">The day's key, 32 bytes.</param>
    /// <param name="subject">Kind and number, such as "cccd:001099000001".</param>
    public static string TagOf(ReadOnlySpan<byte> key, string subject)
    {
        CheckKey(key);
        Span<byte> mac = stackalloc byte[HMACSHA256.HashSizeInBytes];
        HMACSHA256.HashData(key, Encoding.UTF8.GetBytes(subject), mac);
        return Convert.ToHexStringLower(mac[..(TagLength / 2)]);
    }

    private static void CheckKey(ReadOnlySpan<byte> key)
    {
        if (key.Length != KeySize)
            throw new ArgumentException($"A tag key has {KeySize} bytes, not {key.Length}.", nameof(key));
    }
}
