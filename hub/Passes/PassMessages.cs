using System.Text.Json.Serialization;
using CheckIn.Hub.Sites;
using CheckIn.Passes;

namespace CheckIn.Hub.Passes;

/// <summary>A phone's public key as WebCrypto exports it (RFC 7517, RFC 7518 6.2).</summary>
/// <param name="Kty"><c>EC</c>.</param>
/// <param name="Crv"><c>P-256</c>.</param>
/// <param name="X">Base64url.</param>
/// <param name="Y">Base64url. What else a browser says of it is passed over.</param>
[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Skip)]
internal sealed record PhoneKey(string? Kty = null, string? Crv = null, string? X = null, string? Y = null);

/// <summary>POST /api/v1/passes.</summary>
/// <param name="Category"><c>staff</c>, <c>visitor</c>, <c>deliverer</c>, or another word.</param>
/// <param name="ExpiresAt">When it ends; whole seconds.</param>
/// <param name="NotBefore">When it begins; null = now.</param>
/// <param name="Scope"><c>hub</c>, <c>node:CODE</c> or <c>site:CODE</c>; null = hub.</param>
/// <param name="PhoneKey">For a rotating pass; null = static.</param>
/// <param name="PhonePoint">The same as a point, 65 or 33 bytes, base64 or base64url; one of the two.</param>
/// <param name="Label">For whoever hands it out; no name.</param>
/// <param name="Count">How many; null = 1.</param>
/// <param name="Picture">What to draw of each: <c>svg</c>, or <c>png</c> in base64; null = nothing.</param>
internal sealed record PassRequest(
    string? Category = null, DateTimeOffset? ExpiresAt = null, DateTimeOffset? NotBefore = null, string? Scope = null,
    PhoneKey? PhoneKey = null, string? PhonePoint = null, string? Label = null, int? Count = null, string? Picture = null)
{
    /// <exception cref="PassException">It says too little, or something else.</exception>
    internal PassOrder Read() => new(
        Category ?? "", Seconds(NotBefore), Seconds(ExpiresAt)
            ?? throw PassException.Wrong("It does not say until when", "Chưa cho biết đến khi nào"),
        FleetScopeWords.Read(Scope ?? FleetScopeWords.Hub) ?? throw PassException.NoSuchPlace(Scope!),
        PhoneKeys.Read(PhoneKey, PhonePoint), string.IsNullOrWhiteSpace(Label) ? null : Label.Trim(), Count ?? 1);

    private static DateTimeOffset? Seconds(DateTimeOffset? moment) =>
        moment is { } at ? DateTimeOffset.FromUnixTimeSeconds(at.ToUnixTimeSeconds()) : null;
}

/// <summary>A pass as it is told once.</summary>
/// <param name="Code">What the card shows; of a rotating pass what the phone is given.</param>
/// <param name="Picture">As it was asked for.</param>
internal sealed record PassAnswer(string Id, string Code, DateTimeOffset ExpiresAt, string? Picture);

/// <summary>The answer of POST /api/v1/passes.</summary>
internal sealed record PassAnswers(IReadOnlyList<PassAnswer> Passes);

/// <summary>A pass, told; its code is not kept.</summary>
/// <param name="Scope"><c>hub</c>, <c>node:CODE</c> or <c>site:CODE</c>.</param>
/// <param name="Key">The id of the key that signed it.</param>
internal sealed record PassRow(
    string Id, string Category, string? Label, string Scope, bool IsRotating, string Key, DateTimeOffset IssuedAt,
    DateTimeOffset? NotBefore, DateTimeOffset ExpiresAt, string IssuedBy, DateTimeOffset? RevokedAt, string? RevokedBy,
    string? RevokedWhy)
{
    internal static PassRow Of(IssuedPass pass) => new(
        pass.Id.ToString(), pass.Category, pass.Label, WordOf(pass.Scope), pass.IsRotating, pass.Key, pass.IssuedAt,
        pass.NotBefore, pass.ExpiresAt, pass.IssuedBy, pass.RevokedAt, pass.RevokedBy, pass.RevokedWhy);

    private static string WordOf(PassScope? scope) => (scope is null ? FleetScope.All
        : scope.IsNode ? new FleetScope(Node: scope.Id) : new FleetScope(Site: scope.Id)).Word();
}

/// <summary>GET /api/v1/passes.</summary>
/// <param name="Next">For before=; null = there are no more.</param>
internal sealed record PassList(IReadOnlyList<PassRow> Passes, long? Next);

/// <summary>POST /api/v1/passes/revoke.</summary>
/// <param name="Ids">1 to 1000; all of them are revoked or none.</param>
/// <param name="Why">For people, 1 to 200 characters; no names.</param>
internal sealed record RevocationRequest(IReadOnlyList<string>? Ids = null, string? Why = null);

/// <summary>A key that signs passes, told.</summary>
/// <param name="State"><c>next</c>, <c>signing</c> or <c>last</c>: signs no more, and is believed.</param>
/// <param name="Until">From then on no pass of its is good.</param>
internal sealed record PassKeyRow(
    string Kid, string State, DateTimeOffset MadeAt, DateTimeOffset SignsFrom, DateTimeOffset Until);

/// <summary>GET /api/v1/passes/keys.</summary>
internal sealed record PassKeyList(IReadOnlyList<PassKeyRow> Keys);

/// <summary>POST /api/v1/passes/keys/rotate.</summary>
/// <param name="Now">The new key signs at once; else when gates have known it long enough.</param>
/// <param name="Distrust">Keys of before are erased, and every pass of theirs ends: when one was stolen.</param>
internal sealed record PassRotation(bool Now = false, bool Distrust = false);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower,
    UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow)]
[JsonSerializable(typeof(PassRequest))]
[JsonSerializable(typeof(PassAnswers))]
[JsonSerializable(typeof(PassList))]
[JsonSerializable(typeof(RevocationRequest))]
[JsonSerializable(typeof(PassKeyList))]
[JsonSerializable(typeof(PassKeyRow))]
[JsonSerializable(typeof(PassRotation))]
internal sealed partial class PassesJson : JsonSerializerContext;
