using System.Security.Cryptography;
using System.Text;
using CheckIn.Sealing;

namespace CheckIn.Shared.Tests.Sealing;

public sealed class TagRatchetTests
{
    private static readonly byte[] Key = Enumerable.Range(0, 32).Select(static i => (byte)i).ToArray();

    [Fact]
    public void A_tag_is_the_first_half_of_the_hmac_in_hexadecimal()
    {
        var mac = HMACSHA256.HashData(Key, Encoding.UTF8.GetBytes("cccd:001099000001"));
        Assert.Equal(Convert.ToHexStringLower(mac)[..TagRatchet.TagLength], TagRatchet.TagOf(Key, "cccd:001099000001"));
    }

    [Fact]
    public void Advancing_by_days_is_the_same_as_day_by_day()
    {
        var stepped = Key;
        for (var day = 0; day <= 40; day++)
        {
            Assert.Equal(stepped, TagRatchet.Advance(Key, day));
            stepped = TagRatchet.Next(stepped);
        }
    }

    [Fact]
    public void Every_days_key_and_tag_are_new()
    {
        var days = Enumerable.Range(0, 100).Select(static day => TagRatchet.Advance(Key, day)).ToArray();
        Assert.Equal(100, days.Select(static key => TagRatchet.TagOf(key, "cccd:001099000001")).Distinct().Count());
    }

    [Fact]
    public void The_ratchet_stays_what_it_is_so_that_hub_and_gate_agree()
    {
        // HKDF-SHA256, no salt, info "checkin/v1/tag/next-day", computed step by step from RFC 5869.
        var prk = HMACSHA256.HashData(new byte[32], Key);
        var expected = HMACSHA256.HashData(prk, (byte[])[.. "checkin/v1/tag/next-day"u8, 1]);
        Assert.Equal(expected, TagRatchet.Next(Key));
    }

    [Fact]
    public void A_key_of_another_length_is_refused()
    {
        Assert.Throws<ArgumentException>(() => TagRatchet.Next(Key.AsSpan(1)));
        Assert.Throws<ArgumentException>(() => TagRatchet.TagOf(default, "x"));
        Assert.Throws<ArgumentOutOfRangeException>(() => TagRatchet.Advance(Key, -1));
    }
}
