using System.Text;
using CheckIn.Credentials;
using FsCheck;
using FsCheck.Fluent;

namespace CheckIn.Shared.Tests.Credentials;

public sealed class Base45Tests
{
    // RFC 9285 sections 4.3 and 4.4.
    [Theory]
    [InlineData("AB", "BB8"), InlineData("Hello!!", "%69 VD92EX0"), InlineData("base-45", "UJCLQE7W581")]
    [InlineData("ietf!", "QED8WEX0"), InlineData("", "")]
    public void The_examples_of_the_rfc_come_out_both_ways(string plain, string coded)
    {
        Assert.Equal(coded, Encode(Encoding.ASCII.GetBytes(plain)));
        Assert.Equal(plain, Encoding.ASCII.GetString(Decode(coded)!));
    }

    // RFC 9285 section 6: FGW is the highest triple; GGW and ::: lie above it, as the pair ::.
    [Theory]
    [InlineData("GGW"), InlineData(":::"), InlineData("::"), InlineData("6U"), InlineData("A"), InlineData("BB8A")]
    [InlineData("bb8"), InlineData("BB\n"), InlineData("BB_"), InlineData("B\u00008"), InlineData("\u00FF\u00FF\u00FF")]
    public void What_is_not_base45_is_refused(string text) => Assert.Null(Decode(text));

    [Theory]
    [InlineData("FGW", new byte[] { 255, 255 }), InlineData("U5", new byte[] { 255 }), InlineData("000", new byte[] { 0, 0 })]
    public void The_ends_of_the_range_are_read(string text, byte[] bytes) => Assert.Equal(bytes, Decode(text));

    [Fact]
    public void Any_bytes_come_back() => Check.One(Config.QuickThrowOnFailure, Prop.ForAll<byte[]>(static bytes =>
    {
        var text = Encode(bytes);
        return text.Length == Base45.EncodedLength(bytes.Length) && Base45.MaxDecodedLength(text.Length) == bytes.Length
            && Decode(text)!.SequenceEqual(bytes);
    }));

    /// <summary>One text for one value: nobody shows the same bytes as two different codes.</summary>
    [Fact]
    public void What_is_read_is_written_again_as_it_was() =>
        Check.One(Config.QuickThrowOnFailure.WithMaxTest(2000), Prop.ForAll<byte[]>(static bytes =>
        {
            var text = string.Concat(bytes.Select(static b => "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ $%*+-./:"[b % 45]));
            return Decode(text) is not { } decoded || Encode(decoded) == text;
        }));

    [Fact]
    public void Too_little_room_is_refused_before_anything_is_written()
    {
        Assert.False(Base45.TryDecode("BB8"u8, new byte[1], out var written));
        Assert.Equal(0, written);
        Assert.Throws<ArgumentException>(() => Base45.Encode("AB"u8, new byte[2]));
    }

    private static string Encode(byte[] bytes)
    {
        var text = new byte[Base45.EncodedLength(bytes.Length)];
        Assert.Equal(text.Length, Base45.Encode(bytes, text));
        return Encoding.ASCII.GetString(text);
    }

    private static byte[]? Decode(string text)
    {
        var into = new byte[Base45.MaxDecodedLength(text.Length)];
        return Base45.TryDecode(Encoding.Latin1.GetBytes(text), into, out var written) ? into[..written] : null;
    }
}
