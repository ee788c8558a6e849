using System.Security.Cryptography;
using System.Text;
using CheckIn.Sealing;

namespace CheckIn.Shared.Tests.Sealing;

public sealed class SealedFieldsTests
{
    private static readonly DateOnly Day = new(2026, 11, 21);

    [Fact]
    public void A_sealed_part_survives_its_json_and_opens()
    {
        using var key = ECDiffieHellman.Create(ECCurve.NamedCurves.nistP256);
        var part = SealedFields.Seal(Hpke.ExportPublicKey(key), Day, "{\"name\":\"x\"}"u8);
        var parsed = SealedFields.Parse(part.ToJson());
        Assert.Equal(part.Hash(), parsed.Hash());
        Assert.Equal("{\"name\":\"x\"}"u8.ToArray(), parsed.Open(key));
    }

    [Fact]
    public void A_part_passed_off_as_another_days_does_not_open()
    {
        using var key = ECDiffieHellman.Create(ECCurve.NamedCurves.nistP256);
        var part = SealedFields.Seal(Hpke.ExportPublicKey(key), Day, "{}"u8);
        Assert.ThrowsAny<CryptographicException>(() => (part with { Day = Day.AddDays(1) }).Open(key));
    }

    [Fact]
    public void Equal_fields_have_different_hashes()
    {
        using var key = ECDiffieHellman.Create(ECCurve.NamedCurves.nistP256);
        var point = Hpke.ExportPublicKey(key);
        Assert.NotEqual(SealedFields.Seal(point, Day, "{}"u8).Hash(), SealedFields.Seal(point, Day, "{}"u8).Hash());
    }

    [Theory]
    [InlineData("")]
    [InlineData("[]")]
    [InlineData("{}")]
    [InlineData("""{"day":null,"enc":"","ct":"","salt":""}""")]
    [InlineData("""{"day":"21.11.2026","enc":"","ct":"","salt":""}""")]
    [InlineData("""{"day":"2026-11-21","enc":"?","ct":"","salt":""}""")]
    [InlineData("""{"day":"2026-11-21","enc":1,"ct":"","salt":""}""")]
    public void What_is_not_a_sealed_part_is_a_format_error(string json) =>
        Assert.Throws<FormatException>(() => SealedFields.Parse(Encoding.UTF8.GetBytes(json)));
}
