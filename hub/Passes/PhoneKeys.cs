using System.Buffers.Text;
using System.Security.Cryptography;
using CheckIn.Passes;

namespace CheckIn.Hub.Passes;

/// <summary>The public key of a phone, in the forms in which it is brought.</summary>
internal static class PhoneKeys
{
    private const int MaxText = 100;

    /// <summary>A compressed point; empty = none was brought.</summary>
    /// <exception cref="PassException">It is none, or there are two.</exception>
    internal static ReadOnlyMemory<byte> Read(PhoneKey? jwk, string? point)
    {
        if (jwk is null && point is null)
            return default;
        try
        {
            if (jwk is not null && point is not null)
                throw new FormatException("it is brought twice");
            using var key = P256Point.Import(jwk is null ? Bytes(point) : PointOf(jwk));
            return P256Point.Compress(key);
        }
        catch (Exception e) when (e is FormatException or CryptographicException)
        {
            throw PassException.Wrong(
                $"The phone's key is none of P-256: {e.Message.TrimEnd('.')}", $"Khoá của điện thoại không thuộc P-256: {e.Message.TrimEnd('.')}");
        }
    }

    private static byte[] PointOf(PhoneKey jwk) => jwk is { Kty: "EC", Crv: "P-256" }
        ? [4, .. Bytes(jwk.X), .. Bytes(jwk.Y)] : throw new FormatException("kty is EC and crv is P-256");

    private static byte[] Bytes(string? text)
    {
        if (text is not { Length: > 0 and <= MaxText })
            throw new FormatException("a part of it is missing or too long");
        return Base64Url.DecodeFromChars(text.TrimEnd('=').Replace('+', '-').Replace('/', '_'));
    }
}
