using CheckIn.Hub.Registrations;

namespace CheckIn.Hub.Tests.Registrations;

public sealed class RegistrationRulesTests
{
    private static readonly RegistrationOrder Good = new("phuong-1", " Quán cơm Bà Năm ", "eatery", "12 ấp 3", "Trần Thị Mẫu", "0912 345 678");

    [Fact]
    public void What_was_typed_is_trimmed_and_the_number_is_kept_in_its_international_form()
    {
        var kept = RegistrationRules.Check(Good);
        Assert.Equal(("Quán cơm Bà Năm", "+84912345678"), (kept.Name, kept.OwnerPhone));
    }

    [Theory]
    [InlineData("0912345678", "+84912345678")]
    [InlineData("(091) 234-56.78", "+84912345678")]
    [InlineData("+84 912 345 678", "+84912345678")]
    [InlineData("0084912345678", "+84912345678")]
    [InlineData("+49 30 1234567", "+49301234567")]
    [InlineData("912345678", null)]
    [InlineData("09123456789", null)]
    [InlineData("+0912345678", null)]
    [InlineData("+12", null)]
    [InlineData("+1234567890123456", null)]
    [InlineData("091234567a", null)]
    [InlineData("٠٩١٢٣٤٥٦٧٨", null)]
    [InlineData("", null)]
    public void A_number_is_one_that_can_be_called(string typed, string? number) =>
        Assert.Equal(number, RegistrationRules.PhoneOf(typed));

    [Theory]
    [InlineData("name", "")]
    [InlineData("name", "  ")]
    [InlineData("kind", "bank")]
    [InlineData("address", "")]
    [InlineData("owner", "a\u001b[2Jb")]
    [InlineData("phone", "none")]
    public void What_is_wrong_is_said_of_its_field(string field, string typed)
    {
        var order = field switch
        {
            "name" => Good with { Name = typed },
            "kind" => Good with { Kind = typed },
            "address" => Good with { Address = typed },
            "owner" => Good with { OwnerName = typed },
            _ => Good with { OwnerPhone = typed },
        };
        Assert.Equal(field, Assert.Throws<RegistrationException>(() => RegistrationRules.Check(order)).Field);
        Assert.Equal("name", Assert.Throws<RegistrationException>(
            () => RegistrationRules.Check(Good with { Name = new string('x', 201) })).Field);
    }

    [Theory]
    [InlineData("482913", true)]
    [InlineData("482 913", true)]
    [InlineData("48-29-13", true)]
    [InlineData("482914", false)]
    [InlineData("48291", false)]
    [InlineData("", false)]
    [InlineData(null, false)]
    public void A_code_is_the_same_however_it_was_written_down(string? typed, bool isSame) =>
        Assert.Equal(isSame, RegistrationRules.IsCode(typed, "482913"));
}
