using System.Text;
using CheckIn.Credentials;

namespace CheckIn.Shared.Tests.Credentials;

public sealed class InsuranceCardTests
{
    private const string New = "0123456789|4e677579e1bb856e2056c4836e205468e1bbad|01/01/1999|1|-|01 - C54|01/07/2023|-|31/07/2023"
        + "|01050123456789|-|4| 01/10/2027|0123456789abcdef-1202|4|42e1baa36f206869e1bb836d2078c3a3|$";
    private const string Old = "HS4010123456789|4E475559E1BB844E2056C4824E205448E1BBAC|1999|1|58C3A3205468E1BBAD|01 - 028"
        + "|01/01/2021|31/12/2021|05/01/2021|010100000001|-|4|01/01/2024|0123456789ABCDEF-0101|$";

    [Fact]
    public void The_new_card_gives_its_fields_by_name_and_no_more_than_is_needed()
    {
        var read = Read(New);
        Assert.Equal(
            (CredentialKind.InsuranceCard, "bhyt:0123456789", null), (read.Kind, read.Subject, read.Problem));
        Assert.Equal(
            new Dictionary<string, string>
            {
                ["insurance"] = "0123456789",
                ["name"] = "Nguyễn Văn Thử",
                ["birth"] = "01/01/1999",
                ["gender"] = "1",
            },
            read.Personal);
    }

    [Fact]
    public void Both_cards_of_one_person_give_the_same_subject()
    {
        var read = Read(Old);
        Assert.Equal((CredentialKind.InsuranceCard, Read(New).Subject, null), (read.Kind, read.Subject, read.Problem));
        Assert.Equal(
            ["HS4010123456789", "NGUYỄN VĂN THỬ", "1999"],
            new[] { "insurance", "name", "birth" }.Select(name => read.Personal[name]));
    }

    [Theory]
    [InlineData("HS4010123456789|4E475559|1999|1|58C3|01 - 028|01/01/2021|31/12/2021|$")]
    [InlineData("HS4010123456789|4E475559|1999|1|58C3|01 - 028|01/01/2021|31/12/2021|05/01/2021|$")]
    [InlineData("0123456789|4E475559| 01/01/1999|1|-|01 - 028|01/01/2021|31/12/2021|#\r\n")]
    public void Short_cards_another_end_and_blanks_before_a_field_are_read(string code)
    {
        var read = Read(code);
        Assert.Equal((CredentialKind.InsuranceCard, "bhyt:0123456789", null), (read.Kind, read.Subject, read.Problem));
    }

    [Theory]
    [InlineData("4e677579e1bb856e2056c4836e205468e1bbad", "ff", "name")]
    [InlineData("4e677579e1bb856e2056c4836e205468e1bbad", "4e001b5b", "name")]
    [InlineData("4e677579e1bb856e2056c4836e205468e1bbad", "efbfbe", "name")]
    [InlineData("01/01/1999", "31/02/1999", "birth")]
    [InlineData("01/01/1999", "1799", "birth")]
    public void A_card_that_says_nonsense_is_malformed_and_the_problem_names_nobody(string right, string wrong, string problem)
    {
        var read = Read(New.Replace(right, wrong, StringComparison.Ordinal));
        Assert.Equal(CredentialKind.InsuranceCard, read.Kind);
        Assert.Contains(problem, read.Problem, StringComparison.Ordinal);
        Assert.DoesNotContain(read.Problem!, char.IsDigit);
    }

    [Theory]
    [InlineData("|$", "|"), InlineData("|$", "|$$"), InlineData("0123456789|4e", "012345678|4e"), InlineData("|4e67", "|4e6")]
    [InlineData("|4e67", "|4g67"), InlineData("0123456789|4e", "H14010123456789|4e"), InlineData("|$", "||$")]
    [InlineData("01/01/1999", "1/1/1999")]
    public void What_is_not_built_like_one_is_unknown(string right, string wrong) =>
        Assert.Equal(CredentialKind.Unknown, Read(New.Replace(right, wrong, StringComparison.Ordinal)).Kind);

    [Fact]
    public void A_name_too_long_for_a_name_is_malformed()
    {
        var name = string.Concat(Enumerable.Repeat("4e", 801));
        Assert.NotNull(Read(New.Replace("|4e677579", "|" + name, StringComparison.Ordinal)).Problem);
    }

    private static Credential Read(string code) => CredentialReader.Read(Encoding.UTF8.GetBytes(code));
}
