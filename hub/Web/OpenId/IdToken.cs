using System.Buffers.Text;
using System.Text.Json;

namespace CheckIn.Hub.Web.OpenId;

/// <summary>
/// What an ID token says (OpenID Connect Core 1.0, 3.1.3.7), of one that came straight from the token endpoint. Pure.
/// </summary>
internal static class IdToken
{
    private const int Longest = 16 * 1024, LongestSubject = 255;

    /// <summary>Whom it speaks of.</summary>
    /// <exception cref="ProviderException">It is for somebody else, of somebody else, too old, or no token.</exception>
    internal static string SubjectOf(
        string? token, string issuer, string client, string? nonce, DateTimeOffset now, TimeSpan skew)
    {
        if (token?.Split('.') is not { Length: 3 } parts || token.Length > Longest || !Base64Url.IsValid(parts[1]))
            throw Wrong("It sent no ID token.", "Nó không gửi ID token.");
        using var json = JsonDocument.Parse(Base64Url.DecodeFromChars(parts[1]));
        var claims = json.RootElement;
        if (Text(claims, "iss") != issuer)
            throw Wrong("Its ID token is another issuer's.", "ID token là của nhà cung cấp khác.");
        if (!IsFor(claims, client))
            throw Wrong("Its ID token is not for this hub.", "ID token không dành cho trung tâm này.");
        if (nonce is null || Text(claims, "nonce") != nonce)
            throw Wrong("Its ID token answers another question.", "ID token trả lời cho một lần hỏi khác.");
        if (!claims.TryGetProperty("exp", out var end) || !end.TryGetInt64(out var seconds)
            || now - skew >= DateTimeOffset.FromUnixTimeSeconds(Math.Clamp(seconds, 0, int.MaxValue)))
        {
            throw Wrong("Its ID token is too old, or the clock of one of both is wrong.",
                "ID token đã quá hạn, hoặc đồng hồ của một trong hai bên sai.");
        }
        return Text(claims, "sub") is { Length: > 0 and <= LongestSubject } subject ? subject
            : throw Wrong("Its ID token names nobody.", "ID token không nêu ai cả.");
    }

    private static ProviderException Wrong(string english, string vietnamese) => new(english, vietnamese);

    /// <summary>For it alone, or for it as the one that asked.</summary>
    private static bool IsFor(JsonElement claims, string client)
    {
        if (!claims.TryGetProperty("aud", out var audience))
            return false;
        if (audience.ValueKind == JsonValueKind.String)
            return audience.GetString() == client;
        if (audience.ValueKind != JsonValueKind.Array)
            return false;
        var all = audience.EnumerateArray().Select(static one => one.ToString()).ToArray();
        return all.Contains(client) && (all.Length == 1 || Text(claims, "azp") == client);
    }

    private static string? Text(JsonElement claims, string name) =>
        claims.ValueKind == JsonValueKind.Object && claims.TryGetProperty(name, out var value)
        && value.ValueKind == JsonValueKind.String ? value.GetString() : null;
}
