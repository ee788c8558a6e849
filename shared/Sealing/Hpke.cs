using System.Buffers.Binary;
using System.Runtime.CompilerServices;
using System.Security.Cryptography;

[assembly: InternalsVisibleTo("CheckIn.Shared.Tests")]
[assembly: InternalsVisibleTo("CheckIn.Bench")]

namespace CheckIn.Sealing;

/// <summary>
/// Hybrid public key encryption, RFC 9180, base mode, one message a context, in the one suite that this product
/// uses: DHKEM(P-256, HKDF-SHA256), HKDF-SHA256, AES-128-GCM (0x0010, 0x0001, 0x0001).
/// The framework gives the primitives (ECDH, HKDF, AES-GCM); what stands here is only the RFC's labelling of them,
/// held against the RFC's own vectors (appendix A.3.1) by the tests. Base mode says nothing of the sender: whoever
/// has the public key can seal, nobody but the holder of the private key can open. That is what a gate needs: it
/// writes personal fields that it cannot read again. Each message has an ephemeral key of its own, so the nonce of
/// sequence number 0 is never used twice under one key.
/// </summary>
public static class Hpke
{
    /// <summary>Bytes of a public key and of <c>enc</c>: an uncompressed point, RFC 9180 section 7.1.1.</summary>
    public const int PublicKeySize = 65;
    /// <summary>Bytes that sealing adds to a plaintext: the tag of AES-GCM.</summary>
    public const int TagSize = 16;

    internal const int KeySize = 16;
    internal const int NonceSize = 12;
    private const int HashSize = 32;

    private static ReadOnlySpan<byte> KemSuite => "KEM\0\x10"u8;
    private static ReadOnlySpan<byte> Suite => "HPKE\0\x10\0\x01\0\x01"u8;

    /// <summary>Seals <paramref name="plaintext"/> to a public key.</summary>
    /// <param name="publicKey">The recipient's uncompressed point, 65 bytes.</param>
    /// <param name="info">What the message is for; the opener states the same.</param>
    /// <param name="aad">Authenticated, not encrypted; the opener states the same.</param>
    /// <param name="plaintext">Any length.</param>
    /// <returns>The encapsulated key (65 bytes) and the ciphertext, 16 bytes longer than the plaintext.</returns>
    /// <exception cref="CryptographicException">The public key is not a point of P-256.</exception>
    public static (byte[] Enc, byte[] Ciphertext) Seal(
        ReadOnlySpan<byte> publicKey, ReadOnlySpan<byte> info, ReadOnlySpan<byte> aad, ReadOnlySpan<byte> plaintext)
    {
        using var recipient = ImportPublicKey(publicKey);
        using var ephemeral = ECDiffieHellman.Create(ECCurve.NamedCurves.nistP256);
        return Seal(ephemeral, recipient.PublicKey, publicKey, info, aad, plaintext);
    }

    /// <summary>Opens what was sealed to the public half of <paramref name="privateKey"/>.</summary>
    /// <exception cref="CryptographicException">Another key, other info or aad, or changed bytes.</exception>
    public static byte[] Open(
        ECDiffieHellman privateKey, ReadOnlySpan<byte> enc, ReadOnlySpan<byte> info, ReadOnlySpan<byte> aad,
        ReadOnlySpan<byte> ciphertext)
    {
        if (ciphertext.Length < TagSize)
            throw new CryptographicException($"A sealed message has at least {TagSize} bytes.");
        using var ephemeral = ImportPublicKey(enc);
        Span<byte> secret = stackalloc byte[HashSize];
        Span<byte> key = stackalloc byte[KeySize];
        Span<byte> nonce = stackalloc byte[NonceSize];
        SharedSecret(privateKey, ephemeral.PublicKey, enc, ExportPublicKey(privateKey), secret);
        KeySchedule(secret, info, key, nonce);
        var plaintext = new byte[ciphertext.Length - TagSize];
        using (var aes = new AesGcm(key, TagSize))
            aes.Decrypt(nonce, ciphertext[..^TagSize], ciphertext[^TagSize..], plaintext, aad);
        CryptographicOperations.ZeroMemory(key);
        CryptographicOperations.ZeroMemory(secret);
        return plaintext;
    }

    /// <summary>The uncompressed point of a key, 65 bytes.</summary>
    public static byte[] ExportPublicKey(ECDiffieHellman key)
    {
        var q = key.ExportParameters(includePrivateParameters: false).Q;
        return [4, .. q.X!, .. q.Y!];
    }

