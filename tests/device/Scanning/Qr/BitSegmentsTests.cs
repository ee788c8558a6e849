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
        var content = BitSegments.Read(new BitWriter().Bytes(raw).ToArray(), 1)!;
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
    public void A_structured_append_header_tells_the_place_in_the_message()
    {
        var content = BitSegments.Read(new BitWriter().Add(3, 4).Add(0x12, 8).Add(0x5A, 8).Bytes("phần"u8).ToArray(), 1)!;
        Assert.Equal(("phần", new StructuredAppend(1, 3, 0x5A)), (content.Text, content.StructuredAppend!.Value));
    }

    [Fact]
    public void Without_its_header_there_is_no_structured_append_and_no_application()
    {
        var content = BitSegments.Read(new BitWriter().Bytes("một"u8).ToArray(), 1)!;
        Assert.Equal((null, null), (content.StructuredAppend, content.Application));
    }

    [Theory]
    [InlineData(new[] { 10, 38, 11, 38, 38, 12 }, "A\u001dB%C")]
    [InlineData(new[] { 10, 38 }, "A\u001d")]
    [InlineData(new[] { 38, 38, 38 }, "%\u001d")]
    [InlineData(new[] { 38, 10 }, "\u001dA")]
    public void After_FNC1_a_percent_sign_separates_fields_and_two_are_one(int[] letters, string text)
    {
        var content = BitSegments.Read(Letters(new BitWriter().Add(5, 4), letters).ToArray(), 1)!;
        Assert.Equal((text, "gs1"), (content.Text, content.Application));
        Assert.Equal(text, Encoding.ASCII.GetString(content.Bytes));
    }

    [Fact]
    public void Without_FNC1_a_percent_sign_is_one() =>
        Assert.Equal("A%B%%", Read(Letters(new BitWriter(), 10, 38, 11, 38, 38)));

    [Theory]
    [InlineData(37, "37")]
    [InlineData(5, "05")]
    [InlineData('a' + 100, "a")]
    [InlineData('Z' + 100, "Z")]
    public void FNC1_in_second_position_names_the_application(int indicator, string application)
    {
        var content = BitSegments.Read(Letters(new BitWriter().Add(9, 4).Add(indicator, 8), 10, 38).ToArray(), 1)!;
        Assert.Equal(("A\u001d", application), (content.Text, content.Application));
    }

    [Fact]
    public void Hanzi_are_read()
    {
        // GB 2312 "啊" B0A1 lies behind the gap after row 9, "。" A1A3 before it; 13 bits are (lead - base) * 96 + trail - A1.
        var bits = new BitWriter().Add(13, 4).Add(1, 4).Add(2, 8).Add(((0xB0 - 0xA6) * 0x60) + 0, 13).Add(0x02, 13);
        var content = BitSegments.Read(bits.ToArray(), 1)!;
        Assert.Equal(("啊。", "hanzi"), (content.Text, content.CharacterSet));
        Assert.Equal([0xB0, 0xA1, 0xA1, 0xA3], content.Bytes);
    }

    [Fact]
    public void A_character_cut_between_two_byte_segments_is_whole_again()
    {
        byte[] utf8 = [.. "Nguyễn"u8];
        var bits = new BitWriter().Bytes(utf8.AsSpan(0, 6)).Bytes(utf8.AsSpan(6));
        Assert.Equal("Nguyễn", Read(bits));
        Assert.Equal("Nguyễn", Read(new BitWriter().Add(7, 4).Add(26, 8).Bytes(utf8.AsSpan(0, 5)).Bytes(utf8.AsSpan(5))));
    }

    [Fact]
    public void Byte_segments_of_one_message_are_in_one_character_set()
    {
        // C3 A9 alone would be UTF-8's "é"; the segment before it is none, so neither is.
        var bits = new BitWriter().Bytes(Encoding.Latin1.GetBytes("Größe, Maße, "))
            .Add(1, 4).Add(1, 10).Add(1, 4).Bytes([0xC3, 0xA9]).Add(0, 4);
        var content = BitSegments.Read(bits.ToArray(), 1)!;
        Assert.Equal(("Größe, Maße, 1Ã©", "latin-1"), (content.Text, content.CharacterSet));
    }

    [Fact]
    public void Kanji_beside_undeclared_bytes_speak_for_ShiftJIS()
    {
        // C3 BD C4 alone are as good as Latin letters; beside kanji they are katakana.
        var bits = new BitWriter().Add(8, 4).Add(1, 8).Add(0xD9F, 13).Bytes([0xC3, 0xBD, 0xC4]).Add(0, 4);
        var content = BitSegments.Read(bits.ToArray(), 1)!;
        Assert.Equal(("点ﾃｽﾄ", "kanji, shift-jis"), (content.Text, content.CharacterSet));
    }

    [Fact]
    public void UTF8_of_which_an_encoder_made_kanji_is_UTF8_again()
    {
        // An encoder that looks at bytes alone finds that E1BB would be a kanji.
        byte[] utf8 = [.. "ườ"u8];
        Assert.Equal([0xC6, 0xB0, 0xE1, 0xBB, 0x9D], utf8);
        var packed = 0xE1BB - 0xC140;
        var bits = new BitWriter().Bytes(utf8.AsSpan(0, 2))
            .Add(8, 4).Add(1, 8).Add(((packed >> 8) * 0xC0) + (packed & 0xFF), 13).Bytes(utf8.AsSpan(4)).Add(0, 4);
        var content = BitSegments.Read(bits.ToArray(), 1)!;
        Assert.Equal(("ườ", "utf-8"), (content.Text, content.CharacterSet));
    }

    [Fact]
    public void Segments_under_several_ECIs_are_each_in_their_own_set()
    {
        var bits = new BitWriter().Add(7, 4).Add(7, 8).Bytes([0xB4, 0xD0]).Add(7, 4).Add(9, 8).Bytes([0xC1]).Add(0, 4);
        var content = BitSegments.Read(bits.ToArray(), 1)!;
        Assert.Equal(("ДаΑ", "eci:7, eci:9"), (content.Text, content.CharacterSet));
    }

    [Fact]
    public void Segments_of_no_characters_are_passed_over() =>
        Assert.Equal("7", Read(new BitWriter().Add(1, 4).Add(0, 10).Add(2, 4).Add(0, 9).Add(4, 4).Add(0, 8)
            .Add(8, 4).Add(0, 8).Add(1, 4).Add(1, 10).Add(7, 4).Add(0, 4)));

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(3)]
    public void Fewer_bits_than_a_terminator_has_end_the_data_as_well(int left)
    {
        // 4 + 10 bits and four digits of 7 or 4 bits leave 0 to 3 bits in the last codeword.
        var (digits, bits) = left switch { 0 => (3, 10), 1 => (5, 17), _ => (2, 7) };
        var writer = new BitWriter().Add(1, 4).Add(digits, 10);
        for (var i = digits; i > 0; i -= 3)
            writer.Add(0, (Math.Min(3, i) * 3) + 1);
        Assert.Equal(left, ((8 - ((14 + bits) % 8)) % 8));
        Assert.Equal(new string('0', digits), Read(writer));
    }

    [Fact]
    public void Padding_is_not_looked_at() =>
        Assert.Equal("7", Read(new BitWriter().Add(1, 4).Add(1, 10).Add(7, 4).Add(0, 4).Add(0xFFFF, 16)));

    [Fact]
    public void The_most_digits_that_a_symbol_holds_are_read()
    {
        var writer = new BitWriter().Add(1, 4).Add(7089, 14);
        for (var i = 0; i < 7089; i += 3)
            writer.Add(789, 10);
        var content = BitSegments.Read(writer.ToArray(), 40)!;
        Assert.Equal(string.Concat(Enumerable.Repeat("789", 2363)), content.Text);
    }

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
    public void Data_that_ends_anywhere_within_a_segment_is_no_content()
    {
        var whole = new BitWriter().Add(7, 4).Add(26, 8).Add(2, 4).Add(2, 9).Add(462, 11).Bytes("abcdef"u8).ToArray();
        for (var length = 0; length < whole.Length - 1; length++)
        {
            // Three bits that are left over are no segment; everything else of this message is.
            var content = BitSegments.Read(whole.AsSpan(0, length), 1);
            Assert.True(content is null || content.Text == "AC", content?.Text);
        }
    }

    [Fact]
    public void Any_segments_that_are_written_are_read_back()
    {
        var segments = Gen.Elements(1, 10, 27).SelectMany(
            version => WrittenSegment.Any.ListOf().Select(list => (version, list))).ToArbitrary();
        Prop.ForAll(segments, written =>
        {
            var bits = new BitWriter();
            foreach (var segment in written.list)
                segment.Write(bits, written.version);
            var content = BitSegments.Read(bits.Add(0, 4).ToArray(), written.version);
            var text = string.Concat(written.list.Select(segment => segment.Text));
            return text.Length == 0 ? content is null : content?.Text == text;
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(500));
    }

    [Fact]
    public void Any_bits_are_content_or_not_but_never_throw()
    {
        var input = Gen.Choose(0, 255).Select(value => (byte)value).ArrayOf().SelectMany(
            bytes => Gen.Choose(1, 40).Select(version => (bytes, version))).ToArbitrary();
        Prop.ForAll(input, one => BitSegments.Read(one.bytes, one.version) is not { } content || content.Bytes.Length > 0)
            .Check(Config.QuickThrowOnFailure.WithMaxTest(3000));
    }

    /// <summary>An alphanumeric segment of version 1 to 9; letters by their values in table 5.</summary>
    private static BitWriter Letters(BitWriter bits, params int[] letters)
    {
        bits.Add(2, 4).Add(letters.Length, 9);
        for (var i = 0; i + 1 < letters.Length; i += 2)
            bits.Add((letters[i] * 45) + letters[i + 1], 11);
        return letters.Length % 2 == 0 ? bits : bits.Add(letters[^1], 6);
    }

    private static string? Read(BitWriter bits, int version = 1) => BitSegments.Read(bits.ToArray(), version)?.Text;
}
