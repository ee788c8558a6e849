using System.Formats.Cbor;
using CheckIn.Credentials;
using FsCheck;
using FsCheck.Fluent;

namespace CheckIn.Shared.Tests.Credentials;

public sealed class CborDocumentTests
{
    // RFC 8949 appendix A, and what it calls well-formed in section 3.
    [Theory]
    [InlineData("83010203"), InlineData("8301820203820405"), InlineData("a201020304"), InlineData("9fff"), InlineData("bfff")]
    [InlineData("9f018202039f0405ffff"), InlineData("bf6161019f0203ff00ff"), InlineData("c11a514b67b0"), InlineData("f93c00")]
    [InlineData("d818456449455446"), InlineData("5f42010243030405ff"), InlineData("7f657374726561646d696e67ff")]
    [InlineData("f0"), InlineData("f8ff"), InlineData("f7"), InlineData("bf61610161629f0203ffff")]
    [InlineData("826161bf61626163ff"), InlineData("1800"), InlineData("1bffffffffffffffff"), InlineData("fb3ff199999999999a")]
    public void Every_item_of_the_rfc_is_one(string hex)
    {
        Assert.True(CborDocument.Read(Hex(hex), Skip));
        Assert.Equal(hex, Convert.ToHexStringLower(CborDocument.First(Hex(hex + "ff00")).Span));
    }

    // RFC 8949 appendix F: too little, reserved numbers, breaks out of place; section 5.6: keys twice, texts that are none.
    [Theory]
    [InlineData(""), InlineData("41"), InlineData("5f4100"), InlineData("7f"), InlineData("9f"), InlineData("9f01")]
    [InlineData("bf0102"), InlineData("82"), InlineData("a101"), InlineData("bf01"), InlineData("c0"), InlineData("1c")]
    [InlineData("1f"), InlineData("3f"), InlineData("df00"), InlineData("ff"), InlineData("82ff00"), InlineData("81ff")]
    [InlineData("a1ff"), InlineData("a100ff"), InlineData("bf00ff"), InlineData("bf000000ff"), InlineData("9fc1ff")]
    [InlineData("5f00ff"), InlineData("5f6100ff"), InlineData("5f5f4100ffff"), InlineData("7f4100ff"), InlineData("f800")]
    [InlineData("f81f"), InlineData("9bffffffffffffffff"), InlineData("bbffffffffffffffff"), InlineData("9b8000000000000000ff")]
    [InlineData("5bffffffffffffffff00"), InlineData("7bffffffffffffffff61"), InlineData("5a7fffffff00")]
    [InlineData("9a7fffffff00"), InlineData("a201010102"), InlineData("bf616101616102ff"), InlineData("61ff")]
    [InlineData("8162c328"), InlineData("7f61ffff")]
    public void What_is_no_item_is_refused(string hex)
    {
        Assert.Throws<FormatException>(() => CborDocument.Read(Hex(hex), Skip));
        Assert.Throws<FormatException>(() => CborDocument.First(Hex(hex)));
    }

    [Fact]
    public void Nothing_follows_a_document_and_anything_a_first_item()
    {
        Assert.Throws<FormatException>(() => CborDocument.Read(Hex("0000"), Skip));
        Assert.Throws<FormatException>(() => CborDocument.Read(Hex("00ff"), Skip));
        Assert.Equal("820102", Convert.ToHexStringLower(CborDocument.First(Hex("820102820102")).Span));
    }

    [Theory]
    [InlineData(0x81, CborDocument.MaxDepth, true), InlineData(0x81, CborDocument.MaxDepth + 1, false)]
    [InlineData(0x9F, CborDocument.MaxDepth + 1, false), InlineData(0x81, 16_000, false), InlineData(0xA1, 16_000, false)]
    [InlineData(0xC1, CborDocument.MaxItems - 1, true), InlineData(0xC1, CborDocument.MaxItems, false)]
    public void Depth_is_bounded_and_tags_are_items_and_not_depth(byte head, int levels, bool isOne) =>
        Assert.Equal(isOne, IsOne([.. Enumerable.Repeat(head, levels), 0]));

