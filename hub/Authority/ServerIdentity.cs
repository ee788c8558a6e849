using System.Net.Security;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace CheckIn.Hub.Authority;

/// <summary>What a listener shows in the TLS handshake.</summary>
/// <param name="Certificate">With its private key.</param>
/// <param name="Context">The same with its chain, prepared.</param>
/// <param name="Hash">SHA-256 of the certificate, DER: what proofs of enrolment are bound to.</param>
internal sealed record ServerIdentity(
    X509Certificate2 Certificate, SslStreamCertificateContext Context, ReadOnlyMemory<byte> Hash)
{
    /// <param name="certificate">With its private key.</param>
    /// <param name="chain">What stands between it and its root.</param>
    internal static ServerIdentity Of(X509Certificate2 certificate, X509Certificate2Collection chain) => new(
        certificate, SslStreamCertificateContext.Create(certificate, chain, offline: true),
        SHA256.HashData(certificate.RawDataMemory.Span));
}
