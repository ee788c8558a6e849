using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text.Json;
using CheckIn.Enrolment;

namespace CheckIn.Gate.Tests.Enrolment.Waiting;

/// <summary>A bundle as a hub signs it, with an authority made for it: root, then the one that issues.</summary>
internal static class SignedBundle
{
    /// <param name="codes">The claims in it.</param>
    /// <param name="signer">Null = the authority itself; else a key that is not the certificate's.</param>
    /// <param name="foreignRoot">The root in it is another authority's.</param>
    internal static ClaimBundle Of(IReadOnlyList<string> codes, ECDsa? signer = null, bool foreignRoot = false)
    {
        using var rootKey = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        using var issuingKey = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        using var otherKey = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        using var root = Root("CN=root", rootKey);
        using var other = Root("CN=root", otherKey);
        var request = Authority("CN=issuing", issuingKey);
        using var issuing = request.Create(root, root.NotBefore, root.NotAfter, [1, 2, 3]);
        var bundle = new ClaimBundle(
            "chien-dich-1", "cho-binh-an", 1_800_000_000_000, codes,
            issuing.ExportCertificatePem() + "\n" + (foreignRoot ? other : root).ExportCertificatePem() + "\n", "");
        return bundle with
        {
            Signature = Convert.ToBase64String((signer ?? issuingKey).SignData(
                bundle.SignedBytes(), HashAlgorithmName.SHA256, DSASignatureFormat.IeeeP1363FixedFieldConcatenation)),
        };
    }

    internal static byte[] Json(ClaimBundle bundle) =>
        JsonSerializer.SerializeToUtf8Bytes(bundle, EnrolmentJson.Default.ClaimBundle);

    private static X509Certificate2 Root(string name, ECDsa key)
    {
        // Long over: a gate without a clock cannot judge that.
        var from = new DateTimeOffset(2001, 1, 1, 0, 0, 0, TimeSpan.Zero);
        return Authority(name, key).CreateSelfSigned(from, from.AddYears(1));
    }

    private static CertificateRequest Authority(string name, ECDsa key)
    {
        var request = new CertificateRequest(name, key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, false, 0, true));
        return request;
    }
}