    /// <summary>A key from its uncompressed point; checked to lie on P-256.</summary>
    /// <exception cref="CryptographicException">It is not a point of P-256.</exception>
    public static ECDiffieHellman ImportPublicKey(ReadOnlySpan<byte> point)
    {
        if (point.Length != PublicKeySize || point[0] != 4)
            throw new CryptographicException($"A public key is an uncompressed P-256 point of {PublicKeySize} bytes.");
        return ECDiffieHellman.Create(new ECParameters
        {
            Curve = ECCurve.NamedCurves.nistP256,
            Q = new ECPoint { X = point[1..33].ToArray(), Y = point[33..].ToArray() },
        });
    }

    internal static (byte[] Enc, byte[] Ciphertext) Seal(
        ECDiffieHellman ephemeral, ECDiffieHellmanPublicKey recipient, ReadOnlySpan<byte> recipientPoint,
        ReadOnlySpan<byte> info, ReadOnlySpan<byte> aad, ReadOnlySpan<byte> plaintext)
    {
        var enc = ExportPublicKey(ephemeral);
        Span<byte> secret = stackalloc byte[HashSize];
        Span<byte> key = stackalloc byte[KeySize];
        Span<byte> nonce = stackalloc byte[NonceSize];
        SharedSecret(ephemeral, recipient, enc, recipientPoint, secret);
        KeySchedule(secret, info, key, nonce);
        var ciphertext = new byte[plaintext.Length + TagSize];
        using (var aes = new AesGcm(key, TagSize))
            aes.Encrypt(nonce, plaintext, ciphertext.AsSpan(..^TagSize), ciphertext.AsSpan(^TagSize..), aad);
        CryptographicOperations.ZeroMemory(key);
        CryptographicOperations.ZeroMemory(secret);
        return (enc, ciphertext);
    }

    // RFC 9180 section 4.1: ExtractAndExpand over the Diffie-Hellman secret, bound to both public keys.
    internal static void SharedSecret(
        ECDiffieHellman own, ECDiffieHellmanPublicKey other, ReadOnlySpan<byte> enc, ReadOnlySpan<byte> recipientPoint,
        Span<byte> secret)
    {
        var dh = own.DeriveRawSecretAgreement(other);
        Span<byte> prk = stackalloc byte[HashSize];
        LabeledExtract(KemSuite, default, "eae_prk"u8, dh, prk);
        CryptographicOperations.ZeroMemory(dh);
        Span<byte> context = stackalloc byte[2 * PublicKeySize];
        enc.CopyTo(context);
        recipientPoint.CopyTo(context[PublicKeySize..]);
        LabeledExpand(KemSuite, prk, "shared_secret"u8, context, secret);
        CryptographicOperations.ZeroMemory(prk);
    }

    // RFC 9180 section 5.1, mode_base: psk and psk_id are empty.
    internal static void KeySchedule(
        ReadOnlySpan<byte> sharedSecret, ReadOnlySpan<byte> info, Span<byte> key, Span<byte> nonce)
    {
        Span<byte> context = stackalloc byte[1 + (2 * HashSize)];
        context[0] = 0;
        LabeledExtract(Suite, default, "psk_id_hash"u8, default, context.Slice(1, HashSize));
        LabeledExtract(Suite, default, "info_hash"u8, info, context.Slice(1 + HashSize, HashSize));
        Span<byte> secret = stackalloc byte[HashSize];
        LabeledExtract(Suite, sharedSecret, "secret"u8, default, secret);
        LabeledExpand(Suite, secret, "key"u8, context, key);
        LabeledExpand(Suite, secret, "base_nonce"u8, context, nonce);
        CryptographicOperations.ZeroMemory(secret);
    }

    // RFC 9180 section 4: HKDF-Extract over "HPKE-v1" || suite || label || ikm.
    private static void LabeledExtract(
        ReadOnlySpan<byte> suite, ReadOnlySpan<byte> salt, ReadOnlySpan<byte> label, ReadOnlySpan<byte> ikm,
        Span<byte> prk)
    {
        byte[] labeled = [.. "HPKE-v1"u8, .. suite, .. label, .. ikm];
        HKDF.Extract(HashAlgorithmName.SHA256, labeled, salt, prk);
        CryptographicOperations.ZeroMemory(labeled);
    }

    // RFC 9180 section 4: HKDF-Expand with length || "HPKE-v1" || suite || label || info.
    private static void LabeledExpand(
        ReadOnlySpan<byte> suite, ReadOnlySpan<byte> prk, ReadOnlySpan<byte> label, ReadOnlySpan<byte> info,
        Span<byte> output)
    {
        Span<byte> length = stackalloc byte[2];
        BinaryPrimitives.WriteUInt16BigEndian(length, (ushort)output.Length);
        byte[] labeled = [.. length, .. "HPKE-v1"u8, .. suite, .. label, .. info];
        HKDF.Expand(HashAlgorithmName.SHA256, prk, output, labeled);
    }
}
