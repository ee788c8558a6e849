using System.Text;
using CheckIn.Gate.Scanning.Qr;

namespace CheckIn.Gate.Tests.Scanning.Qr;

public class DeclaredSetsTests
{
    static DeclaredSetsTests() => Encoding.RegisterProvider(CodePagesEncodingProvider.Instance);

    [Theory]
    [InlineData(0, "Ñandú", "ibm437")]
    [InlineData(3, "café", "iso-8859-1")]
    [InlineData(4, "Žižkov", "iso-8859-2")]
    [InlineData(7, "Привет", "iso-8859-5")]
    [InlineData(9, "Γειά σου", "iso-8859-7")]
    [InlineData(11, "Şişli", "iso-8859-9")]
    [InlineData(17, "5 €", "iso-8859-15")]
    [InlineData(20, "点茗", "shift_jis")]
    [InlineData(21, "Łódź", "windows-1250")]
    [InlineData(22, "Привет", "windows-1251")]
    [InlineData(23, "5 €", "windows-1252")]
    [InlineData(24, "مرحبا", "windows-1256")]
    [InlineData(25, "Nguyễn AB", "utf-16BE")]
    [InlineData(28, "高雄", "big5")]
    [InlineData(29, "医院", "gb2312")]
    [InlineData(30, "김철수", "ks_c_5601-1987")]
    [InlineData(31, "谢谢", "gb2312")]
    [InlineData(32, "一㐀二", "gb18030")]
    [InlineData(33, "Nguyễn AB", "utf-16LE")]
    [InlineData(34, "Nguyễn AB", "utf-32BE")]
    [InlineData(35, "Nguyễn AB", "utf-32LE")]
    public void An_ECI_is_believed(int eci, string text, string encoding)
    {
        Assert.Equal(text, Decode(Encoding.GetEncoding(encoding).GetBytes(text), eci, out var name));
        Assert.Equal($"eci:{eci}", name);
    }

    [Theory]
    [InlineData(26, "utf-8")]
    [InlineData(3, "utf-8 (eci:3)")]
    [InlineData(20, "utf-8 (eci:20)")]
    [InlineData(22, "utf-8 (eci:22)")]
    [InlineData(777777, "utf-8 (eci:777777)")]
    public void UTF8_is_believed_before_a_wrong_declaration(int eci, string name)
    {
        Assert.Equal("Nguyễn Văn Thử", Decode([.. "Nguyễn Văn Thử"u8], eci, out var taken));
        Assert.Equal(name, taken);
    }

    [Theory]
    [InlineData(26)]
    [InlineData(27)]
    [InlineData(899)]
    [InlineData(12345)]
    public void Bytes_that_the_declared_set_does_not_have_or_a_set_that_is_unknown_leave_evidence(int eci)
    {
        Assert.Equal("Größe", Decode(Encoding.Latin1.GetBytes("Größe"), eci, out var name));
        Assert.Equal($"latin-1 (eci:{eci})", name);
    }

    [Fact]
    public void No_declaration_and_no_bytes_make_it_throw()
    {
        var random = new Random(11);
        var bytes = new byte[64];
        for (var eci = 0; eci < 1000; eci++)
        {
            random.NextBytes(bytes);
            Assert.NotEmpty(Decode(bytes, eci, out var name));
            Assert.NotEmpty(name);
        }
    }

    private static string Decode(byte[] bytes, int eci, out string name)
    {
        var origins = new int[bytes.Length];
        origins.AsSpan().Fill(eci);
        return SegmentText.Of(bytes, origins, out name);
    }
}