    [Fact]
    public void Items_and_bytes_are_bounded()
    {
        // The array and its end are two of them.
        Assert.True(IsOne([0x9F, .. new byte[CborDocument.MaxItems - 2], 0xFF]));
        Assert.False(IsOne([0x9F, .. new byte[CborDocument.MaxItems - 1], 0xFF]));
        Assert.True(IsOne([0x59, 0x3F, 0xFD, .. new byte[CborDocument.MaxBytes - 3]]));
        Assert.False(IsOne([0x59, 0x3F, 0xFE, .. new byte[CborDocument.MaxBytes - 2]]));
    }

    /// <summary>The framework's reader alone takes 1.8 MB for sixteen thousand levels.</summary>
    [Fact]
    public void What_goes_beyond_the_bounds_takes_no_memory()
    {
        byte[] deep = [.. Enumerable.Repeat((byte)0x81, 16_000), 0], wide = [0x99, 0x3E, 0x80, .. new byte[16_000]];
        foreach (var bytes in new[] { deep, wide })
        {
            IsOne(bytes);
            var before = GC.GetAllocatedBytesForCurrentThread();
            IsOne(bytes);
            Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 8_000);
        }
    }

    [Fact]
    public void What_is_not_asked_for_is_refused_as_what_is_none()
    {
        void AssertRefused<T>(string hex, Func<CborReader, T> read) =>
            Assert.Throws<FormatException>(() => CborDocument.Read(Hex(hex), read));
        AssertRefused("6161", static reader => reader.ReadInt64());
        AssertRefused("1bffffffffffffffff", static reader => reader.ReadInt64());
        AssertRefused("5f4100ff", static reader => reader.ReadDefiniteLengthByteString());
        AssertRefused("00", static reader => reader.ReadLabels().Count());
        AssertRefused("a10000", static reader => reader.ReadNames().Count());
    }

    [Fact]
    public void Keys_that_are_no_numbers_are_passed_over()
    {
        List<long?> Labels(CborReader reader)
        {
            List<long?> labels = [];
            foreach (var label in reader.ReadLabels())
            {
                labels.Add(label);
                reader.SkipValue();
            }
            return labels;
        }
        foreach (var hex in new[] { "a40100616b8101390103a081000a", "bf0100616b8101390103a081000aff" })
            Assert.Equal([1, null, -260, null], CborDocument.Read(Hex(hex), Labels));
    }

    [Fact]
    public void No_bytes_make_it_throw_anything_else() =>
        Check.One(Config.QuickThrowOnFailure.WithMaxTest(20_000), Prop.ForAll(Bytes.ToArbitrary(), static bytes =>
            !IsOne(bytes) || CborDocument.First((byte[])[.. bytes, 0xFF]).Length == bytes.Length));

    [Fact]
    public void No_truncation_of_an_item_is_one()
    {
        var whole = Hex("a401838240a04103bf616101ff390103a1016763c3a963c3a96103d8184264f4fb3ff199999999999a00");
        Assert.True(IsOne(whole));
        for (var length = 0; length < whole.Length; length++)
            Assert.False(IsOne(whole[..length]));
    }

    // Short items of every kind, so that most sequences begin well.
    private static Gen<byte[]> Bytes => Gen.ArrayOf(Gen.OneOf(
        Gen.Elements<byte>(
            0x00, 0x20, 0x41, 0x61, 0x81, 0x82, 0xA1, 0xA2, 0xC1, 0xF6, 0xF9, 0x18, 0x5F, 0x7F, 0x9F, 0xBF, 0xFF, 0xFF),
        ArbMap.Default.GeneratorFor<byte>()));

    private static bool IsOne(byte[] bytes)
    {
        try
        {
            return CborDocument.Read(bytes, Skip);
        }
        catch (FormatException)
        {
            return false;
        }
    }

    private static bool Skip(CborReader reader)
    {
        reader.SkipValue();
        return true;
    }

    private static byte[] Hex(string hex) => Convert.FromHexString(hex);
}
