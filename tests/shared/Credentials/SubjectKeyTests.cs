using System.Text;
using CheckIn.Credentials;
using CheckIn.Sealing;

namespace CheckIn.Shared.Tests.Credentials;

public sealed class SubjectKeyTests
{
    /// <summary>RFC 4231, test case 2.</summary>
    [Fact]
    public void It_is_the_beginning_of_hmac_sha256()
    {
        var key = SubjectKey.Of("Jefe"u8, "what do ya want for nothing?"u8);
        Assert.True(SubjectKey.TryParse("5bdcc146bf60754e6a042426089575c7", out var expected));
        Assert.Equal(expected, key);
        Span<byte> bytes = stackalloc byte[SubjectKey.Size];
        key.Write(bytes);
        Assert.Equal(key, SubjectKey.Read(bytes));
    }

    [Fact]
    public void A_tag_is_one_under_the_key_of_its_day()
    {
        var key = new byte[TagRatchet.KeySize];
        var tag = TagRatchet.TagOf(key, "cccd:001099000001");
        Assert.True(SubjectKey.TryParse(tag, out var read));
        Assert.Equal(SubjectKey.Of(key, Encoding.UTF8.GetBytes("cccd:001099000001")), read);
    }

    [Theory]
    [InlineData("")]
    [InlineData("5bdcc146bf60754e6a042426089575c")]
    [InlineData("5bdcc146bf60754e6a042426089575c7aa")]
    [InlineData("xbdcc146bf60754e6a042426089575c7")]
    public void Anything_else_is_none(string tag) => Assert.False(SubjectKey.TryParse(tag, out _));
}
