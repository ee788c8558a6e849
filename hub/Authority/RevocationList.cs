using System.Formats.Asn1;
using System.Numerics;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace CheckIn.Hub.Authority;

/// <summary>
/// The revoked certificates as a file (RFC 5280 section 5, PEM): what other MQTT servers read, and what the hub itself
/// still knows when its database comes from an old backup. It is good until the issuing certificate's end, because a
/// list that ran out while the hub is down would shut every gate out of such a server.
/// </summary>
internal static class RevocationList
{
    private const string Label = "X509 CRL";

    internal static string Sign(
        IEnumerable<(X509Certificate2 Certificate, ECDsa Key)> signers, IReadOnlyList<RevokedSerial> revoked,
        DateTimeOffset now)
    {
        var number = new BigInteger(now.ToUnixTimeMilliseconds());
        var pem = new System.Text.StringBuilder();
        foreach (var (certificate, key) in signers)
        {
            var from = now - CertificateAuthority.Back;
            if (certificate.NotAfter <= from)
                continue;
            var list = new CertificateRevocationListBuilder();
            foreach (var (serial, at) in revoked)
                list.AddEntry(Convert.FromHexString(serial), at);
            var der = list.Build(
                certificate.SubjectName, X509SignatureGenerator.CreateForECDsa(key), number, certificate.NotAfter,
                HashAlgorithmName.SHA256,
                X509AuthorityKeyIdentifierExtension.CreateFromCertificate(certificate, true, false), from);
            pem.Append(PemEncoding.WriteString(Label, der)).Append('\n');
        }
        return pem.ToString();
    }

    /// <summary>What the lists in a file name.</summary>
    /// <exception cref="FormatException">They cannot be read, or were signed by nobody of <paramref
    /// name="signers"/>.</exception>
    internal static IReadOnlyCollection<RevokedSerial> Read(string pem, IReadOnlyList<X509Certificate2> signers)
    {
        var found = new Dictionary<string, RevokedSerial>(StringComparer.Ordinal);
        var rest = pem.AsSpan();
        var lists = 0;
        while (PemEncoding.TryFind(rest, out var fields))
        {
            if (rest[fields.Label].SequenceEqual(Label))
            {
                Read(Convert.FromBase64String(rest[fields.Base64Data].ToString()), signers, found);
                lists++;
            }
            rest = rest[fields.Location.End..];
        }
        return lists > 0 ? found.Values : throw new FormatException("there is no list in it");
    }

    private static void Read(
        byte[] der, IReadOnlyList<X509Certificate2> signers, Dictionary<string, RevokedSerial> found)
    {
        try
        {
            var list = new AsnReader(der, AsnEncodingRules.DER).ReadSequence();
            var signed = list.PeekEncodedValue();
            var content = list.ReadSequence();
            list.ReadSequence();
            var signature = list.ReadBitString(out _);
            if (!signers.Any(signer => Verifies(signer, signed.Span, signature)))
                throw new FormatException("its signature is not this authority's");
            Read(content, found);
        }
        catch (AsnContentException e)
        {
            throw new FormatException(e.Message, e);
        }
    }

    /// <summary>TBSCertList: version, signature, issuer, thisUpdate, nextUpdate, revokedCertificates.</summary>
    private static void Read(AsnReader content, Dictionary<string, RevokedSerial> found)
    {
        content.ReadInteger();
        content.ReadSequence();
        content.ReadSequence();
        ReadTime(content);
        ReadTime(content);
        if (!content.HasData || content.PeekTag() != Asn1Tag.Sequence)
            return;
        var entries = content.ReadSequence();
        while (entries.HasData)
        {
            var entry = entries.ReadSequence();
            var serial = Convert.ToHexString(entry.ReadIntegerBytes().Span);
            found.TryAdd(serial, new RevokedSerial(serial, ReadTime(entry)));
        }
    }

    private static DateTimeOffset ReadTime(AsnReader reader) =>
        reader.PeekTag().TagValue == (int)UniversalTagNumber.UtcTime
            ? reader.ReadUtcTime() : reader.ReadGeneralizedTime();

    private static bool Verifies(X509Certificate2 signer, ReadOnlySpan<byte> signed, byte[] signature)
    {
        using var key = signer.GetECDsaPublicKey();
        const DSASignatureFormat format = DSASignatureFormat.Rfc3279DerSequence;
        return key?.VerifyData(signed, signature, HashAlgorithmName.SHA256, format) == true;
    }
}

/// <summary>A certificate that is good no more.</summary>
/// <param name="Serial">Hexadecimal, upper case.</param>
/// <param name="At">Since when.</param>
internal readonly record struct RevokedSerial(string Serial, DateTimeOffset At);
