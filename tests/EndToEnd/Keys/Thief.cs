using System.Buffers.Binary;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;
using CheckIn.Sealing;

namespace CheckIn.EndToEnd.Tests.Keys;

/// <summary>
/// Somebody who has a gate's card, this program's source and patience: takes everything of 32 bytes on it for a key,
/// and
/// tries numbers.
/// </summary>
internal sealed partial class Thief(DiskImage image)
{
    /// <summary>
    /// Everything that is written as 32 bytes, as whole words of base64 or hexadecimal digits; not in the journal,
    /// where
    /// these are hashes (<see cref="HoldsKeyOf"/> tries them all the same).
    /// </summary>
    internal IReadOnlyList<byte[]> WrittenKeys() => [.. image.Files
        .Where(static file => !file.File.StartsWith("journal.db", StringComparison.Ordinal))
        .SelectMany(static file => Words().Matches(Encoding.Latin1.GetString(file.Bytes)).Select(
            static word => word.Value))
        .Select(Decode).OfType<byte[]>().DistinctBy(Convert.ToHexString)];

    /// <summary>The tags of a day, as they stand in the events.</summary>
    internal HashSet<string> Tags(string day) => [.. image.Files
        .SelectMany(file => Regex.Matches(
            Encoding.Latin1.GetString(file.Bytes), $"\"tag\":\"([0-9a-f]{{32}})\",\"tag_day\":\"{day}\""))
        .Select(static match => match.Groups[1].Value)];

    /// <summary>What is sealed in the events.</summary>
    internal IReadOnlyList<SealedFields> SealedParts() => [.. image.Files
        .SelectMany(static file => Sealed().Matches(Encoding.Latin1.GetString(file.Bytes)).Select(
            static part => part.Value)).Distinct()
        .Select(static part => SealedFields.Parse(Encoding.ASCII.GetBytes(part)))];

    /// <summary>Every private key on the card.</summary>
    internal IReadOnlyList<ECDiffieHellman> PrivateKeys() => [.. image.Files
        .SelectMany(static file => Pem().Matches(Encoding.Latin1.GetString(file.Bytes)).Select(static key => key.Value))
        .Select(static pem =>
        {
            var key = ECDiffieHellman.Create();
            key.ImportFromPem(pem);
            return key;
        })];

    /// <summary>
    /// The people with these numbers, by the tags that the key gives them: a million in a second or two.
    /// </summary>
    internal static Dictionary<string, string> Enumerate(byte[] key, IReadOnlySet<string> tags, long first, int count)
    {
        var wanted = tags.Select(static tag => UInt128.Parse(
            tag, NumberStyles.HexNumber, CultureInfo.InvariantCulture)).ToHashSet();
        var found = new Dictionary<string, string>();
        // HMAC-SHA256 by its definition (RFC 2104): what is the same for every number is written once.
        Parallel.For(0, 64, part =>
        {
            var (inner, outer) = (new byte[64 + "cccd:".Length + 12], new byte[64 + 32]);
            for (var i = 0; i < 64; i++)
            {
                inner[i] = (byte)(0x36 ^ (i < key.Length ? key[i] : 0));
                outer[i] = (byte)(0x5c ^ (i < key.Length ? key[i] : 0));
            }
            "cccd:"u8.CopyTo(inner.AsSpan(64));
            var mac = new byte[32];
            for (var i = part; i < count; i += 64)
            {
                (first + i).TryFormat(inner.AsSpan(^12..), out _, "D12", CultureInfo.InvariantCulture);
                SHA256.HashData(inner, outer.AsSpan(64));
                SHA256.HashData(outer, mac);
                if (wanted.Contains(BinaryPrimitives.ReadUInt128BigEndian(mac)))
                {
                    lock (found)
                        found[Convert.ToHexStringLower(mac[..16])] = Encoding.ASCII.GetString(inner.AsSpan(^12..));
                }
            }
        });
        return found;
    }

    /// <summary>
    /// Whether any 32 bytes anywhere, as they are or written in base64 or hexadecimal, even if they begin in the
    /// middle of
    /// something, are a key that gives one of these tags to this subject, now or after some days' ratcheting.
    /// </summary>
    internal bool HoldsKeyOf(string subject, IReadOnlySet<string> tags, int days)
    {
        var holds = false;
        Parallel.ForEach(Windows(), (window, loop) =>
        {
            var key = window;
            for (var day = 0; day <= days && !holds; day++)
            {
                if (tags.Contains(TagRatchet.TagOf(key, subject)))
                {
                    holds = true;
                    loop.Stop();
                }
                key = TagRatchet.Next(key);
            }
        });
        return holds;
    }

    private IEnumerable<byte[]> Windows()
    {
        foreach (var (_, bytes) in image.Files)
        {
            for (var at = 0; at + TagRatchet.KeySize <= bytes.Length; at++)
            {
                var window = bytes.AsSpan(at, TagRatchet.KeySize);
                if (window.IndexOfAnyExcept((byte)0) is < 0 or > 8)
                    continue; // Empty pages.
                yield return window.ToArray();
                if (at + 44 <= bytes.Length && Decode(Encoding.Latin1.GetString(bytes, at, 43) + "=") is { } written)
                    yield return written;
                if (at + 64 <= bytes.Length && Decode(Encoding.Latin1.GetString(bytes, at, 64)) is { } digits)
                    yield return digits;
            }
        }
    }

    private static byte[]? Decode(string word)
    {
        if (word.Length == 64)
            return word.All(char.IsAsciiHexDigit) ? Convert.FromHexString(word) : null;
        var bytes = new byte[48];
        var text = word.Replace('-', '+').Replace('_', '/');
        return Convert.TryFromBase64String(text, bytes, out var length) && length == TagRatchet.KeySize
            ? bytes[..length] : null;
    }

    [GeneratedRegex("\\{\"day\":\"[0-9-]{10}\",\"enc\":\"[^\"]+\",\"ct\":\"[^\"]+\",\"salt\":\"[^\"]+\"\\}")]
    private static partial Regex Sealed();

    [GeneratedRegex("-----BEGIN (EC )?PRIVATE KEY-----[^-]+-----END (EC )?PRIVATE KEY-----")]
    private static partial Regex Pem();

    [GeneratedRegex("(?<![A-Za-z0-9+/_-])([0-9a-fA-F]{64}|[A-Za-z0-9+/_-]{43}=)(?![A-Za-z0-9+/=_-])")]
    private static partial Regex Words();
}
