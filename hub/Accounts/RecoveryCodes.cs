using System.Security.Cryptography;
using System.Text;

namespace CheckIn.Hub.Accounts;

/// <summary>
/// Codes on paper for who has lost his second factor: each good once. 80 random bits, so a plain hash of them gives
/// nothing away, and a slow one would only make signing in slow.
/// </summary>
internal static class RecoveryCodes
{
    internal const int Count = 10;
    private const int Bytes = 10, Group = 4;

    /// <summary>New ones, as they are shown: groups of four, with hyphens.</summary>
    internal static IReadOnlyList<string> Make() => [.. Enumerable.Range(0, Count).Select(static _ => Show())];

    /// <summary>As a code is hashed: however it was typed.</summary>
    internal static string Fold(string typed) =>
        new([.. typed.Where(char.IsAsciiLetterOrDigit).Select(char.ToLowerInvariant)]);

    internal static byte[] HashOf(long person, string code) =>
        SHA256.HashData(Encoding.UTF8.GetBytes($"checkin-recovery-v1\0{person}\0{Fold(code)}"));

    private static string Show()
    {
        var text = Base32.Write(RandomNumberGenerator.GetBytes(Bytes));
        return string.Join('-', text.Chunk(Group).Select(static part => new string(part)));
    }
}
