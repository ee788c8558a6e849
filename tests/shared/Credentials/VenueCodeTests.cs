using System.Text;
using CheckIn.Credentials;

namespace CheckIn.Shared.Tests.Credentials;

public sealed class VenueCodeTests
{
    private const string Mac = "AAECAwQFBgcICQoLDA0ODw";

    [Theory]
    [InlineData("https://hub.example/v/truong-le-loi.1." + Mac)]
    [InlineData("HTTPS://10.1.2.3:8443/v/a.999999999." + Mac)]
    [InlineData("https://hub.example/v/truong-le-loi.12." + Mac + "\r\n")]
    public void The_poster_of_any_hub_is_known_to_a_gate_by_its_form(string code) =>
        Assert.Equal(CredentialKind.VenueCode, CredentialReader.Recognise(Encoding.UTF8.GetBytes(code)).Kind);

    [Theory]
    [InlineData("http://hub.example/v/truong-le-loi.1." + Mac)]
    [InlineData("https:///v/truong-le-loi.1." + Mac)]
    [InlineData("https://hub.example/w/truong-le-loi.1." + Mac)]
    [InlineData("https://hub.example/x/v/truong-le-loi.1." + Mac)]
    [InlineData("https://hub.example/v/truong-le-loi.0." + Mac)]
    [InlineData("https://hub.example/v/truong-le-loi.01." + Mac)]
    [InlineData("https://hub.example/v/Truong.1." + Mac)]
    [InlineData("https://hub.example/v/.1." + Mac)]
    [InlineData("https://hub.example/v/truong-le-loi.1." + Mac + "A")]
    [InlineData("https://hub.example/v/truong-le-loi.1." + Mac + "/x")]
    [InlineData("https://hub.example/v/truong-le-loi." + Mac)]
    public void What_only_looks_like_one_is_not(string code) =>
        Assert.Equal(CredentialKind.Unknown, CredentialReader.Recognise(Encoding.UTF8.GetBytes(code)).Kind);

    [Fact]
    public void Its_last_part_says_site_version_and_mac()
    {
        var code = VenueCode.Read("truong-le-loi.12." + Mac)!;
        Assert.Equal(("truong-le-loi", 12, Mac), (code.Site, code.Version, code.Mac));
        Assert.Equal("truong-le-loi.12." + Mac, code.Key);
        Assert.Null(VenueCode.Read(null));
        Assert.Null(VenueCode.Read(new string('a', 10_000)));
        Assert.Null(VenueCode.Read("trường.1." + Mac));
    }
}
