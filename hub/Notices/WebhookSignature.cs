using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace CheckIn.Hub.Notices;

/// <summary>
/// By which a webhook's receiver knows that the hub sent it, unchanged and lately: as Standard Webhooks has it,
/// HMAC-SHA256 over <c>id.timestamp.body</c>, in the header <c>webhook-signature</c> as <c>v1,BASE64</c>.
/// </summary>
public static class WebhookSignature
{
    /// <summary>Before a secret's base64.</summary>
    public const string Prefix = "whsec_";

    private const int SecretBytes = 32;

    /// <summary>Another one for each receiver.</summary>
    public static string NewSecret() => Prefix + Convert.ToBase64String(RandomNumberGenerator.GetBytes(SecretBytes));

    /// <param name="secret"><see cref="Prefix"/> and base64.</param>
    /// <param name="id">Of the message: the same however often it is sent.</param>
    /// <param name="unixSeconds">When it is sent.</param>
    /// <param name="body">Its bytes.</param>
    /// <exception cref="FormatException">The secret is none.</exception>
    public static string Of(string secret, string id, long unixSeconds, ReadOnlySpan<byte> body)
    {
        var isPrefixed = secret.StartsWith(Prefix, StringComparison.Ordinal);
        var key = Convert.FromBase64String(isPrefixed ? secret[Prefix.Length..] : secret);
        using var hmac = IncrementalHash.CreateHMAC(HashAlgorithmName.SHA256, key);
        hmac.AppendData(Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{id}.{unixSeconds}.")));
        hmac.AppendData(body);
        return "v1," + Convert.ToBase64String(hmac.GetHashAndReset());
    }
}
