using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace CheckIn.Hub.Authority;

/// <summary>
/// A request for a certificate, PKCS #10. Only the key is taken from it: names and extensions are the hub's to say.
/// </summary>
internal static class SigningRequest
{
    private const int MaxBytes = 4096;
    private const string P256 = "1.2.840.10045.3.1.7";

    /// <exception cref="FormatException">It is none, its signature does not fit, or its key is not of
    /// P-256.</exception>
    internal static PublicKey KeyOf(byte[] csr)
    {
        if (csr.Length > MaxBytes)
            throw new FormatException($"The signing request has {csr.Length} bytes; {MaxBytes} are enough.");
        try
        {
            var request = CertificateRequest.LoadSigningRequest(csr, HashAlgorithmName.SHA256);
            using var key = request.PublicKey.GetECDsaPublicKey()
                ?? throw new FormatException("The signing request's key is not of P-256.");
            if (key.ExportParameters(false).Curve is not { IsNamed: true, Oid.Value: P256 })
                throw new FormatException("The signing request's key is not of P-256.");
            return request.PublicKey;
        }
        catch (CryptographicException e)
        {
            throw new FormatException($"The signing request cannot be used: {e.Message}", e);
        }
    }
}
