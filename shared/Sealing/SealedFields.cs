using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace CheckIn.Sealing;

/// <summary>
/// The sealed part of an event: personal fields encrypted to the tracing key of a day, as JSON
/// <c>{"day":"yyyy-MM-dd","enc":base64,"ct":base64,"salt":base64}</c>. The day is bound by the encryption, so a part
/// cannot be passed off as another day's. The event's body carries <see cref="Hash"/>; the salt makes that hash tell
/// nothing once the part is erased.
/// </summary>
/// <param name="Day">Day of the tracing key.</param>
/// <param name="Enc">HPKE's encapsulated key, 65 bytes.</param>
/// <param name="Ciphertext">HPKE's ciphertext.</param>
/// <param name="Salt">16 random bytes.</param>
public sealed record SealedFields(DateOnly Day, byte[] Enc, byte[] Ciphertext, byte[] Salt)
{
    /// <summary>How a day is written.</summary>
    public const string DayFormat = "yyyy-MM-dd";
    private const int SaltSize = 16;

    private static ReadOnlySpan<byte> Info => "checkin/v1/sealed"u8;

    /// <summary>Seals personal fields (UTF-8 JSON) to the tracing key of <paramref name="day"/>.</summary>
    public static SealedFields Seal(ReadOnlySpan<byte> publicKey, DateOnly day, ReadOnlySpan<byte> personal)
    {
        var (enc, ciphertext) = Hpke.Seal(publicKey, Info, Aad(day), personal);
        return new SealedFields(day, enc, ciphertext, RandomNumberGenerator.GetBytes(SaltSize));
    }

    /// <summary>The personal fields again.</summary>
    /// <exception cref="CryptographicException">Another day's key, or changed bytes.</exception>
    public byte[] Open(ECDiffieHellman privateKey) => Hpke.Open(privateKey, Enc, Info, Aad(Day), Ciphertext);

    /// <summary>SHA-256(salt ‖ enc ‖ ct), 64 hexadecimal digits: the body's <c>sealed_hash</c>.</summary>
    public string Hash() => Convert.ToHexStringLower(SHA256.HashData([.. Salt, .. Enc, .. Ciphertext]));

    /// <summary>The part as it stands in an event.</summary>
    public byte[] ToJson() => Encoding.UTF8.GetBytes(
        $"{{\"day\":\"{DayText(Day)}\",\"enc\":\"{Convert.ToBase64String(Enc)}\","
        + $"\"ct\":\"{Convert.ToBase64String(Ciphertext)}\",\"salt\":\"{Convert.ToBase64String(Salt)}\"}}");

    /// <summary>Reads a part.</summary>
    /// <exception cref="FormatException">It is not one.</exception>
    public static SealedFields Parse(ReadOnlyMemory<byte> json)
    {
        try
        {
            using var document = JsonDocument.Parse(json, new JsonDocumentOptions { MaxDepth = 4 });
            var root = document.RootElement;
            var day = DateOnly.ParseExact(
                root.GetProperty("day").GetString()!, DayFormat, CultureInfo.InvariantCulture);
            return new SealedFields(day, root.GetProperty("enc").GetBytesFromBase64(),
                root.GetProperty("ct").GetBytesFromBase64(), root.GetProperty("salt").GetBytesFromBase64());
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException or KeyNotFoundException
            or ArgumentNullException)
        {
            throw new FormatException("not a sealed part {day, enc, ct, salt}", e);
        }
    }

    /// <summary>A day as it is written in events and file names.</summary>
    public static string DayText(DateOnly day) => day.ToString(DayFormat, CultureInfo.InvariantCulture);

    private static byte[] Aad(DateOnly day) => Encoding.ASCII.GetBytes(DayText(day));
}
