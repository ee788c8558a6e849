using CheckIn.Credentials;

namespace CheckIn.Shared.Tests.Credentials;

public sealed class AbbreviatedNameTests
{
    [Theory]
    [InlineData("Nguyễn Văn Thử", "Nguyễn V. T.")]
    [InlineData("NGUYEN VAN THU", "Nguyen V. T.")]
    [InlineData("  trần   thị  mẫu ", "Trần T. M.")]
    [InlineData("ĐẶNG ÁNH", "Đặng Á.")]
    [InlineData("Thử", "Thử")]
    [InlineData("O'Neil Jean-Paul", "O'neil J.")]
    [InlineData("Lê Một Hai Ba Bốn Năm Sáu", "Lê M. H. B. B.")]
    public void The_family_name_is_whole_and_the_others_are_letters(string name, string shown) =>
        Assert.Equal(shown, AbbreviatedName.Of(name));

    [Fact]
    public void Letters_that_are_decomposed_are_the_same_letters() =>
        Assert.Equal("Nguyễn Á.", AbbreviatedName.Of("Nguyễn Ánh".Normalize(System.Text.NormalizationForm.FormD)));

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData(" \t\u00a0")]
    [InlineData("123 <b> \u202e\u2066 --")]
    public void What_has_no_letter_is_no_name(string? name) =>
        Assert.True(AbbreviatedName.Of(name) is null or "B", AbbreviatedName.Of(name));

    [Theory]
    [InlineData("<script>alert(1)</script> x", "Scriptalertscrip X.")]
    [InlineData("A\u202eB C\u0000D", "Ab C.")]
    public void What_is_no_letter_is_never_shown(string name, string shown) => Assert.Equal(shown, AbbreviatedName.Of(name));

    [Fact]
    public void However_long_it_is_what_is_shown_is_short()
    {
        var longest = AbbreviatedName.Of(string.Join(' ', Enumerable.Repeat(new string('ế', 1000), 50)))!;
        Assert.Equal(AbbreviatedName.MostOfFamily + (AbbreviatedName.MostGiven * 3), longest.Length);
        Assert.Equal("Á", AbbreviatedName.Of("a" + new string('\u0301', 4000))); // however many marks are heaped on it
    }
}
