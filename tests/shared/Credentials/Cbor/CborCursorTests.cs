using System.Formats.Cbor;
using System.Text;
using CheckIn.Credentials.Cbor;
using FsCheck;
using FsCheck.Fluent;

namespace CheckIn.Shared.Tests.Credentials.Cbor;

public sealed class CborCursorTests
{
    // RFC 8949 appendix A.
    [Theory]
    [InlineData("00", 0), InlineData("17", 23), InlineData("1818", 24), InlineData("1903e8", 1000)]
    [InlineData("1a000f4240", 1000000), InlineData("1b000000e8d4a51000", 1000000000000)]
    [InlineData("20", -1), InlineData("3863", -100), InlineData("3903e7", -1000), InlineData("3b7fffffffffffffff", long.MinValue)]
    [InlineData("f93c00", 1.0), InlineData("f97bff", 65504.0), InlineData("fa47c35000", 100000.0)]
    [InlineData("fb3ff199999999999a", 1.1), InlineData("fbc010666666666666", -4.1), InlineData("f90001", 5.960464477539063e-8)]
    public void Numbers_of_the_rfc_are_read(string hex, double number)
    {
        var cursor = new CborCursor(Hex(hex));
        Assert.Equal(number, cursor.ReadNumber());
        Assert.True(cursor.IsAtEnd);
    }

    [Theory]
    [InlineData("1bffffffffffffffff"), InlineData("3bffffffffffffffff"), InlineData("f97c00"), InlineData("f97e00")]
    [InlineData("f6"), InlineData("61"), InlineData("18"), InlineData("1c"), InlineData("ff"), InlineData("")]
    public void What_is_no_number_within_its_range_breaks_the_cursor(string hex)
    {
        var cursor = new CborCursor(Hex(hex));
        Assert.Equal(0, cursor.ReadNumber());
        Assert.True(cursor.IsBroken);
        Assert.Equal(CborKind.End, cursor.Next);
    }

    [Theory]
    [InlineData("60", ""), InlineData("6449455446", "IETF"), InlineData("62c3bc", "\u00fc"), InlineData("64f0908591", "\U00010151")]
    public void Texts_of_the_rfc_are_read(string hex, string text)
    {
        var cursor = new CborCursor(Hex(hex));
        Assert.Equal(text, Encoding.UTF8.GetString(cursor.ReadText()));
        Assert.True(cursor.IsAtEnd);
    }

    [Theory]
    [InlineData("61ff"), InlineData("62c3"), InlineData("7f6161ff"), InlineData("7bffffffffffffffff61"), InlineData("4161")]
    public void What_is_no_text_of_stated_length_breaks_the_cursor(string hex)
    {
        var cursor = new CborCursor(Hex(hex));
        Assert.True(cursor.ReadText().IsEmpty);
        Assert.True(cursor.IsBroken);
    }

    // RFC 8949 appendix A, and what it calls well-formed in section 3.
    [Theory]
    [InlineData("83010203"), InlineData("8301820203820405"), InlineData("a201020304"), InlineData("9fff"), InlineData("bfff")]
    [InlineData("9f018202039f0405ffff"), InlineData("bf6161019f0203ffff00", "bf6161019f0203ff00ff"), InlineData("c11a514b67b0")]
    [InlineData("d818456449455446"), InlineData("5f42010243030405ff"), InlineData("7f657374726561646d696e67ff")]
    [InlineData("f0"), InlineData("f8ff"), InlineData("f7"), InlineData("bf61610161629f0203ffff"), InlineData("826161bf61626163ff")]
    public void One_item_of_any_kind_is_passed_over(string hex, string? instead = null)
    {
        var cursor = new CborCursor(Hex(instead ?? hex));
        cursor.Skip();
        Assert.True(cursor.IsAtEnd);
    }

    // RFC 8949 appendix F: too little, reserved numbers, breaks out of place.
    [Theory]
    [InlineData("41"), InlineData("5f4100"), InlineData("7f"), InlineData("9f"), InlineData("9f01"), InlineData("bf0102"), InlineData("82")]
    [InlineData("a101"), InlineData("bf01"), InlineData("c0"), InlineData("1c"), InlineData("1f"), InlineData("3f"), InlineData("df00")]
    [InlineData("ff"), InlineData("82ff00"), InlineData("81ff"), InlineData("a1ff"), InlineData("a100ff"), InlineData("bf00ff"), InlineData("bf000000ff")]
    [InlineData("9fc1ff"), InlineData("5f00ff"), InlineData("5f6100ff"), InlineData("5f5f4100ffff"), InlineData("7f4100ff"), InlineData("f800"), InlineData("f81f")]
    [InlineData("9bffffffffffffffff"), InlineData("bbffffffffffffffff"), InlineData("9b8000000000000000ff"), InlineData("5bffffffffffffffff00")]
    public void What_is_not_well_formed_breaks_the_cursor(string hex)
    {
        var cursor = new CborCursor(Hex(hex));
        cursor.Skip();
        Assert.True(cursor.IsBroken);
    }

