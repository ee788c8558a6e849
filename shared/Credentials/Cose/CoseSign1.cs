using System.Formats.Cbor;
using System.Security.Cryptography;

namespace CheckIn.Credentials.Cose;

/// <summary>
/// A message with one signature: COSE_Sign1, RFC 9052 section 4.2, as tag 18, with the tag of CWT (61, RFC 8392 section 6)
/// around that, or without a tag. It points into the bytes that it was read from. Algorithm and key id count where they are
/// protected; only what is not there is taken from the unprotected header, which a signature does not cover: the key id
/// merely finds a key, and an algorithm merely has to be the one of that key.
/// </summary>
public sealed class CoseSign1
{
    private const CborTag Tag = (CborTag)18, CwtTag = (CborTag)61;
    private const int Parts = 4, SignatureSize = 64;

    private readonly ReadOnlyMemory<byte> _protected;

    private CoseSign1(CborReader reader)
    {
        var isCwt = reader.TryReadTag(CwtTag);
        if (!reader.TryReadTag(Tag) && isCwt)
            throw new FormatException("it is tagged as a CWT, and not as signed");
        reader.ReadStartArray();
        _protected = reader.ReadDefiniteLengthByteString();
        var open = CoseHeaders.Read(reader);
        Payload = reader.ReadDefiniteLengthByteString();
        Signature = reader.ReadDefiniteLengthByteString();
        reader.ReadEndArray();
        // No bytes at all, or a map and nothing after it.
        var covered = _protected.IsEmpty ? default : CborDocument.Read(_protected, CoseHeaders.Read);
        Algorithm = covered.Algorithm ?? open.Algorithm;
        KeyId = covered.KeyId ?? open.KeyId ?? default;
    }

    /// <summary>As in <see cref="CoseAlgorithm"/>, or another number; null where none is stated.</summary>
    public long? Algorithm { get; }

    /// <summary>Which key has signed; empty where that is not stated.</summary>
    public ReadOnlyMemory<byte> KeyId { get; }

    /// <summary>What was signed. Nothing is known of it before <c>Verify</c>.</summary>
    public ReadOnlyMemory<byte> Payload { get; }

    /// <summary>The signature.</summary>
    public ReadOnlyMemory<byte> Signature { get; }

    /// <summary>Reads a message, all of it.</summary>
    /// <exception cref="FormatException">It is none, its payload is elsewhere, or something follows it.</exception>
    public static CoseSign1 Read(ReadOnlyMemory<byte> message) =>
        CborDocument.Read(message, static reader => new CoseSign1(reader));

    /// <summary>What the signature is over: Sig_structure, RFC 9052 section 4.4, without external data.</summary>
    internal byte[] SigStructure() => SigStructureOf(_protected.Span, Payload.Span);

    /// <summary>Whether the message says ES256 and this key of P-256 has signed it.</summary>
    public bool Verify(ECDsa key) =>
        Algorithm == CoseAlgorithm.Es256 && key.KeySize == 256 && Signature.Length == SignatureSize && key.VerifyData(
            SigStructure(), Signature.Span, HashAlgorithmName.SHA256, DSASignatureFormat.IeeeP1363FixedFieldConcatenation);

    /// <summary>Whether the message says PS256 and this key of RSA has signed it.</summary>
    public bool Verify(RSA key) =>
        Algorithm == CoseAlgorithm.Ps256 && Signature.Length == (key.KeySize + 7) / 8 && key.VerifyData(
            SigStructure(), Signature.Span, HashAlgorithmName.SHA256, RSASignaturePadding.Pss);

    /// <summary>Signs with ES256: a message with tag 18, algorithm and key id protected.</summary>
    /// <param name="key">Of P-256, with its private half.</param>
    /// <param name="kid">Which key that is.</param>
    /// <param name="payload">What is signed.</param>
    /// <exception cref="CryptographicException">The key cannot sign.</exception>
    public static byte[] Sign(ECDsa key, ReadOnlySpan<byte> kid, ReadOnlySpan<byte> payload)
    {
        var header = CoseHeaders.Write(CoseAlgorithm.Es256, kid);
        var signature = key.SignData(
            SigStructureOf(header, payload), HashAlgorithmName.SHA256, DSASignatureFormat.IeeeP1363FixedFieldConcatenation);
        var writer = new CborWriter();
        writer.WriteTag(Tag);
        writer.WriteStartArray(Parts);
        writer.WriteByteString(header);
        writer.WriteStartMap(0);
        writer.WriteEndMap();
        writer.WriteByteString(payload);
        writer.WriteByteString(signature);
        writer.WriteEndArray();
        return writer.Encode();
    }

    private static byte[] SigStructureOf(ReadOnlySpan<byte> header, ReadOnlySpan<byte> payload)
    {
        var writer = new CborWriter();
        writer.WriteStartArray(Parts);
        writer.WriteTextString("Signature1");
        writer.WriteByteString(header);
        writer.WriteByteString([]);
        writer.WriteByteString(payload);
        writer.WriteEndArray();
        return writer.Encode();
    }
}
