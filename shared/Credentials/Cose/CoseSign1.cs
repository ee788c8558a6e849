using System.Buffers;
using System.Security.Cryptography;
using CheckIn.Credentials.Cbor;

namespace CheckIn.Credentials.Cose;

/// <summary>
/// A message with one signature: COSE_Sign1, RFC 9052 section 4.2, as tag 18, with the tag of CWT (61, RFC 8392 section
/// 6) around that, or without a tag. It points into the bytes that it was read from and allocates nothing. Algorithm
/// and
/// key id count where they are protected; only what is not there is taken from the unprotected header, which a
/// signature does not cover: the key id merely finds a key, and an algorithm merely has to be the one of that key.
/// </summary>
public readonly ref struct CoseSign1
{
    private const ulong Tag = 18, CwtTag = 61;
    private const int Parts = 4, OnStack = 1024, HashSize = 32, SignatureSize = 64;

    private static ReadOnlySpan<byte> Context => "Signature1"u8;

    private readonly ReadOnlySpan<byte> _protected;

    private CoseSign1(
        ReadOnlySpan<byte> protectedHeader, CoseHeaders covered, CoseHeaders open, ReadOnlySpan<byte> payload,
        ReadOnlySpan<byte> signature)
    {
        _protected = protectedHeader;
        Algorithm = covered.Algorithm ?? open.Algorithm;
        KeyId = covered.HasKeyId ? covered.KeyId : open.KeyId;
        Payload = payload;
        Signature = signature;
    }

    /// <summary>As in <see cref="CoseAlgorithm"/>, or another number; null where none is stated.</summary>
    public long? Algorithm { get; }

    /// <summary>Which key has signed; empty where that is not stated.</summary>
    public ReadOnlySpan<byte> KeyId { get; }

    /// <summary>What was signed. Nothing is known of it before <c>Verify</c>.</summary>
    public ReadOnlySpan<byte> Payload { get; }

    /// <summary>The signature.</summary>
    public ReadOnlySpan<byte> Signature { get; }

    /// <summary>Bytes of what <see cref="WriteSigStructure"/> writes.</summary>
    public int SigStructureLength => SigStructureLengthOf(_protected, Payload);

    /// <summary>Reads a message, all of it; never throws, whatever the bytes.</summary>
    /// <returns>False when it is none, when its payload is elsewhere, or when something follows it.</returns>
    public static bool TryRead(ReadOnlySpan<byte> message, out CoseSign1 read)
    {
        read = default;
        var cursor = new CborCursor(message);
        if (cursor.TryReadTag(CwtTag) && cursor.Next != CborKind.Tag)
            return false;
        cursor.TryReadTag(Tag);
        var parts = 0;
        var items = cursor.ReadArray();
        ReadOnlySpan<byte> covered = default, payload = default, signature = default;
        CoseHeaders open = default;
        for (; items.Next(ref cursor); parts++)
        {
            if (parts == 0)
                covered = cursor.ReadBytes();
            else if (parts == 1 && CoseHeaders.TryRead(ref cursor, out open))
                continue;
            else if (parts == 2)
                payload = cursor.ReadBytes();
            else if (parts == 3)
                signature = cursor.ReadBytes();
            else
                return false;
        }
        if (parts != Parts || !cursor.IsAtEnd || !TryReadCovered(covered, out var headers))
            return false;
        read = new(covered, headers, open, payload, signature);
        return true;
    }

    /// <summary>
    /// Writes what the signature is over: Sig_structure, RFC 9052 section 4.4, without external data.
    /// </summary>
    /// <param name="into">At least <see cref="SigStructureLength"/> bytes.</param>
    public void WriteSigStructure(Span<byte> into) => WriteSigStructure(into, _protected, Payload);

    /// <summary>Whether the message says ES256 and this key of P-256 has signed it.</summary>
    public bool Verify(ECDsa key)
    {
        if (Algorithm != CoseAlgorithm.Es256 || key.KeySize != 256 || Signature.Length != SignatureSize)
            return false;
        Span<byte> hash = stackalloc byte[HashSize];
        Hash(hash);
        return key.VerifyHash(hash, Signature, DSASignatureFormat.IeeeP1363FixedFieldConcatenation);
    }

    /// <summary>Whether the message says PS256 and this key of RSA has signed it.</summary>
    public bool Verify(RSA key)
    {
        if (Algorithm != CoseAlgorithm.Ps256 || Signature.Length != (key.KeySize + 7) / 8)
            return false;
        Span<byte> hash = stackalloc byte[HashSize];
        Hash(hash);
        return key.VerifyHash(hash, Signature, HashAlgorithmName.SHA256, RSASignaturePadding.Pss);
    }

    /// <summary>Signs with ES256: a message with tag 18, algorithm and key id protected.</summary>
    /// <param name="key">Of P-256, with its private half.</param>
    /// <param name="kid">Which key that is.</param>
    /// <param name="payload">What is signed.</param>
    /// <exception cref="CryptographicException">The key cannot sign.</exception>
    public static byte[] Sign(ECDsa key, ReadOnlySpan<byte> kid, ReadOnlySpan<byte> payload)
    {
        var header = new byte[4 + CborSink.StringLength(kid.Length)];
        var sink = new CborSink(header);
        sink.WriteMap(2);
        sink.WriteInteger(1);
        sink.WriteInteger(CoseAlgorithm.Es256);
        sink.WriteInteger(4);
        sink.WriteBytes(kid);
        var signed = new byte[SigStructureLengthOf(header, payload)];
        WriteSigStructure(signed, header, payload);
        var signature = key.SignData(
            signed, HashAlgorithmName.SHA256, DSASignatureFormat.IeeeP1363FixedFieldConcatenation);
        return Compose(header, payload, signature);
    }

    private static byte[] Compose(byte[] header, ReadOnlySpan<byte> payload, byte[] signature)
    {
        var message = new byte[3 + CborSink.StringLength(header.Length) + CborSink.StringLength(payload.Length)
            + CborSink.StringLength(signature.Length)];
        var sink = new CborSink(message);
        sink.WriteTag(Tag);
        sink.WriteArray(Parts);
        sink.WriteBytes(header);
        sink.WriteMap(0);
        sink.WriteBytes(payload);
        sink.WriteBytes(signature);
        return message;
    }

    /// <summary>The protected header: no bytes at all, or a map and nothing after it.</summary>
    private static bool TryReadCovered(ReadOnlySpan<byte> bytes, out CoseHeaders read)
    {
        read = default;
        var cursor = new CborCursor(bytes);
        return bytes.IsEmpty || (CoseHeaders.TryRead(ref cursor, out read) && cursor.IsAtEnd);
    }

    private void Hash(Span<byte> hash)
    {
        var length = SigStructureLength;
        var rented = length > OnStack ? ArrayPool<byte>.Shared.Rent(length) : null;
        var signed = rented is null ? stackalloc byte[OnStack] : rented;
        WriteSigStructure(signed[..length]);
        SHA256.HashData(signed[..length], hash);
        if (rented is not null)
            ArrayPool<byte>.Shared.Return(rented);
    }

    private static int SigStructureLengthOf(ReadOnlySpan<byte> header, ReadOnlySpan<byte> payload) =>
        1 + CborSink.StringLength(Context.Length) + CborSink.StringLength(header.Length) + CborSink.StringLength(0)
        + CborSink.StringLength(payload.Length);

    private static void WriteSigStructure(Span<byte> into, ReadOnlySpan<byte> header, ReadOnlySpan<byte> payload)
    {
        var sink = new CborSink(into);
        sink.WriteArray(Parts);
        sink.WriteText(Context);
        sink.WriteBytes(header);
        sink.WriteBytes(default);
        sink.WriteBytes(payload);
    }
}
