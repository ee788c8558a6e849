using System.Text;
using CheckIn.Hub.Accounts;
using FsCheck;
using FsCheck.Fluent;

namespace CheckIn.Hub.Tests.Accounts;

public sealed class TotpTests
{
    private static readonly byte[] Secret = Encoding.ASCII.GetBytes("12345678901234567890");

    /// <summary>RFC 6238, appendix B, the rows of SHA-1.</summary>
    [Theory]
    [InlineData(59, "94287082")]
    [InlineData(1111111109, "07081804")]
    [InlineData(1111111111, "14050471")]
    [InlineData(1234567890, "89005924")]
    [InlineData(2000000000, "69279037")]
    [InlineData(20000000000, "65353130")]
    public void Codes_are_those_of_the_standard(long unix, string code)
    {
        var at = DateTimeOffset.FromUnixTimeSeconds(unix);
        Assert.Equal(code, Totp.Code(Secret, Totp.StepAt(at), digits: 8));
        Assert.Equal(code[2..], Totp.Code(Secret, Totp.StepAt(at)));
        Assert.Equal(Totp.StepAt(at), Totp.Match(Secret, $"{code[2..5]} {code[5..]}", at));
    }

    /// <summary>RFC 4226, appendix D.</summary>
    [Theory]
    [InlineData(0, "755224")]
    [InlineData(1, "287082")]
    [InlineData(4, "338314")]
    [InlineData(9, "520489")]
    public void Counters_are_those_of_the_standard_below_it(long count, string code) =>
        Assert.Equal(code, Totp.Code(Secret, count));

    [Theory]
    [InlineData("", "")]
    [InlineData("f", "my")]
    [InlineData("fo", "mzxq")]
    [InlineData("foo", "mzxw6")]
    [InlineData("foob", "mzxw6yq")]
    [InlineData("fooba", "mzxw6ytb")]
    [InlineData("foobar", "mzxw6ytboi")]
    public void Base32_is_that_of_the_standard(string text, string expected) =>
        Assert.Equal(expected, Base32.Write(Encoding.ASCII.GetBytes(text)));

    [Fact]
    public void A_code_is_good_a_step_before_and_after_and_no_further() => Prop.ForAll(
        ArbMap.Default.ArbFor<PositiveInt>(), Gen.Choose(-3, 3).ToArbitrary(), static (minutes, steps) =>
        {
            var now = DateTimeOffset.FromUnixTimeSeconds(minutes.Get * 60L);
            var code = Totp.Code(Secret, Totp.StepAt(now) + steps);
            var isAlike = Enumerable.Range(-1, 3).Any(step => Totp.Code(Secret, Totp.StepAt(now) + step) == code);
            return (Totp.Match(Secret, code, now) is not null) == isAlike && (Math.Abs(steps) > 1 || isAlike);
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void What_a_telephone_is_given_says_whose_it_is()
    {
        var offer = Totp.Offer(Secret, "a.nguyen@example.vn");
        Assert.Equal("GEZD GNBV GY3T QOJQ GEZD GNBV GY3T QOJQ", offer.Secret);
        Assert.Equal(
            "otpauth://totp/CheckIn:a.nguyen%40example.vn?secret=GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ&issuer=CheckIn",
            offer.Uri);
        Assert.DoesNotContain("GEZD", offer.ToString(), StringComparison.Ordinal);
    }
}
