using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using CheckIn.Enrolment;

namespace CheckIn.Hub.Authority;

/// <summary>
/// What the authority's certificates say (RFC 5280): who may do what with which. A gate's is good for a client only and
/// says so in its name as well (OU = gate), a server's for a server only, so none can be used in another's place.
/// </summary>
internal static class CertificateForms
{
    /// <summary>Organizational unit of gates.</summary>
    internal const string GateUnit = "gate";
    /// <summary>Organizational unit of hubs, where another MQTT server asks who they are.</summary>
    internal const string HubUnit = "hub";
    internal const string ForServers = "1.3.6.1.5.5.7.3.1";
    internal const string ForClients = "1.3.6.1.5.5.7.3.2";
    private const string OrganizationalUnit = "2.5.4.11";

    internal static CertificateRequest Root(ECDsa key) => Authority("CheckIn root", key, pathLength: 1);

    internal static CertificateRequest Issuing(ECDsa key) => Authority("CheckIn issuing", key, pathLength: 0);

    internal static CertificateRequest Client(string name, string unit, PublicKey key)
    {
        var subject = new X500DistinguishedNameBuilder();
        subject.AddOrganizationalUnitName(unit);
        subject.AddCommonName(name);
        return Leaf(new CertificateRequest(subject.Build(), key, HashAlgorithmName.SHA256), ForClients);
    }

    /// <param name="names">DNS names and IP addresses.</param>
    /// <param name="key">Its key.</param>
    internal static CertificateRequest Server(IReadOnlyCollection<string> names, PublicKey key)
    {
        var subject = new X500DistinguishedNameBuilder();
        // A common name has 64 characters at most, and nobody reads it where there are alternative names.
        subject.AddCommonName(names.FirstOrDefault(name => name.Length <= 64) ?? "CheckIn hub");
        var request = Leaf(new CertificateRequest(subject.Build(), key, HashAlgorithmName.SHA256), ForServers);
        var alternatives = new SubjectAlternativeNameBuilder();
        foreach (var name in names.Distinct(StringComparer.OrdinalIgnoreCase))
        {
            if (IPAddress.TryParse(name.Trim('[', ']'), out var address))
                alternatives.AddIpAddress(address);
            else
                alternatives.AddDnsName(name);
        }
        request.CertificateExtensions.Add(alternatives.Build());
        return request;
    }

    /// <summary>The signed certificate, within its issuer's life.</summary>
    internal static X509Certificate2 Sign(
        this CertificateRequest request, X509Certificate2 issuer, ECDsa key, DateTimeOffset from, DateTimeOffset until)
    {
        request.CertificateExtensions.Add(
            X509AuthorityKeyIdentifierExtension.CreateFromCertificate(issuer, true, false));
        var signer = X509SignatureGenerator.CreateForECDsa(key);
        return request.Create(
            issuer.SubjectName, signer, Later(from, issuer.NotBefore), Earlier(until, issuer.NotAfter), NewSerial());
    }

    /// <summary>Whether its name says that it is a gate's.</summary>
    internal static bool IsGate(X509Certificate2 certificate) => certificate.SubjectName
        .EnumerateRelativeDistinguishedNames()
        .Any(part => !part.HasMultipleElements && part.GetSingleElementType().Value == OrganizationalUnit
            && part.GetSingleElementValue() == GateUnit);

    /// <summary>16 bytes, as long in every encoding: neither the sign nor zeros at the front change it.</summary>
    internal static byte[] NewSerial()
    {
        var serial = RandomNumberGenerator.GetBytes(16);
        serial[0] = (byte)((serial[0] & 0x3F) | 0x40);
        return serial;
    }

    private static CertificateRequest Authority(string name, ECDsa key, int pathLength)
    {
        // The fingerprint keeps one hub's authority and its next one apart: lists of revoked certificates go by name.
        var fingerprint = Fingerprint.Of(key.ExportSubjectPublicKeyInfo());
        var request = new CertificateRequest($"CN={name} {fingerprint}", key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, true, pathLength, true));
        request.CertificateExtensions.Add(
            new X509KeyUsageExtension(X509KeyUsageFlags.KeyCertSign | X509KeyUsageFlags.CrlSign, true));
        request.CertificateExtensions.Add(new X509SubjectKeyIdentifierExtension(request.PublicKey, false));
        return request;
    }

    private static CertificateRequest Leaf(CertificateRequest request, string purpose)
    {
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(false, false, 0, true));
        request.CertificateExtensions.Add(new X509KeyUsageExtension(X509KeyUsageFlags.DigitalSignature, true));
        request.CertificateExtensions.Add(new X509EnhancedKeyUsageExtension([new Oid(purpose)], false));
        request.CertificateExtensions.Add(new X509SubjectKeyIdentifierExtension(request.PublicKey, false));
        return request;
    }

    private static DateTimeOffset Later(DateTimeOffset one, DateTimeOffset other) => one > other ? one : other;

    private static DateTimeOffset Earlier(DateTimeOffset one, DateTimeOffset other) => one < other ? one : other;
}
