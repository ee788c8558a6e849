using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace CheckIn.Gate.Tests.Enrolment;

/// <summary>An authority as a hub has one: a root, and an issuing certificate under it.</summary>
internal sealed class TestAuthority : IDisposable
{
    private static readonly Oid ServerUse = new("1.3.6.1.5.5.7.3.1");
    private static readonly Oid ClientUse = new("1.3.6.1.5.5.7.3.2");
    private readonly X509Certificate2 _issuing;

    internal TestAuthority(DateTimeOffset? from = null)
    {
        var notBefore = from ?? new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);
        using var rootKey = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var root = new CertificateRequest("CN=Test root", rootKey, HashAlgorithmName.SHA256);
        root.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, true, 1, true));
        Root = root.CreateSelfSigned(notBefore, notBefore.AddYears(30));
        using var issuingKey = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var issuing = new CertificateRequest("CN=Test issuing", issuingKey, HashAlgorithmName.SHA256);
        issuing.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, true, 0, true));
        _issuing = issuing.Create(Root, notBefore, notBefore.AddYears(20), Serial()).CopyWithPrivateKey(issuingKey);
    }

    internal X509Certificate2 Root { get; }

    internal string RootPem => Root.ExportCertificatePem();

    /// <summary>A server's certificate, its issuer's, and its key.</summary>
    internal (X509Certificate2 Certificate, X509Certificate2Collection Chain) Server(
        DateTimeOffset notBefore, DateTimeOffset notAfter, string name = "localhost")
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=" + name, key, HashAlgorithmName.SHA256);
        var names = new SubjectAlternativeNameBuilder();
        names.AddDnsName(name);
        if (name == "localhost")
            names.AddIpAddress(IPAddress.Loopback);
        request.CertificateExtensions.Add(names.Build());
        request.CertificateExtensions.Add(new X509EnhancedKeyUsageExtension([ServerUse], false));
        using var certificate = request.Create(_issuing, notBefore, notAfter, Serial());
        using var withKey = certificate.CopyWithPrivateKey(key);
        return (X509CertificateLoader.LoadPkcs12(withKey.Export(X509ContentType.Pkcs12), null), [Copy(_issuing)]);
    }

    /// <summary>A gate's certificate for the key in a signing request, and the one that issued it.</summary>
    internal string IssueGate(string gate, byte[] csr, DateTimeOffset notBefore, DateTimeOffset notAfter)
    {
        var asked = CertificateRequest.LoadSigningRequest(csr, HashAlgorithmName.SHA256);
        var request = new CertificateRequest(new X500DistinguishedName("CN=" + gate), asked.PublicKey, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509EnhancedKeyUsageExtension([ClientUse], false));
        using var certificate = request.Create(
            _issuing.SubjectName, X509SignatureGenerator.CreateForECDsa(_issuing.GetECDsaPrivateKey()!), notBefore, notAfter, Serial());
        return certificate.ExportCertificatePem() + "\n" + _issuing.ExportCertificatePem() + "\n";
    }

    /// <summary>A gate's key and certificate, made here.</summary>
    internal (string Key, string Certificate) Gate(string gate, DateTimeOffset notBefore, DateTimeOffset notAfter)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var csr = new CertificateRequest("CN=any", key, HashAlgorithmName.SHA256).CreateSigningRequest();
        return (key.ExportPkcs8PrivateKeyPem(), IssueGate(gate, csr, notBefore, notAfter));
    }

    public void Dispose()
    {
        Root.Dispose();
        _issuing.Dispose();
    }

    private static X509Certificate2 Copy(X509Certificate2 certificate) =>
        X509CertificateLoader.LoadCertificate(certificate.RawData);

    private static byte[] Serial()
    {
        var serial = RandomNumberGenerator.GetBytes(12);
        serial[0] = (byte)((serial[0] & 0x7f) | 1);
        return serial;
    }
}
