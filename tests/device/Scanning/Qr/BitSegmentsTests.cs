using System.Text;
using CheckIn.Gate.Scanning.Qr;
using FsCheck;
using FsCheck.Fluent;

namespace CheckIn.Gate.Tests.Scanning.Qr;

public class BitSegmentsTests
{
    [Fact]
    public void The_standards_numeric_example_is_read() =>
        Assert.Equal("01234567", Read(new BitWriter().Add(1, 4).Add(8, 10).Add(12, 10).Add(345, 10).Add(67, 7).Add(0, 4)));

    [Fact]
    public void The_standards_alphanumeric_example_is_read() =>
        Assert.Equal("AC-42", Read(new BitWriter().Add(2, 4).Add(5, 9).Add(462, 11).Add(1849, 11).Add(2, 6).Add(0, 4)));

    [Fact]
    public void The_standards_kanji_example_is_read() =>
        Assert.Equal("点茗", Read(new BitWriter().Add(8, 4).Add(2, 8).Add(0xD9F, 13).Add(0x1AAA, 13).Add(0, 4)));

    [Theory]
    [InlineData(9, 8)]
    [InlineData(10, 16)]
    [InlineData(26, 16)]
    [InlineData(27, 16)]
    public void The_length_field_grows_with_the_version(int version, int bits) =>
        Assert.Equal("Thử", Read(new BitWriter().Add(4, 4).Add(5, bits).Add("Thử"u8).Add(0, 4), version));

    [Fact]
    public void Segments_of_several_modes_are_joined() =>
        Assert.Equal("12|Hà", Read(new BitWriter().Add(1, 4).Add(2, 10).Add(12, 7).Bytes("|Hà"u8).Add(0, 4)));

    [Fact]
    public void Bytes_are_kept_as_they_are_whatever_text_they_make()
    {
        byte[] raw = [0xFF, 0x00, 0x80, 0x41];
        var content = BitSegments.Read(new BitWriter().Bytes(raw).ToArray(), 1)!.Value;
        Assert.Equal(raw, content.Bytes);
    }

    [Theory]
    [InlineData(26, 8, "Nguyễn", "utf-8")]
    [InlineData(22, 8, "Привет", "windows-1251")]
    [InlineData(20, 16, "点茗", "shift_jis")]
    [InlineData(25, 24, "Nguyễn AB", "utf-16BE")]
    public void An_ECI_of_any_length_names_the_character_set(int eci, int bits, string text, string encoding)
    {
        Encoding.RegisterProvider(CodePagesEncodingProvider.Instance);
        var prefix = bits switch { 8 => 0, 16 => 0x8000, _ => 0xC00000 };
        var bytes = Encoding.GetEncoding(encoding).GetBytes(text);
        Assert.Equal(text, Read(new BitWriter().Add(7, 4).Add(prefix | eci, bits).Bytes(bytes)));
    }

    [Fact]
    public void A_structured_append_header_is_passed_over() =>
        Assert.Equal("phần", Read(new BitWriter().Add(3, 4).Add(0x12, 8).Add(0x5A, 8).Bytes("phần"u8)));

    [Fact]
    public void In_FNC1_mode_a_percent_sign_separates_fields() =>
        Assert.Equal("A\u001dB%C", Read(new BitWriter().Add(5, 4).Add(2, 4).Add(6, 9)
            .Add((10 * 45) + 38, 11).Add((11 * 45) + 38, 11).Add((38 * 45) + 12, 11)));

    [Fact]
    public void What_does_not_make_sense_is_no_content()
    {
        Assert.Null(BitSegments.Read([], 1));
        Assert.Null(BitSegments.Read(new BitWriter().Add(0, 8).ToArray(), 1));                                  // nothing
        Assert.Null(BitSegments.Read(new BitWriter().Add(6, 4).Add(0, 12).ToArray(), 1));                       // no such mode
        Assert.Null(BitSegments.Read(new BitWriter().Add(1, 4).Add(3, 10).Add(1000, 10).ToArray(), 1));         // 1000 in three digits
        Assert.Null(BitSegments.Read(new BitWriter().Add(2, 4).Add(2, 9).Add(2025, 11).ToArray(), 1));          // beyond 44, 44
        Assert.Null(BitSegments.Read(new BitWriter().Add(4, 4).Add(9, 8).Add("kurz"u8).ToArray(), 1));          // cut off
        Assert.Null(BitSegments.Read(new BitWriter().Add(7, 4).Add(0xE0, 8).Bytes("x"u8).ToArray(), 1));        // no such ECI
    }

    [Fact]
    public void Any_bits_are_content_or_not_but_never_throw()
    {
        var input = Gen.Choose(0, 255).Select(value => (byte)value).ArrayOf().SelectMany(
            bytes => Gen.Choose(1, 40).Select(version => (bytes, version))).ToArbitrary();
        Prop.ForAll(input, one => BitSegments.Read(one.bytes, one.version) is not { } content || content.Bytes.Length > 0)
            .Check(Config.QuickThrowOnFailure.WithMaxTest(3000));
    }

    private static string? Read(BitWriter bits, int version = 1) => BitSegments.Read(bits.ToArray(), version)?.Text;
}
