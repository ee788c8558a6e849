using System.Formats.Cbor;
using System.Security.Cryptography;
using System.Text;
using CheckIn.Credentials.Cose;

namespace CheckIn.Shared.Tests.Credentials.Cose;

public sealed class CwtTests
{
    // RFC 8392 appendix A.1 and A.3.
    private const string Claims = "a70175636f61703a2f2f61732e6578616d706c652e636f6d02656572696b77037818636f61703a2f2f6c69676874"
        + "2e6578616d706c652e636f6d041a5612aeb0051a5610d9f0061a5610d9f007420b71";
    private const string Signed = "d28443a10126a104524173796d6d657472696345434453413235365850" + Claims
        + "58405427c1ff28d23fbad1f29c4c7c6a555e601d6fa29f9179bc3d7438bacaca5acd08c8d4d4f96131680c429a01f85951ecee743a52b9b63632"
        + "c57209120e1c9e30";
    private static readonly byte[] X = Convert.FromHexString("143329cce7868e416927599cf65a34f3ce2ffda55a7eca69ed8919a394d42f0f");
    private static readonly byte[] Y = Convert.FromHexString("60f7f1a780d8a783bfb7a2dd6b2796e8128dbbcef9d3d168db9529971a36e7b9");

    [Fact]
    public void The_signed_example_of_the_rfc_is_verified_and_read()
    {
        using var key = KeyOf(X, Y);
        foreach (var tag in new[] { "", "d83d" })
        {
            var message = CoseSign1.Read(Convert.FromHexString(tag + Signed));
            Assert.Equal("AsymmetricECDSA256", Encoding.ASCII.GetString(message.KeyId.Span));
            Assert.True(message.Verify(key));
            var cwt = Cwt.Read(message.Payload);
            Assert.Equal(("coap://as.example.com", "erikw"), (cwt.Issuer, cwt.Subject));
            Assert.Equal(DateTimeOffset.FromUnixTimeSeconds(1444064944), cwt.ExpiresAt);
            Assert.Equal(DateTimeOffset.FromUnixTimeSeconds(1443944944), cwt.NotBefore);
            Assert.Equal(DateTimeOffset.FromUnixTimeSeconds(1443944944), cwt.IssuedAt);
            Assert.Equal("0b71", Convert.ToHexStringLower(cwt.Id.Span));
            Assert.Equal("coap://light.example.com", cwt.Find(3, static reader => reader.ReadTextString()));
            Assert.Null(cwt.Find(-260, Hex));
        }
    }

    // RFC 8392 appendix A.7: a date with a fraction.
    [Theory]
    [InlineData("a106fb41d584367c20000000", null), InlineData("a106fb41d584367c200000", 1443944944500L)]
    [InlineData("a104fa4eac2153", 1443932544000L), InlineData("a105f95640", 100000L), InlineData("a10600", 0L)]
    [InlineData("a10620", -1000L)]
    [InlineData("a1061b0000003afff44180", null), InlineData("a1061a5610d9f0", 1443944944000L), InlineData("a106f97e00", null)]
    [InlineData("a106f97c00", null), InlineData("a10661", null), InlineData("a1066131", null), InlineData("a106f6", null)]
    [InlineData("a1061bffffffffffffffff", null), InlineData("a106fb7fefffffffffffff", null), InlineData("a106c11a5610d9f0", null)]
    [InlineData("a106fb425dfe37e7800000", null)]
    public void Dates_are_whole_or_broken_numbers_within_the_calendar(string hex, long? milliseconds)
    {
        if (milliseconds is not { } expected)
        {
            Assert.Throws<FormatException>(() => Cwt.Read(Convert.FromHexString(hex)));
            return;
        }
        var cwt = Cwt.Read(Convert.FromHexString(hex));
        Assert.Equal(expected, (cwt.IssuedAt ?? cwt.ExpiresAt ?? cwt.NotBefore)!.Value.ToUnixTimeMilliseconds());
    }

    // No map, more than a map, claims twice, of the wrong type, cut off.
    [Theory]
    [InlineData(""), InlineData("80"), InlineData("a0a0"), InlineData("a2040004"), InlineData("a204000400"), InlineData("a10701")]
    [InlineData("a1014161"), InlineData("a1"), InlineData("bf0400"), InlineData("a20101"), InlineData("a20400180400")]
    [InlineData("a23901030139010302"), InlineData("a2390103013a0000010302"), InlineData("a11bffffffffffffffff00")]
    public void Claims_that_are_none_are_refused(string hex) =>
        Assert.Throws<FormatException>(() => Cwt.Read(Convert.FromHexString(hex)));

    [Fact]
    public void What_is_not_known_is_passed_over_and_found_by_its_number()
    {
        var cwt = Cwt.Read(Convert.FromHexString("bf616b01390103a101a0038161610408a10141ab390104ff"));
        Assert.Equal(DateTimeOffset.FromUnixTimeSeconds(8), cwt.ExpiresAt);
        Assert.Equal("a101a0", cwt.Find(-260, Hex));
        Assert.Equal("816161", cwt.Find(3, Hex));
        Assert.Null(cwt.Find(8, Hex));
    }

    [Fact]
    public void A_claim_that_is_not_what_is_asked_for_is_refused() =>
        Assert.Throws<FormatException>(() => Cwt.Read(Convert.FromHexString("a10801"))
            .Find(8, static reader => reader.ReadStartMap()));

    private static string Hex(CborReader reader) => Convert.ToHexStringLower(reader.ReadEncodedValue().Span);

    internal static ECDsa KeyOf(byte[] x, byte[] y) => ECDsa.Create(new ECParameters
    {
        Curve = ECCurve.NamedCurves.nistP256,
        Q = new ECPoint { X = x, Y = y },
    });
}
