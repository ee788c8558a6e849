using System.Text;
using CheckIn.Gate.Scanning.Qr;

namespace CheckIn.Gate.Tests.Scanning.Qr;

public class CharacterEvidenceTests
{
    static CharacterEvidenceTests() => Encoding.RegisterProvider(CodePagesEncodingProvider.Instance);

    [Theory]
    [InlineData("Nguyễn Văn Thử", "utf-8", "utf-8")]
    [InlineData("Привет, мир", "utf-8", "utf-8")]
    [InlineData("点茗とカナ", "shift_jis", "shift-jis")]
    [InlineData("東京都千代田区丸の内一丁目", "shift_jis", "shift-jis")]
    [InlineData("山田太郎", "shift_jis", "shift-jis")]
    [InlineData("お問い合わせはこちら http://example.jp/", "shift_jis", "shift-jis")]
    [InlineData("MECARD:N:鈴木,一郎;TEL:0312345678;;", "shift_jis", "shift-jis")]
    [InlineData("ﾃｽﾄﾃﾞｰﾀ", "shift_jis", "shift-jis")]
    [InlineData("ﾔﾏﾀﾞ ﾀﾛｳ", "shift_jis", "shift-jis")]
    [InlineData("中国", "gb18030", "gb18030")]
    [InlineData("北京市朝阳区建国路88号", "gb18030", "gb18030")]
    [InlineData("姓名：张伟，电话：13800000000", "gb18030", "gb18030")]
    [InlineData("欢迎使用本系统。请出示健康码！", "gb18030", "gb18030")]
    [InlineData("公司", "gb18030", "gb18030")]
    [InlineData("臺北市信義區市府路1號", "big5", "big5")]
    [InlineData("歡迎光臨,請掃描條碼", "big5", "big5")]
    [InlineData("王小明", "big5", "big5")]
    [InlineData("안녕하세요 세계", "ks_c_5601-1987", "euc-kr")]
    [InlineData("서울특별시 종로구 세종대로 1", "ks_c_5601-1987", "euc-kr")]
    [InlineData("café à l'été", "iso-8859-1", "latin-1")]
    [InlineData("Grüße aus München", "iso-8859-1", "latin-1")]
    [InlineData("Füße", "iso-8859-1", "latin-1")]
    [InlineData("créée", "iso-8859-1", "latin-1")]
    [InlineData("Müller", "iso-8859-1", "latin-1")]
    [InlineData("ÅNGSTRÖM", "iso-8859-1", "latin-1")]
    [InlineData("São Paulo, Brasil: ação, coração", "iso-8859-1", "latin-1")]
    [InlineData("¿Dónde está el baño? ¡Aquí!", "iso-8859-1", "latin-1")]
    [InlineData("Smörgåsbord på Älvsjö", "iso-8859-1", "latin-1")]
    [InlineData("25 °C", "iso-8859-1", "latin-1")]
    [InlineData("© 2021 Müller & Söhne", "iso-8859-1", "latin-1")]
    [InlineData("Preis: 5 € – “günstig”", "windows-1252", "windows-1252")]
    [InlineData("l’été", "windows-1252", "windows-1252")]
    [InlineData("Zażółć gęślą jaźń", "windows-1250", "windows-1250")]
    [InlineData("Příliš žluťoučký kůň", "windows-1250", "windows-1250")]
    [InlineData("Привет, как дела?", "windows-1251", "windows-1251")]
    [InlineData("Москва, улица Ленина, дом 5", "windows-1251", "windows-1251")]
    public void Without_a_declaration_the_bytes_are_the_evidence(string text, string encoding, string name)
    {
        Assert.Equal(text, Decode(Encoding.GetEncoding(encoding).GetBytes(text), SegmentBuffer.Undeclared, out var taken));
        Assert.Equal(name, taken);
    }

    [Fact]
    public void Bytes_that_are_no_text_are_latin_1_byte_by_byte()
    {
        byte[] bytes = [0xFF, 0x00, 0x81, 0x8D, 0x41];
        Assert.Equal("\u00FF\0\u0081\u008DA", Decode(bytes, SegmentBuffer.Undeclared, out var name));
        Assert.Equal("latin-1", name);
    }

    [Fact]
    public void UTF8_with_garbage_behind_it_is_not_UTF8()
    {
        Assert.NotEmpty(Decode([.. "Nguyễn"u8, 0xC3], SegmentBuffer.Undeclared, out var name));
        Assert.NotEqual("utf-8", name);
    }

    [Theory]
    [InlineData(true, "utf-16be")]
    [InlineData(false, "utf-16le")]
    public void A_byte_order_mark_of_UTF16_is_believed_and_not_part_of_the_text(bool bigEndian, string name)
    {
        var encoding = new UnicodeEncoding(bigEndian, byteOrderMark: true);
        byte[] bytes = [.. encoding.GetPreamble(), .. encoding.GetBytes("Thử 試")];
        Assert.Equal("Thử 試", Decode(bytes, SegmentBuffer.Undeclared, out var taken));
        Assert.Equal(name, taken);
    }

    [Fact]
    public void A_byte_order_mark_of_UTF8_is_not_part_of_the_text() =>
        Assert.Equal("Thử", Decode([0xEF, 0xBB, 0xBF, .. "Thử"u8], SegmentBuffer.Undeclared, out _));

    [Fact]
    public void Decomposed_letters_stay_as_they_are() =>
        Assert.Equal("e\u0302\u0303", Decode([.. "e\u0302\u0303"u8], SegmentBuffer.Undeclared, out _));

    [Fact]
    public void Any_bytes_are_text_under_some_name()
    {
        var random = new Random(7);
        for (var i = 0; i < 2000; i++)
        {
            var bytes = new byte[1 + random.Next(40)];
            random.NextBytes(bytes);
            Assert.NotEmpty(Decode(bytes, SegmentBuffer.Undeclared, out var name));
            Assert.NotEmpty(name);
        }
    }

    private static string Decode(byte[] bytes, int origin, out string name)
    {
        var origins = new int[bytes.Length];
        origins.AsSpan().Fill(origin);
        return SegmentText.Of(bytes, origins, out name);
    }
}
