using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;

namespace CheckIn.Hub.Visitors;

/// <summary>
/// What stands in a visitor's link: 144 random bits, as 24 characters of base64url. The hub keeps its hash alone.
/// </summary>
internal static class LinkSecret
{
    internal const int Length = 24;
    private const int Bytes = 18;

    internal static string New() => Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(Bytes));

    /// <summary>By which it is found, 32 bytes; null = nothing that the hub has made.</summary>
    internal static byte[]? HashOf(string secret) =>
        secret.Length == Length && Base64Url.IsValid(secret) ? SHA256.HashData(Encoding.ASCII.GetBytes(secret)) : null;
}
