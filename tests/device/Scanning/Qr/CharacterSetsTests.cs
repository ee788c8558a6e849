using System.Text;
using CheckIn.Gate.Scanning.Qr;

namespace CheckIn.Gate.Tests.Scanning.Qr;

public class CharacterSetsTests
{
    static CharacterSetsTests() => Encoding.RegisterProvider(CodePagesEncodingProvider.Instance);

    [Theory]
    [InlineData("Nguyễn Văn Thử", "utf-8", "utf-8")]
    [InlineData("点茗とカナ", "shift_jis", "shift-jis")]
    [InlineData("café à l'été", "iso-8859-1", "latin-1")]
    [InlineData("Grüße aus München", "iso-8859-1", "latin-1")]
    public void Without_a_declaration_the_bytes_are_the_evidence(string text, string encoding, string name)
    {
        Assert.Equal(text, CharacterSets.Decode(Encoding.GetEncoding(encoding).GetBytes(text), null, out var taken));
        Assert.Equal(name, taken);
    }

    [Fact]
    public void UTF8_is_believed_before_a_wrong_declaration() =>
        Assert.Equal("Nguyễn Văn Thử", CharacterSets.Decode("Nguyễn Văn Thử"u8, 3, out _));

    [Fact]
    public void Decomposed_letters_stay_as_they_are() =>
        Assert.Equal("e\u0302\u0303", CharacterSets.Decode("e\u0302\u0303"u8, null, out _));

    [Fact]
    public void Declared_UTF16_is_not_taken_for_UTF8_full_of_zeros() =>
        Assert.Equal("AB", CharacterSets.Decode([0, 0x41, 0, 0x42], 25, out _));

    [Fact]
    public void No_declaration_and_no_bytes_make_it_throw()
    {
        var random = new Random(11);
        var bytes = new byte[64];
        for (var eci = 0; eci < 1000; eci++)
        {
            random.NextBytes(bytes);
            Assert.NotEmpty(CharacterSets.Decode(bytes, eci, out var name));
            Assert.NotEmpty(name);
        }
    }
}
