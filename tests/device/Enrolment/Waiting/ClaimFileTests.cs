using System.Security.Cryptography;
using System.Text;
using CheckIn.Enrolment;
using CheckIn.Gate.Enrolment.Waiting;
using FsCheck;
using FsCheck.Fluent;

namespace CheckIn.Gate.Tests.Enrolment.Waiting;

public class ClaimFileTests
{
    private static readonly string[] Codes =
        [.. Enumerable.Range(0, 3).Select(_ => EnrolmentCode.New(EnrolmentCode.NewId(), "hub.example").ToString())];

    [Fact]
    public void A_bundle_as_the_hub_signed_it_is_read_whatever_the_time_and_with_a_byte_order_mark()
    {
        var json = SignedBundle.Json(SignedBundle.Of(Codes));
        Assert.Equal(Codes, ClaimFile.Parse(json).Codes);
        Assert.Equal("cho-binh-an", ClaimFile.Parse([.. "\uFEFF"u8, .. json]).Site);
    }

    [Fact]
    public void No_part_of_it_can_be_changed()
    {
        var bundle = SignedBundle.Of(Codes);
        var others = SignedBundle.Of(Codes);
        Assert.Multiple(
            () => AssertChanged(bundle with { Site = "noi-khac" }),
            () => AssertChanged(bundle with { Bundle = "chien-dich-2" }),
            () => AssertChanged(bundle with { ExpiresAt = bundle.ExpiresAt + 1 }),
            () => AssertChanged(bundle with { Codes = [.. bundle.Codes, bundle.Codes[0]] }),
            () => AssertChanged(bundle with { Codes = [bundle.Codes[0]] }),
            () => AssertChanged(bundle with { Codes = [.. bundle.Codes.Select(code => code.Replace("hub.", "hvb.", StringComparison.Ordinal))] }),
            () => AssertChanged(bundle with { Certificate = others.Certificate }),
            () => AssertChanged(bundle with { Signature = others.Signature }),
            () => AssertChanged(bundle with { Signature = "" }),
            () => AssertChanged(bundle with { Certificate = bundle.Certificate[..(bundle.Certificate.Length / 2)] }));
    }

    [Fact]
    public void Another_key_or_another_root_is_told()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        AssertChanged(SignedBundle.Of(Codes, key));
        AssertChanged(SignedBundle.Of(Codes, foreignRoot: true));
    }

    [Theory]
    [InlineData(""), InlineData("null"), InlineData("[]"), InlineData("{}"), InlineData("{\"codes\":[null]}"), InlineData("not json")]
    public void What_is_no_bundle_is_told(string text)
    {
        var fault = Assert.Throws<ClaimFileException>(() => ClaimFile.Parse(Encoding.UTF8.GetBytes(text)));
        Assert.Equal(ClaimFault.NoBundle, fault.Fault);
    }

    [Fact]
    public void No_byte_of_it_can_be_changed_without_being_told()
    {
        var json = SignedBundle.Json(SignedBundle.Of(Codes));
        Prop.ForAll(
            Gen.Choose(0, json.Length - 1).ToArbitrary(), Gen.Choose(1, 255).ToArbitrary(),
            (at, by) =>
            {
                var changed = (byte[])json.Clone();
                changed[at] ^= (byte)by;
                try
                {
                    // A change that JSON does not see (white space, the case of an escape) is none.
                    return ClaimFile.Parse(changed).SignedBytes().AsSpan().SequenceEqual(ClaimFile.Parse(json).SignedBytes());
                }
                catch (ClaimFileException)
                {
                    return true;
                }
            }).QuickCheckThrowOnFailure();
    }

    private static void AssertChanged(ClaimBundle bundle)
    {
        var fault = Assert.Throws<ClaimFileException>(() => ClaimFile.Parse(SignedBundle.Json(bundle)));
        Assert.Equal(ClaimFault.Changed, fault.Fault);
    }
}