    [Theory]
    [InlineData(0x81, CborCursor.MaxDepth, true), InlineData(0x81, CborCursor.MaxDepth + 1, false)]
    [InlineData(0x9F, CborCursor.MaxDepth + 1, false), InlineData(0x81, 100_000, false), InlineData(0xC1, 100_000, true)]
    public void Depth_is_bounded_and_tags_are_not_depth(byte head, int levels, bool isRead)
    {
        var bytes = Enumerable.Repeat(head, levels).Append((byte)0).ToArray();
        var cursor = new CborCursor(bytes);
        cursor.Skip();
        Assert.Equal(isRead, cursor.IsAtEnd);
    }

    [Fact]
    public void Items_of_stated_and_of_unstated_length_are_counted_alike()
    {
        foreach (var hex in new[] { "83010203", "9f010203ff" })
        {
            var cursor = new CborCursor(Hex(hex));
            var items = cursor.ReadArray();
            var sum = 0L;
            while (items.Next(ref cursor))
                sum += cursor.ReadInteger();
            Assert.Equal((6, true, false), (sum, cursor.IsAtEnd, items.Next(ref cursor)));
        }
    }

    [Fact]
    public void An_array_that_never_ends_breaks_the_cursor_when_the_bytes_do()
    {
        var cursor = new CborCursor([0x9F, 1, 2]);
        var items = cursor.ReadArray();
        var read = 0;
        for (; items.Next(ref cursor); read++)
            cursor.ReadInteger();
        Assert.Equal((3, true), (read, cursor.IsBroken));
    }

    /// <summary>
    /// The framework's reader as the oracle; it is laxer in depth and in simple values below 32 alone.
    /// </summary>
    [Fact]
    public void It_agrees_with_another_reader_on_what_one_item_is() =>
        Check.One(Config.QuickThrowOnFailure.WithMaxTest(20_000), Prop.ForAll(Bytes.ToArbitrary(), static bytes =>
        {
            var cursor = new CborCursor(bytes);
            var item = cursor.ReadItem();
            return cursor.IsBroken ? Other(bytes) is null || IsDeep(bytes) || HasLongSimple(bytes) : Other(bytes) == item.Length;
        }));

    [Fact]
    public void What_is_written_is_read_again_by_both() =>
        Check.One(Config.QuickThrowOnFailure.WithMaxTest(1000), Prop.ForAll<long, byte[]>(static (number, bytes) =>
        {
            var into = new byte[64 + bytes.Length];
            var sink = new CborSink(into);
            sink.WriteTag(18);
            sink.WriteArray(3);
            sink.WriteInteger(number);
            sink.WriteBytes(bytes);
            sink.WriteMap(0);
            var other = new CborWriter(CborConformanceMode.Canonical);
            other.WriteTag((CborTag)18);
            other.WriteStartArray(3);
            other.WriteInt64(number);
            other.WriteByteString(bytes);
            other.WriteStartMap(0);
            other.WriteEndMap();
            other.WriteEndArray();
            return into.AsSpan(0, sink.Length).SequenceEqual(other.Encode());
        }));

    // Short items of every kind, so that most sequences begin well.
    private static Gen<byte[]> Bytes => Gen.ArrayOf(Gen.OneOf(
        Gen.Elements<byte>(0x00, 0x20, 0x41, 0x61, 0x81, 0x82, 0xA1, 0xA2, 0xC1, 0xF6, 0xF9, 0x18, 0x5F, 0x7F, 0x9F, 0xBF, 0xFF, 0xFF),
        ArbMap.Default.GeneratorFor<byte>()));

    private static bool IsDeep(byte[] bytes) => bytes.Length > CborCursor.MaxDepth;

    private static bool HasLongSimple(byte[] bytes) =>
        Enumerable.Range(0, bytes.Length - 1).Any(i => bytes[i] == 0xF8 && bytes[i + 1] < 32);

    private static int? Other(byte[] bytes)
    {
        try
        {
            var reader = new CborReader(bytes, CborConformanceMode.Lax, allowMultipleRootLevelValues: true);
            reader.SkipValue();
            return bytes.Length - reader.BytesRemaining;
        }
        catch (Exception e) when (e is CborContentException or InvalidOperationException)
        {
            return null;
        }
    }

    private static byte[] Hex(string hex) => Convert.FromHexString(hex);
}
