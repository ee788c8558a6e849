using System.Formats.Cbor;
using System.Security.Cryptography;
using System.Text;
using CheckIn.Credentials.Cose;

namespace CheckIn.Shared.Tests.Credentials.Cose;

public sealed class CoseSign1Tests
{
    // RFC 9052 appendix C.2.1 (the working group's sign-pass-01 to 03 differ in the headers alone), key "11".
    private const string Example = "d28443a10126a10442313154546869732069732074686520636f6e74656e742e58408eb33e4ca31d1c465ab05a"
        + "ac34cc6b23d58fef5c083106c4d25a91aef0b0117e2af9a291aa32e14ab834dc56ed2a223444547e01f11d3b0916e5a4c345cacb36";
    private static readonly byte[] X = Convert.FromHexString("bac5b11cad8f99f9c72b05cf4b9e26d244dc189f745228255a219a86d6a09eff");
    private static readonly byte[] Y = Convert.FromHexString("20138bf82dc1b6d562be0fa54ab7804a3a64b6d72ccfed6b6fb6ed28bbfc117e");

    [Fact]
    public void The_example_of_the_rfc_is_read_and_verified()
    {
        using var key = CwtTests.KeyOf(X, Y);
        var message = CoseSign1.Read(Convert.FromHexString(Example));
        Assert.Equal(CoseAlgorithm.Es256, message.Algorithm);
        Assert.Equal("11"u8.ToArray(), message.KeyId.ToArray());
        Assert.Equal("This is the content."u8.ToArray(), message.Payload.ToArray());
        Assert.True(message.Verify(key));
        Assert.Equal(
            "846a5369676e61747572653143a101264054546869732069732074686520636f6e74656e742e",
            Convert.ToHexStringLower(message.SigStructure()));
    }

    [Fact]
    public void Any_bit_of_what_is_signed_changed_verifies_no_more()
    {
        using var key = CwtTests.KeyOf(X, Y);
        var whole = Convert.FromHexString(Example);
        foreach (var part in new[] { (From: 3, To: 6), (From: 12, To: whole.Length) })
        {
            for (var bit = part.From * 8; bit < part.To * 8; bit++)
            {
                var changed = (byte[])whole.Clone();
                changed[bit / 8] ^= (byte)(1 << (bit % 8));
                Assert.False(IsSigned(changed, key), $"bit {bit}");
            }
        }
    }

    [Fact]
    public void No_truncation_and_nothing_that_follows_is_read()
    {
        var whole = Convert.FromHexString(Example);
        for (var length = 0; length < whole.Length; length++)
            AssertRefused(whole[..length]);
        AssertRefused([.. whole, 0]);
    }

    [Fact]
    public void Tags_are_18_with_61_around_it_or_none()
    {
        var bare = Convert.FromHexString(Example)[1..];
        CoseSign1.Read(bare);
        CoseSign1.Read((byte[])[0xD2, .. bare]);
        CoseSign1.Read((byte[])[0xD8, 61, 0xD2, .. bare]);
        AssertRefused([0xD8, 61, .. bare]);
        AssertRefused([0xD8, 61, 0xD8, 61, 0xD2, .. bare]);
        AssertRefused([0xD2, 0xD2, .. bare]);
        AssertRefused([0xD1, .. bare]);
        AssertRefused([0xD2, 0xD8, 61, .. bare]);
    }

    // Protected, unprotected; algorithm and key id that count.
    [Theory]
    [InlineData("a2012604420102", "a0", -7L, "0102"), InlineData("a10126", "a104420102", -7L, "0102")]
    [InlineData("", "a2012604420102", -7L, "0102"), InlineData("a0", "a2013824044103", -37L, "03")]
    [InlineData("a2012604420102", "a201382404420304", -7L, "0102"), InlineData("a10440", "a104420304", null, "")]
    [InlineData("bf0126044101ff", "bfff", -7L, "01"), InlineData("a3616102012604420102", "a16162820102", -7L, "0102")]
    [InlineData("", "a0", null, "")]
    public void What_is_protected_counts_first(string covered, string open, long? algorithm, string kid)
    {
        var message = CoseSign1.Read(Message(covered, open));
        Assert.Equal((algorithm, kid), (message.Algorithm, Convert.ToHexStringLower(message.KeyId.Span)));
    }

