using CheckIn.Credentials;
using CheckIn.Hub.Venues;

namespace CheckIn.Hub.Tests.Venues;

public sealed class VenueKeyTests
{
    private static readonly byte[] Key = [.. Enumerable.Range(0, 32).Select(static n => (byte)n)];
    private static readonly byte[] Other = [.. Key.Reverse()];
    private static readonly DateTimeOffset Now = new(2026, 11, 22, 3, 0, 0, TimeSpan.Zero);

    [Fact]
    public void Only_the_key_that_made_a_code_knows_it()
    {
        var code = VenueKey.Sign(Key, "cho-a", 3);
        Assert.True(VenueKey.HasSigned(Key, code));
        Assert.True(VenueKey.HasSigned(Key, VenueCode.Read(code.Key)!));
        Assert.False(VenueKey.HasSigned(Other, code));
    }

    [Fact]
    public void A_code_for_another_site_or_version_or_with_another_mac_is_forged()
    {
        var code = VenueKey.Sign(Key, "cho-a", 3);
        Assert.False(VenueKey.HasSigned(Key, code with { Site = "cho-b" }));
        Assert.False(VenueKey.HasSigned(Key, code with { Version = 4 }));
        // Site and version cannot be pushed into one another.
        Assert.NotEqual(VenueKey.Sign(Key, "cho-1", 1).Mac, VenueKey.Sign(Key, "cho-1", 11).Mac);
        for (var i = 0; i < code.Mac.Length - 1; i++)
        {
            var sign = code.Mac[i] == 'A' ? 'B' : 'A';
            Assert.False(VenueKey.HasSigned(Key, code with { Mac = code.Mac[..i] + sign + code.Mac[(i + 1)..] }));
        }
    }

    [Fact]
    public void A_form_is_taken_from_its_own_site_and_until_it_is_too_old()
    {
        var form = VenueForm.New(Key, "cho-a", Now);
        Assert.True(VenueForm.IsGood(Key, "cho-a", form, Now));
        Assert.True(VenueForm.IsGood(Key, "cho-a", form, Now + VenueForm.Longest));
        Assert.False(VenueForm.IsGood(Key, "cho-a", form, Now + VenueForm.Longest + TimeSpan.FromSeconds(1)));
        Assert.False(VenueForm.IsGood(Key, "cho-b", form, Now));
        Assert.False(VenueForm.IsGood(Other, "cho-a", form, Now));
        foreach (var wrong in new[] { "", ".", "..", "1.2.3", form + "A", "9" + form, new string('.', 1000), "é." + form })
            Assert.False(VenueForm.IsGood(Key, "cho-a", wrong, Now));
        // What came of it outlives it.
        Assert.True(VenueForm.Kept > VenueForm.Longest);
    }
}
