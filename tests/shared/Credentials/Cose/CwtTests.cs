using System.Security.Cryptography;
using System.Text;
using CheckIn.Credentials.Cose;

namespace CheckIn.Shared.Tests.Credentials.Cose;

public sealed class CwtTests
{
    // RFC 8392 appendix A.1 and A.3.
    private const string Claims = "a70175636f61703a2f2f61732e6578616d706c652e636f6d02656572696b77037818636f61703a2f2f6c696768742e65"
        + "78616d706c652e636f6d041a5612aeb0051a5610d9f0061a5610d9f007420b71";
    private const string Signed = "d28443a10126a104524173796d6d657472696345434453413235365850" + Claims
        + "58405427c1ff28d23fbad1f29c4c7c6a555e601d6fa29f9179bc3d7438bacaca5acd08c8d4d4f96131680c429a01f85951ecee743a52b9b63632c57209120e1c9e30";
    private static readonly byte[] X = Convert.FromHexString("143329cce7868e416927599cf65a34f3ce2ffda55a7eca69ed8919a394d42f0f");
    private static readonly byte[] Y = Convert.FromHexString("60f7f1a780d8a783bfb7a2dd6b2796e8128dbbcef9d3d168db9529971a36e7b9");

    [Fact]
    public void The_signed_example_of_the_rfc_is_verified_and_read()
    {
        using var key = KeyOf(X, Y);
        foreach (var tag in new[] { "", "d83d" })
        {
            Assert.True(CoseSign1.TryRead(Convert.FromHexString(tag + Signed), out var message));
            Assert.Equal("AsymmetricECDSA256", Encoding.ASCII.GetString(message.KeyId));
            Assert.True(message.Verify(key));
            Assert.True(Cwt.TryRead(message.Payload, out var cwt));
            Assert.Equal("coap://as.example.com", Encoding.UTF8.GetString(cwt.Issuer));
            Assert.Equal("erikw", Encoding.UTF8.GetString(cwt.Subject));
            Assert.Equal(DateTimeOffset.FromUnixTimeSeconds(1444064944), cwt.ExpiresAt);
            Assert.Equal(DateTimeOffset.FromUnixTimeSeconds(1443944944), cwt.NotBefore);
            Assert.Equal(DateTimeOffset.FromUnixTimeSeconds(1443944944), cwt.IssuedAt);
            Assert.Equal("0b71", Convert.ToHexStringLower(cwt.Id));
            Assert.True(cwt.TryFind(3, out var audience));
            Assert.Equal("coap://light.example.com", Encoding.UTF8.GetString(audience[2..]));
            Assert.False(cwt.TryFind(-260, out _));
        }
    }

    // RFC 8392 appendix A.7: a date with a fraction.
    [Theory]
    [InlineData("a106fb41d584367c20000000", null), InlineData("a106fb41d584367c200000", 1443944944500L)]
    [InlineData("a104fa4eac2153", 1443932544000L), InlineData("a105f95640", 100000L), InlineData("a10600", 0L), InlineData("a10620", -1000L)]
    [InlineData("a1061b0000003afff44180", null), InlineData("a1061a5610d9f0", 1443944944000L), InlineData("a106f97e00", null)]
    [InlineData("a106f97c00", null), InlineData("a10661", null), InlineData("a1066131", null), InlineData("a106f6", null)]
    [InlineData("a1061bffffffffffffffff", null), InlineData("a106fb7fefffffffffffff", null), InlineData("a106c11a5610d9f0", null)]
    [InlineData("a106fb425dfe37e7800000", null)]
    public void Dates_are_whole_or_broken_numbers_within_the_calendar(string hex, long? milliseconds)
    {
        var isRead = Cwt.TryRead(Convert.FromHexString(hex), out var cwt);
        Assert.Equal(milliseconds is not null, isRead);
        if (milliseconds is { } expected)
            Assert.Equal(expected, (cwt.IssuedAt ?? cwt.ExpiresAt ?? cwt.NotBefore)!.Value.ToUnixTimeMilliseconds());
    }

    [Theory]
    [InlineData(""), InlineData("80"), InlineData("a0a0"), InlineData("a2040004"), InlineData("a204000400"), InlineData("a1014161")]
    [InlineData("a10701"), InlineData("a1080102"), InlineData("a10861aa"), InlineData("a1"), InlineData("bf0400"), InlineData("a20101")]
    public void Claims_that_are_none_are_refused(string hex) =>
        Assert.False(Cwt.TryRead(Convert.FromHexString(hex), out _));

    [Fact]
    public void What_is_not_known_is_passed_over_and_found_by_its_number()
    {
        Assert.True(Cwt.TryRead(Convert.FromHexString("bf616b01390103a101a0038161610408a10141ab390104ff"), out var cwt));
        Assert.Equal(DateTimeOffset.FromUnixTimeSeconds(8), cwt.ExpiresAt ?? default);
    }

    [Fact]
    public void A_confirmation_is_handed_on_as_it_is_encoded()
    {
        Assert.True(Cwt.TryRead(Convert.FromHexString("a208a1034101390103a101a0"), out var cwt));
        Assert.Equal("a1034101", Convert.ToHexStringLower(cwt.Confirmation));
        Assert.True(cwt.TryFind(-260, out var certificate));
        Assert.Equal("a101a0", Convert.ToHexStringLower(certificate));
        Assert.True(cwt.TryFind(8, out _));
    }

    [Fact]
    public void A_claim_that_is_there_twice_is_not_found()
    {
        Assert.True(Cwt.TryRead(Convert.FromHexString("a23901030139010302"), out var cwt));
        Assert.False(cwt.TryFind(-260, out _));
    }

    internal static ECDsa KeyOf(byte[] x, byte[] y) => ECDsa.Create(new ECParameters
    {
        Curve = ECCurve.NamedCurves.nistP256,
        Q = new ECPoint { X = x, Y = y },
    });
}
