using CheckIn.Hub.Passes;
using CheckIn.Hub.Sites;
using CheckIn.Hub.Web;
using CheckIn.Hub.Web.Passes;

namespace CheckIn.Hub.Tests.Web.Passes;

public sealed class PassFormTests
{
    private static readonly PassForm Good = new("staff", "", "2027-06-30", "3", "", "ca đêm");

    [Fact]
    public void The_last_day_is_in_it_by_the_hubs_zone()
    {
        var (order, _) = Read(Good with { From = "1/6/2027" });
        Assert.Equal(new DateTimeOffset(2027, 7, 1, 0, 0, 0, TimeSpan.FromHours(7)), order!.ExpiresAt);
        Assert.Equal(new DateTimeOffset(2027, 6, 1, 0, 0, 0, TimeSpan.FromHours(7)), order.NotBefore);
        Assert.Equal((3, "ca đêm", true), (order.Count, order.Label, order.HolderKey.IsEmpty));
    }

    [Fact]
    public void There_are_as_many_cards_as_lines_and_empty_lines_are_none()
    {
        var (order, form) = Read(Good with { Lines = " Nguyễn Văn Thử \r\n\r\nTrần Thị Mẫu\n" });
        Assert.Equal(2, order!.Count);
        Assert.Equal(["Nguyễn Văn Thử", "Trần Thị Mẫu"], form.Printed);
        Assert.DoesNotContain("Thử", order.ToString(), StringComparison.Ordinal); // it is printed, and nothing else
    }

    [Fact]
    public void Everything_wrong_is_said_at_once_each_beside_its_field()
    {
        Assert.Equal(["count", "from", "until"], Wrong(Good with { From = "soon", Until = "31/2/2027", Count = "201" }));
        Assert.Equal(["lines"], Wrong(Good with { Lines = new string('x', 61) }));
        Assert.Equal(["lines"], Wrong(Good with { Lines = string.Join('\n', Enumerable.Repeat("x", 201)) }));
        Assert.Equal(["lines"], Wrong(Good with { Lines = "a\u001b[2Jb" }));
        Assert.Equal(["until"], Wrong(Good with { Until = "" }));
    }

    [Theory]
    [InlineData("0")]
    [InlineData("-1")]
    [InlineData("1.5")]
    [InlineData("99999999999")]
    public void Only_a_number_of_cards_that_there_can_be_is_taken(string count) => Assert.Equal(["count"], Wrong(Good with { Count = count }));

    private static string[] Wrong(PassForm form) => [.. Read(form).Form.Problems.Keys.Order(StringComparer.Ordinal)];

    private static (PassOrder? Order, PassForm Form) Read(PassForm form) =>
        form.Read(FleetScope.All, PassPageWords.Of(Words.English));
}
