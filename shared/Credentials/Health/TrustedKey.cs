using System.Text.Json.Serialization;

namespace CheckIn.Credentials.Health;

/// <summary>A key that may sign health certificates.</summary>
/// <param name="KeyId">How certificates name it: by custom the first 8 bytes of the SHA-256 of its certificate, 1 to 32
/// bytes. Several keys may go by one.</param>
/// <param name="PublicKey">SubjectPublicKeyInfo, see <see cref="Cose.CoseKey"/>.</param>
/// <param name="NotBefore">Its certificate is good from then on.</param>
/// <param name="NotAfter">Its certificate is good until then.</param>
/// <param name="Usages">Object identifiers of its certificate's extended key usages, at most 16; none = not
/// restricted.</param>
public sealed record TrustedKey(
    byte[] KeyId, byte[] PublicKey, DateTimeOffset NotBefore, DateTimeOffset NotAfter,
    IReadOnlyList<string>? Usages = null)
{
    /// <summary>What it may state.</summary>
    [JsonIgnore]
    public HealthUsages Statements => HealthUsageNames.Of(Usages ?? []);
}
