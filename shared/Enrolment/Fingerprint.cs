using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace CheckIn.Enrolment;

/// <summary>
/// What two people compare: the first 80 bits of SHA-256 of a public key (SubjectPublicKeyInfo, DER), as four groups of
/// four symbols such as <c>3F7A-91C0-ZK4M-07TQ</c>. The same key has the same fingerprint in every certificate.
/// </summary>
public static class Fingerprint
{

    /// <summary>Of a certificate's key.</summary>
    public static string Of(X509Certificate2 certificate)
    {
        ArgumentNullException.ThrowIfNull(certificate);
        return Of(certificate.PublicKey.ExportSubjectPublicKeyInfo());
    }

    /// <summary>Of a public key.</summary>
    /// <param name="subjectPublicKeyInfo">DER.</param>
    public static string Of(ReadOnlySpan<byte> subjectPublicKeyInfo)
    {
        var hash = SHA256.HashData(subjectPublicKeyInfo);
        var text = new char[19];
        for (var i = 0; i < 16; i++)
        {
            var bit = i * 5;
            var two = (hash[bit / 8] << 8) | hash[(bit / 8) + 1];
            text[i + (i / 4)] = Base32.Symbols[(two >> (11 - (bit % 8))) & 31];
        }
        text[4] = text[9] = text[14] = '-';
        return new string(text);
    }
}
