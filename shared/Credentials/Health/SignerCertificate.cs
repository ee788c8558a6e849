using System.Formats.Asn1;
using System.Security.Cryptography;

namespace CheckIn.Credentials.Health;

/// <summary>
/// What a gate needs of a signer's certificate (X.509, RFC 5280 section 4.1). It is read by hand: real lists hold
/// certificates with serial numbers of zero and below, which libraries refuse, and nothing here depends on the serial
/// number. Who issued it is for whoever makes the list to check.
/// </summary>
public static class SignerCertificate
{
    private const string ExtendedKeyUsage = "2.5.29.37";
    private const int MostBytes = 64 * 1024, KeyIdSize = 8;
    private static readonly Asn1Tag Version = new(TagClass.ContextSpecific, 0);
    private static readonly Asn1Tag Extensions = new(TagClass.ContextSpecific, 3);

    /// <summary>The key of a certificate, by the first 8 bytes of the certificate's SHA-256.</summary>
    /// <param name="certificate">DER.</param>
    /// <exception cref="FormatException">It is no certificate.</exception>
    public static TrustedKey Read(ReadOnlyMemory<byte> certificate)
    {
        if (certificate.Length > MostBytes)
            throw new FormatException($"a certificate has at most {MostBytes} bytes");
        try
        {
            var body = new AsnReader(certificate, AsnEncodingRules.BER).ReadSequence().ReadSequence();
            if (body.PeekTag().HasSameClassAndValue(Version))
                body.ReadEncodedValue();
            body.ReadEncodedValue(); // serial number, whatever it is
            body.ReadEncodedValue(); // algorithm
            body.ReadEncodedValue(); // issuer
            var validity = body.ReadSequence();
            var (notBefore, notAfter) = (ReadTime(validity), ReadTime(validity));
            body.ReadEncodedValue(); // subject
            var key = body.ReadEncodedValue();
            return new(
                SHA256.HashData(certificate.Span)[..KeyIdSize], key.ToArray(), notBefore, notAfter, ReadUsages(body));
        }
        catch (AsnContentException e)
        {
            throw new FormatException("not a certificate (X.509, DER)", e);
        }
    }

    private static DateTimeOffset ReadTime(AsnReader validity) =>
        validity.PeekTag() == Asn1Tag.UtcTime ? validity.ReadUtcTime() : validity.ReadGeneralizedTime();

    private static List<string> ReadUsages(AsnReader body)
    {
        List<string> usages = [];
        while (body.HasData)
        {
            if (!body.PeekTag().HasSameClassAndValue(Extensions))
            {
                body.ReadEncodedValue();
                continue;
            }
            var extensions = body.ReadSequence(Extensions).ReadSequence();
            while (extensions.HasData)
            {
                var extension = extensions.ReadSequence();
                if (extension.ReadObjectIdentifier() != ExtendedKeyUsage)
                    continue;
                if (extension.PeekTag() == Asn1Tag.Boolean)
                    extension.ReadBoolean();
                var names = new AsnReader(extension.ReadOctetString(), AsnEncodingRules.BER).ReadSequence();
                while (names.HasData)
                    usages.Add(names.ReadObjectIdentifier());
            }
        }
        return usages;
    }
}
