using System.Security.Cryptography.X509Certificates;

namespace CheckIn.Hub.Authority;

/// <summary>
/// The hub's own authority: a root that gates pin, and an issuing certificate under it that signs theirs, the hub's server
/// certificates and the revocation list. P-256 throughout. The root's private key is needed only to make another issuing
/// certificate, so it may lie in a safe.
/// </summary>
internal sealed class CertificateAuthority
{
    /// <summary>What gates and clients pin.</summary>
    internal X509Certificate2 Root => throw new NotImplementedException();

    /// <summary>A gate's certificate for the key in a signing request.</summary>
    /// <param name="gate">Its id: the common name, whatever the request says.</param>
    /// <param name="csr">PKCS #10, DER.</param>
    /// <exception cref="FormatException">The request's signature does not fit, or its key is not of P-256.</exception>
    internal IssuedCertificate IssueGate(string gate, byte[] csr) => throw new NotImplementedException();
}

/// <summary>A certificate of a gate.</summary>
/// <param name="Serial">Hexadecimal, upper case, as <see cref="X509Certificate2.SerialNumber"/>.</param>
/// <param name="Gate">Common name.</param>
/// <param name="Pem">The certificate, then the issuing one.</param>
/// <param name="Fingerprint">Of its key, for people.</param>
/// <param name="NotBefore">From when it is good; some minutes back, since gates' clocks are slow.</param>
/// <param name="NotAfter">Until when.</param>
internal sealed record IssuedCertificate(
    string Serial, string Gate, string Pem, string Fingerprint, DateTimeOffset NotBefore, DateTimeOffset NotAfter);
