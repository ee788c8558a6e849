using System.Security.Cryptography;
using CheckIn.Sealing;
using FsCheck;
using FsCheck.Fluent;

namespace CheckIn.Shared.Tests.Sealing;

public sealed class HpkeTests
{
    // RFC 9180 appendix A.3.1: DHKEM(P-256, HKDF-SHA256), HKDF-SHA256, AES-128-GCM, base mode, sequence number 0.
    private static readonly byte[] Info = Hex("4f6465206f6e2061204772656369616e2055726e");
    private static readonly byte[] PkEm = Hex("04a92719c6195d5085104f469a8b9814d5838ff72b60501e2c4466e5e67b325ac9"
        + "8536d7b61a1af4b78e5b7f951c0900be863c403ce65c9bfcb9382657222d18c4");
    private static readonly byte[] SkEm = Hex("4995788ef4b9d6132b249ce59a77281493eb39af373d236a1fe415cb0c2d7beb");
    private static readonly byte[] PkRm = Hex("04fe8c19ce0905191ebc298a9245792531f26f0cece2460639e8bc39cb7f706a82"
        + "6a779b4cf969b8a0e539c7f62fb3d30ad6aa8f80e30f1d128aafd68a2ce72ea0");
    private static readonly byte[] SkRm = Hex("f3ce7fdae57e1a310d87f1ebbde6f328be0a99cdbcadf4d6589cf29de4b8ffd2");
    private static readonly byte[] Shared = Hex("c0d26aeab536609a572b07695d933b589dcf363ff9d93c93adea537aeabb8cb8");
    private static readonly byte[] Key = Hex("868c066ef58aae6dc589b6cfdd18f97e");
    private static readonly byte[] Nonce = Hex("4e0bc5018beba4bf004cca59");
    private static readonly byte[] Plaintext = Hex("4265617574792069732074727574682c20747275746820626561757479");
    private static readonly byte[] Aad = Hex("436f756e742d30");
    private static readonly byte[] Ciphertext = Hex("5ad590bb8baa577f8619db35a36311226a896e7342a6d836d8b7bcd2f20b6c7f9"
        + "076ac232e3ab2523f39513434");

    [Fact]
    public void Sealing_gives_the_ciphertext_of_the_rfc()
    {
        using var ephemeral = KeyOf(SkEm, PkEm);
        using var recipient = Hpke.ImportPublicKey(PkRm);
        var (enc, ciphertext) = Hpke.Seal(ephemeral, recipient.PublicKey, PkRm, Info, Aad, Plaintext);
        Assert.Equal(PkEm, enc);
        Assert.Equal(Ciphertext, ciphertext);
    }

    [Fact]
    public void Opening_gives_the_plaintext_of_the_rfc()
    {
        using var recipient = KeyOf(SkRm, PkRm);
        Assert.Equal(Plaintext, Hpke.Open(recipient, PkEm, Info, Aad, Ciphertext));
    }

    [Fact]
    public void Shared_secret_key_and_nonce_are_those_of_the_rfc()
    {
        using var recipient = KeyOf(SkRm, PkRm);
        using var ephemeral = Hpke.ImportPublicKey(PkEm);
        var (secret, key, nonce) = (new byte[32], new byte[Hpke.KeySize], new byte[Hpke.NonceSize]);
        Hpke.SharedSecret(recipient, ephemeral.PublicKey, PkEm, PkRm, secret);
        Hpke.KeySchedule(secret, Info, key, nonce);
        Assert.Equal(Shared, secret);
        Assert.Equal(Key, key);
        Assert.Equal(Nonce, nonce);
    }

    [Fact]
    public void Anything_sealed_opens_again_and_never_looks_the_same()
    {
        using var recipient = KeyOf(SkRm, PkRm);
        Check.One(Config.QuickThrowOnFailure.WithMaxTest(50), Prop.ForAll<byte[], byte[]>((plaintext, aad) =>
        {
            var (enc, ciphertext) = Hpke.Seal(PkRm, Info, aad, plaintext);
            var (other, _) = Hpke.Seal(PkRm, Info, aad, plaintext);
            return Hpke.Open(recipient, enc, Info, aad, ciphertext).SequenceEqual(plaintext)
                && !enc.SequenceEqual(other) && ciphertext.Length == plaintext.Length + Hpke.TagSize;
        }));
    }

    [Fact]
    public void Other_info_other_aad_and_changed_bytes_do_not_open()
    {
        using var recipient = KeyOf(SkRm, PkRm);
        Assert.ThrowsAny<CryptographicException>(() => Hpke.Open(recipient, PkEm, "other"u8, Aad, Ciphertext));
        Assert.ThrowsAny<CryptographicException>(() => Hpke.Open(recipient, PkEm, Info, "other"u8, Ciphertext));
        Assert.ThrowsAny<CryptographicException>(() => Hpke.Open(recipient, PkRm, Info, Aad, Ciphertext));
        Assert.ThrowsAny<CryptographicException>(() => Hpke.Open(recipient, PkEm, Info, Aad, Ciphertext.AsSpan(..15)));
        for (var i = 0; i < Ciphertext.Length; i++)
        {
            var changed = (byte[])Ciphertext.Clone();
            changed[i] ^= 1;
            Assert.ThrowsAny<CryptographicException>(() => Hpke.Open(recipient, PkEm, Info, Aad, changed));
        }
    }

    [Fact]
    public void A_point_that_is_not_on_the_curve_is_refused()
    {
        var off = (byte[])PkRm.Clone();
        off[64] ^= 1;
        Assert.ThrowsAny<CryptographicException>(() => Hpke.Seal(off, Info, Aad, Plaintext));
        Assert.ThrowsAny<CryptographicException>(() => Hpke.Seal(PkRm.AsSpan(..64), Info, Aad, Plaintext));
        Assert.ThrowsAny<CryptographicException>(() => Hpke.Seal(new byte[65], Info, Aad, Plaintext));
    }

    private static ECDiffieHellman KeyOf(byte[] scalar, byte[] point) => ECDiffieHellman.Create(new ECParameters
    {
        Curve = ECCurve.NamedCurves.nistP256,
        D = scalar,
        Q = new ECPoint { X = point[1..33], Y = point[33..] },
    });

    private static byte[] Hex(string text) => Convert.FromHexString(text);
}
