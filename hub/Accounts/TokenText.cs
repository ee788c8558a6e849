using System.Security.Cryptography;
using System.Text;

namespace CheckIn.Hub.Accounts;

/// <summary>
/// A token as it is written: <c>ci_</c>, 256 random bits in base32, and four letters that say whether it was copied
/// whole. So that programs which look for secrets in what people publish know one without asking.
/// </summary>
internal static class TokenText
{
    internal const string Prefix = "ci_";
    private const int Bytes = 32, Check = 4, Length = 3 + 52 + Check;

    internal static string Make()
    {
        var body = Prefix + Base32.Write(RandomNumberGenerator.GetBytes(Bytes));
        return body + CheckOf(body);
    }

    /// <summary>Its hash, as it is kept; null = it cannot be one.</summary>
    internal static byte[]? HashOf(string text) =>
        text.Length == Length && text.StartsWith(Prefix, StringComparison.Ordinal)
        && CheckOf(text[..^Check]) == text[^Check..] ? SHA256.HashData(Encoding.UTF8.GetBytes(text)) : null;

    private static string CheckOf(string body) =>
        Base32.Write(SHA256.HashData(Encoding.UTF8.GetBytes("checkin-token-v1\0" + body)).AsSpan(0, 3))[..Check];
}
