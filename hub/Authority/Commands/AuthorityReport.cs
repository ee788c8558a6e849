using System.Text.Json.Serialization;
using CheckIn.Enrolment;

namespace CheckIn.Hub.Authority.Commands;

/// <summary>How the authority is.</summary>
/// <param name="Root">Fingerprint of the root, as gates show it.</param>
/// <param name="Issuing">Fingerprint of the issuing certificate.</param>
/// <param name="IsRenewalDue">Gates' certificates would be cut short by the issuing one's end.</param>
/// <param name="RootKey">Where the root's key is looked for.</param>
/// <param name="IsRootKeyBesideData">It lies where everything else lies.</param>
/// <param name="Revoked">Certificates in the revocation list; null = it cannot be read.</param>
internal sealed record AuthorityReport(
    string Root, int RootDaysLeft, string Issuing, DateTimeOffset IssuingUntil, int IssuingDaysLeft, bool IsRenewalDue,
    string RootKey, bool IsRootKeyAtHand, bool IsRootKeyBesideData, string Directory, int? Revoked)
{
    internal static AuthorityReport Of(CertificateAuthority authority, AuthorityKeys keys, DateTimeOffset now)
    {
        var files = authority.Files;
        var left = keys.Issuing.NotAfter - now;
        return new AuthorityReport(
            Fingerprint.Of(keys.Root), Days(keys.Root.NotAfter - now), Fingerprint.Of(keys.Issuing),
            keys.Issuing.NotAfter, Days(left), left <= authority.Margin, files.RootKey, authority.IsRootKeyAtHand,
            authority.IsRootKeyAtHand && files.RootDirectory.StartsWith(files.Directory, StringComparison.Ordinal),
            files.Directory, CountRevoked(files, keys));
    }

    private static int Days(TimeSpan left) => (int)Math.Floor(left.TotalDays);

    private static int? CountRevoked(AuthorityFiles files, AuthorityKeys keys)
    {
        try
        {
            return File.Exists(files.Revoked)
                ? RevocationList.Read(File.ReadAllText(files.Revoked), [.. keys.ListSigners()]).Count : 0;
        }
        catch (Exception e) when (e is FormatException or AuthorityException)
        {
            return null;
        }
    }
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, WriteIndented = true)]
[JsonSerializable(typeof(AuthorityReport))]
internal sealed partial class AuthorityJson : JsonSerializerContext;
