using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text.Json;
using CheckIn.Contract;
using CheckIn.Enrolment;
using CheckIn.Gate.Keys;

namespace CheckIn.Gate.Enrolment;

/// <summary>
/// Whether what a hub granted can be used: a certificate for this key and the gate's id, that leads to the root that
/// comes with it. Times are left out: a gate without a clock cannot judge them, and the hub has proved itself.
/// </summary>
internal static class GrantCheck
{
    /// <param name="answer">The answer, proved to be the hub's.</param>
    /// <param name="key">The gate's key.</param>
    /// <param name="problem">What is wrong with it.</param>
    /// <returns>The grant; null = it cannot be used.</returns>
    internal static EnrolmentGrant? Read(byte[] answer, ECDsa key, out string? problem)
    {
        try
        {
            var grant = JsonSerializer.Deserialize(answer, EnrolmentJson.Default.EnrolmentGrant);
            problem = grant is null ? "it is empty" : Problem(grant, key);
            return problem is null ? grant : null;
        }
        catch (Exception e) when (e is JsonException or CryptographicException or ArgumentException or KeyException)
        {
            problem = e.Message;
            return null;
        }
    }

    /// <summary>What is wrong with a certificate for this key; null = nothing.</summary>
    /// <exception cref="CryptographicException">What is given as a certificate is none.</exception>
    internal static string? Problem(string gate, string certificates, string authority, ECDsa key)
    {
        var own = new X509Certificate2Collection();
        var roots = new X509Certificate2Collection();
        own.ImportFromPem(certificates);
        roots.ImportFromPem(authority);
        if (own.Count == 0 || roots.Count == 0)
            return "a certificate is missing";
        if (!own[0].PublicKey.ExportSubjectPublicKeyInfo().AsSpan().SequenceEqual(key.ExportSubjectPublicKeyInfo()))
            return "the certificate is of another key";
        if (own[0].GetNameInfo(X509NameType.SimpleName, forIssuer: false) != gate)
            return $"the certificate is not that of {gate}";
        using var chain = new X509Chain();
        chain.ChainPolicy.TrustMode = X509ChainTrustMode.CustomRootTrust;
        chain.ChainPolicy.CustomTrustStore.AddRange(roots);
        chain.ChainPolicy.ExtraStore.AddRange(own);
        chain.ChainPolicy.RevocationMode = X509RevocationMode.NoCheck;
        chain.ChainPolicy.VerificationFlags = X509VerificationFlags.IgnoreNotTimeValid;
        chain.ChainPolicy.DisableCertificateDownloads = true;
        return chain.Build(own[0]) ? null : "the certificate does not lead to the hub's authority";
    }

    private static string? Problem(EnrolmentGrant grant, ECDsa key)
    {
        if (grant is { Gate: null } or { Certificate: null } or { Authority: null } or { Mqtt: null } or { Https: null }
            or { Provision: null or { Settings: null } or { Keys: null } or { Standing: null } })
            return "a part of it is missing";
        if (!GateId.IsValid(grant.Gate))
            return $"'{grant.Gate}' is no gate's id";
        if (!grant.Mqtt.IsAbsoluteUri || grant.Mqtt.Scheme != "mqtts")
            return $"'{grant.Mqtt}' is not mqtts://host:port";
        if (!grant.Https.IsAbsoluteUri || grant.Https.Scheme != Uri.UriSchemeHttps)
            return $"'{grant.Https}' is not https://host:port";
        _ = SiteKeys.Of(grant.Provision.Keys);
        return Problem(grant.Gate, grant.Certificate, grant.Authority, key);
    }
}
