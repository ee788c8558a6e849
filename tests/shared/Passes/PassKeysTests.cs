using System.Security.Cryptography;
using System.Text;
using CheckIn.Fixtures;
using CheckIn.Passes;

namespace CheckIn.Shared.Tests.Passes;

public sealed class PassKeysTests : IDisposable
{
    private static readonly DateTimeOffset Now = SyntheticPasses.Now;
    private readonly ECDsa _key = ECDsa.Create(ECCurve.NamedCurves.nistP256);

    public void Dispose() => _key.Dispose();

    [Fact]
    public void A_document_comes_back()
    {
        using var keys = PassKeys.Parse(PassKeys.Write(Document()));
        Assert.Equal((5L, 1, Now.ToUnixTimeSeconds()), (keys.Version, keys.Count, keys.IssuedAt.ToUnixTimeSeconds()));
    }

    [Fact]
    public void Every_cut_is_found()
    {
        var document = PassKeys.Write(Document());
        for (var length = 0; length < document.Length; length++)
            Assert.Throws<FormatException>(() => PassKeys.Parse(document.AsSpan(0, length)));
    }

    [Fact]
    public void No_flipped_bit_makes_another_key()
    {
        var document = PassKeys.Write(Document());
        var own = PassKeys.EntryOf(_key, Now, Now.AddDays(9)).Kid;
        for (var bit = 0; bit < document.Length * 8; bit++)
        {
            document[bit / 8] ^= (byte)(1 << (bit % 8));
            try
            {
                using var keys = PassKeys.Parse(document);
                Assert.All(keys.All, key => Assert.Equal(own, Convert.ToHexStringLower(key.Kid)));
            }
            catch (FormatException)
            {
                // Found.
            }
            document[bit / 8] ^= (byte)(1 << (bit % 8));
        }
    }

    [Theory]
    [InlineData("")]
    [InlineData("null")]
    [InlineData("[]")]
    [InlineData("{}")]
    [InlineData("""{"version":1,"issuedAt":1}""")]
    [InlineData("""{"version":0,"issuedAt":1,"keys":[]}""")]
    [InlineData("""{"version":1,"issuedAt":-1,"keys":[]}""")]
    [InlineData("""{"version":1,"issuedAt":1,"keys":null}""")]
    [InlineData("""{"version":1,"issuedAt":1,"keys":[null]}""")]
    [InlineData("""{"version":1,"issuedAt":1,"keys":[{"kid":"00000000","public":"BA==","from":1,"until":2}]}""")]
    [InlineData("""{"version":1,"issuedAt":1,"keys":[{"kid":"00000000","public":"!","from":1,"until":2}]}""")]
    [InlineData("""{"version":1,"issuedAt":1,"keys":[{"kid":null,"public":null,"from":1,"until":2}]}""")]
    public void What_is_no_list_of_keys_is_refused(string document) =>
        Assert.Throws<FormatException>(() => PassKeys.Parse(Encoding.UTF8.GetBytes(document)));

    [Fact]
    public void A_key_that_ends_before_it_begins_is_refused()
    {
        var document = PassKeys.Write(new PassKeysDocument(1, 1, [PassKeys.EntryOf(_key, Now, Now)]));
        Assert.Throws<FormatException>(() => PassKeys.Parse(document));
    }

    [Fact]
    public void More_than_can_be_meant_is_refused()
    {
        var entry = PassKeys.EntryOf(_key, Now, Now.AddDays(9));
        var most = new PassKeysDocument(1, 1, [.. Enumerable.Repeat(entry, PassKeys.Most)]);
        using var keys = PassKeys.Parse(PassKeys.Write(most));
        Assert.Throws<FormatException>(() => PassKeys.Parse(PassKeys.Write(most with { Keys = [.. most.Keys, entry] })));
        Assert.Throws<FormatException>(() => PassKeys.Parse(new byte[PassKeys.MaxBytes + 1]));
    }

    private PassKeysDocument Document() =>
        new(5, Now.ToUnixTimeSeconds(), [PassKeys.EntryOf(_key, Now, Now.AddDays(9))]);
}
