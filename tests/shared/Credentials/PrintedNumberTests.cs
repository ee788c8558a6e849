using System.Text;
using CheckIn.Credentials;
using CheckIn.Fixtures;

namespace CheckIn.Shared.Tests.Credentials;

/// <summary>Numbers as printed are known by what a gate cuts from the codes of the same papers.</summary>
public sealed class PrintedNumberTests
{
    private readonly SyntheticCodes _codes = new(23);

    [Fact]
    public void A_number_is_known_by_the_subject_that_the_code_of_its_paper_gives()
    {
        for (var i = 0; i < 200; i++)
        {
            foreach (var code in new[] { _codes.Cccd(), _codes.CanCuoc(), _codes.InsuranceCard(), _codes.OldInsuranceCard() })
                Assert.Equal(SubjectOf(code), PrintedNumber.Read(code.Split('|')[0])!.Subject);
            var person = _codes.NationalPersonalQr().Split('|');
            Assert.Equal(SubjectOf(string.Join('|', person)), PrintedNumber.Read(person[4])!.Subject);
            // Without a QID the document number stands for him: a citizen's, or one of before.
            person[4] = "";
            Assert.Equal(SubjectOf(string.Join('|', person)), PrintedNumber.Read(person[0])!.Other);
            person[0] = person[0][..9];
            Assert.Equal(SubjectOf(string.Join('|', person)), PrintedNumber.Read(person[0])!.Subject);
        }
    }

    [Theory]
    [InlineData("001099000001", NumberKind.Cccd)]
    [InlineData(" '001 099 000 001\u00A0", NumberKind.Cccd)]
    [InlineData("012345678", NumberKind.Cmnd)]
    [InlineData("0123456789", NumberKind.Bhyt)]
    [InlineData("HS 4 01 0123456789", NumberKind.Bhyt)]
    [InlineData("hs4010123456789", NumberKind.Bhyt)]
    [InlineData("100000000000000001", NumberKind.Qid)]
    public void Its_shape_says_whose_it_is(string text, NumberKind kind) =>
        Assert.Equal((kind, false), (PrintedNumber.Read(text)!.Kind, PrintedNumber.Read(text)!.MayLackZeros));

    [Theory]
    [InlineData("")]
    [InlineData("000099000001")]
    [InlineData("1099000001000")]
    [InlineData("99000001")]
    [InlineData("1.099E+09")]
    [InlineData("=1+1")]
    [InlineData("00109900000\0")]
    [InlineData("٠٠١٠٩٩٠٠٠٠٠١")]
    [InlineData("00109900000x")]
    [InlineData("H14010123456789")]
    [InlineData("0010990000010010990000010010990000010010990000010010990000010010990")]
    public void What_is_no_number_is_none(string text) => Assert.Null(PrintedNumber.Read(text));

    [Theory]
    [InlineData("1099000001", true)] // 001099000001 without its zeros
    [InlineData("123456789", true)] // 0123456789 without its zero
    [InlineData("7912345678", false)]
    [InlineData("1999000001", false)]
    [InlineData("345678901", false)]
    public void What_a_spreadsheet_may_have_made_of_another_number_is_told_unless_its_kind_is_said(string text, bool mayLackZeros)
    {
        var number = PrintedNumber.Read(text)!;
        Assert.Equal(mayLackZeros, number.MayLackZeros);
        Assert.False(PrintedNumber.Read(text, number.Kind)!.MayLackZeros);
    }

    [Fact]
    public void A_kind_that_is_said_is_held_to_and_nobody_sees_a_number_in_words()
    {
        Assert.Null(PrintedNumber.Read("001099000001", NumberKind.Bhyt));
        Assert.Null(PrintedNumber.Read("0123456789", NumberKind.Cccd));
        Assert.Equal("qid:AB-12", PrintedNumber.Read("AB-12", NumberKind.Qid)!.Subject);
        Assert.Null(PrintedNumber.Read(new string('1', 37), NumberKind.Qid));
        Assert.Equal("Cccd", PrintedNumber.Read("001099000001")!.ToString());
    }

    private static string? SubjectOf(string code) => CredentialReader.Read(Encoding.UTF8.GetBytes(code)).Subject;
}
