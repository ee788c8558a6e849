using System.Text;
using CheckIn.Enrolment;
using Xunit;

namespace CheckIn.Shared.Tests.Enrolment;

public class EnrolmentCodeTests
{
    private const string Symbols = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";

    [Fact]
    public void What_is_shown_is_read_again()
    {
        for (var i = 0; i < 200; i++)
        {
            var code = EnrolmentCode.New(EnrolmentCode.NewId(), "hub.example");
            Assert.Equal(code, EnrolmentCode.Parse(code.ToString()));
            Assert.Equal(code, EnrolmentCode.Parse(code.ToQr()));
            Assert.Matches("^[0-9A-Z]{4}(-[0-9A-Z]{4}){3}@hub\\.example$", code.ToString());
        }
    }

    [Fact]
    public void A_person_may_type_it_in_any_way_that_reads_the_same()
    {
        var code = EnrolmentCode.New("10AB", "hub.example:9443");
        var typed = code.ToString().ToLowerInvariant().Replace('-', ' ').Replace('1', 'l').Replace('0', 'o');
        typed = " " + typed[..typed.IndexOf('@')] + " @HUB.example:9443\r\n";
        Assert.Equal(code, EnrolmentCode.Parse(typed));
        Assert.Equal(9443, EnrolmentCode.Parse(typed).Port);
    }

    [Fact]
    public void Every_single_mistaken_symbol_is_told_before_anybody_is_asked()
    {
        var code = EnrolmentCode.New(EnrolmentCode.NewId(), "hub.example").ToString();
        for (var at = 0; at < 19; at++)
        {
            if (code[at] == '-')
                continue;
            foreach (var other in Symbols.Where(symbol => symbol != code[at]))
            {
                var wrong = code[..at] + other + code[(at + 1)..];
                Assert.Equal(CodeFault.Mistyped, Assert.Throws<EnrolmentCodeException>(() => EnrolmentCode.Parse(wrong)).Fault);
            }
        }
    }

    [Fact]
    public void Two_neighbours_that_changed_places_are_told_too()
    {
        var symbols = EnrolmentCode.New(EnrolmentCode.NewId(), "h").ToString().Replace("-", "", StringComparison.Ordinal)[..16];
        for (var at = 0; at < 15; at++)
        {
            if (symbols[at] == symbols[at + 1])
                continue;
            var swapped = new StringBuilder(symbols) { [at] = symbols[at + 1], [at + 1] = symbols[at] } + "@h";
            Assert.Equal(CodeFault.Mistyped, Assert.Throws<EnrolmentCodeException>(() => EnrolmentCode.Parse(swapped)).Fault);
        }
    }

    [Theory]
    [InlineData("", CodeFault.WrongLength)]
    [InlineData("7K2M-QF4X", CodeFault.WrongLength)]
    [InlineData("7K2M-QF4X-9TWD-HRPAA@hub", CodeFault.WrongLength)]
    [InlineData("7K2M-QF4X-9TWD-HRU!@hub", CodeFault.NoSymbol)]
    public void What_is_no_code_is_told_in_which_way(string text, CodeFault fault) =>
        Assert.Equal(fault, Assert.Throws<EnrolmentCodeException>(() => EnrolmentCode.Parse(text)).Fault);

    [Theory]
    [InlineData("", CodeFault.NoAddress)]
    [InlineData("@", CodeFault.WrongAddress)]
    [InlineData("@hub example", CodeFault.WrongAddress)]
    [InlineData("@hub/path", CodeFault.WrongAddress)]
    [InlineData("@user@hub", CodeFault.WrongAddress)]
    [InlineData("@hub:99999", CodeFault.WrongAddress)]
    [InlineData("@hub?x", CodeFault.WrongAddress)]
    public void An_address_that_is_none_is_told(string address, CodeFault fault)
    {
        var code = EnrolmentCode.New(EnrolmentCode.NewId(), "hub").ToString();
        var text = code[..code.IndexOf('@')] + address;
        Assert.Equal(fault, Assert.Throws<EnrolmentCodeException>(() => EnrolmentCode.Parse(text)).Fault);
    }

    [Theory]
    [InlineData("hub.example", "https://hub.example:8443/")]
    [InlineData("192.0.2.7:9000", "https://192.0.2.7:9000/")]
    [InlineData("[2001:db8::7]:443", "https://[2001:db8::7]/")]
    [InlineData("[2001:db8::7]", "https://[2001:db8::7]:8443/")]
    public void It_says_where_the_hub_is(string address, string hub)
    {
        var code = EnrolmentCode.New(EnrolmentCode.NewId(), address);
        Assert.Equal(new Uri(hub), code.Hub);
        Assert.Equal(code, EnrolmentCode.Parse(code.ToString()));
    }

    [Fact]
    public void The_key_depends_on_every_symbol_and_on_nothing_else()
    {
        var code = EnrolmentCode.New("7K2M", "hub.example");
        Assert.Equal(code.Key(), EnrolmentCode.Parse(code.ToString().Replace("hub.example", "other", StringComparison.Ordinal)).Key());
        Assert.NotEqual(code.Key(), EnrolmentCode.New("7K2M", "hub.example").Key());
        Assert.Equal(32, code.Key().Length);
    }

    [Fact]
    public void A_scanner_knows_a_code_that_is_meant_for_it_from_everybody_elses()
    {
        Assert.True(EnrolmentCode.IsMeant("checkin-enrol:x"u8));
        Assert.True(EnrolmentCode.IsMeant("CHECKIN-ENROL:rubbish"u8));
        Assert.False(EnrolmentCode.IsMeant("checkin-enrol:"u8));
        Assert.False(EnrolmentCode.IsMeant("001099000001||Nguyễn Văn Thử"u8));
    }
}