    [Theory]
    [InlineData("a201260126", "a0"), InlineData("a1012600", "a0"), InlineData("a104616b", "a0"), InlineData("a1", "a0")]
    [InlineData("a10263010203", "a0"), InlineData("a1028104", "a0"), InlineData("a1016545533235", "a0"), InlineData("80", "a0")]
    [InlineData("", "80"), InlineData("", "a20440044100"), InlineData("a10126", "a10126ff"), InlineData("a20126180126", "a0")]
    public void Headers_that_contradict_themselves_are_refused(string covered, string open) =>
        AssertRefused(Message(covered, open));

    [Fact]
    public void A_payload_that_is_elsewhere_is_refused() =>
        AssertRefused(Convert.FromHexString("d28440a0f64100"));

    [Fact]
    public void What_is_signed_here_is_verified_by_its_key_alone()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        using var other = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        using var larger = ECDsa.Create(ECCurve.NamedCurves.nistP384);
        foreach (var size in new[] { 0, 23, 24, 255, 256, 3000, 16_000 })
        {
            var message = CoseSign1.Read(CoseSign1.Sign(key, "12345678"u8, new byte[size]));
            Assert.Equal(("12345678", size), (Encoding.ASCII.GetString(message.KeyId.Span), message.Payload.Length));
            Assert.True(message.Verify(key));
            Assert.False(message.Verify(other));
            Assert.False(message.Verify(larger));
        }
    }

    [Theory]
    [InlineData(2048), InlineData(3072)]
    public void PS256_is_verified_by_its_key_alone(int size)
    {
        using var key = RSA.Create(size);
        using var other = RSA.Create(size);
        var signed = CoseSign1.Read(Message("a1013824", "a0", new byte[size / 8])).SigStructure();
        var signature = key.SignData(signed, HashAlgorithmName.SHA256, RSASignaturePadding.Pss);
        Assert.True(CoseSign1.Read(Message("a1013824", "a0", signature)).Verify(key));
        Assert.False(CoseSign1.Read(Message("a1013824", "a0", signature)).Verify(other));
        // The algorithm is the key's: nobody chooses another one for it.
        Assert.False(CoseSign1.Read(Message("a10126", "a0", signature)).Verify(key));
        signature = key.SignData(signed, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        Assert.False(CoseSign1.Read(Message("a1013824", "a0", signature)).Verify(key));
    }

    [Fact]
    public void Reading_and_verifying_throws_nothing_else_whatever_the_bytes()
    {
        using var key = CwtTests.KeyOf(X, Y);
        var (random, whole) = (new Random(1), Convert.FromHexString(Example));
        for (var i = 0; i < 20_000; i++)
        {
            var bytes = (byte[])whole.Clone();
            for (var changes = random.Next(1, 5); changes > 0; changes--)
                bytes[random.Next(bytes.Length)] = (byte)random.Next(256);
            IsSigned(bytes, key);
        }
    }

    private static void AssertRefused(byte[] message) =>
        Assert.Throws<FormatException>(() => CoseSign1.Read(message));

    private static bool IsSigned(byte[] message, ECDsa key)
    {
        try
        {
            return CoseSign1.Read(message).Verify(key);
        }
        catch (FormatException)
        {
            return false;
        }
    }

    private static byte[] Message(string covered, string open, byte[]? signature = null)
    {
        // As it is given, sound or not: no writer would take that.
        byte[] header = Convert.FromHexString(covered), signed = "content"u8.ToArray();
        return
        [
            0xD2, 0x84, .. Bytes(header), .. Convert.FromHexString(open), .. Bytes(signed), .. Bytes(signature ?? new byte[64]),
        ];
    }

    private static byte[] Bytes(byte[] bytes)
    {
        var writer = new CborWriter();
        writer.WriteByteString(bytes);
        return writer.Encode();
    }
}
