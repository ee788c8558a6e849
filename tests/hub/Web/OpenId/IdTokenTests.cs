using System.Buffers.Text;
using System.Text;
using CheckIn.Hub.Web.OpenId;

namespace CheckIn.Hub.Tests.Web.OpenId;

public sealed class IdTokenTests
{
    private const string Good = """{"iss":"https://login.example","aud":"hub","nonce":"n","exp":2000000000,"sub":"7"}""";

    [Theory]
    [InlineData(Good)]
    [InlineData("""{"iss":"https://login.example","aud":["hub"],"nonce":"n","exp":2000000000,"sub":"7"}""")]
    [InlineData("""{"iss":"https://login.example","aud":["hub","other"],"azp":"hub","nonce":"n","exp":2000000000,"sub":"7"}""")]
    public void Names_whom_it_speaks_of(string claims) => Assert.Equal("7", SubjectOf(Token(claims)));

    [Theory]
    [InlineData("""{"iss":"https://other.example","aud":"hub","nonce":"n","exp":2000000000,"sub":"7"}""")]
    [InlineData("""{"iss":"https://login.example","aud":"other","nonce":"n","exp":2000000000,"sub":"7"}""")]
    [InlineData("""{"iss":"https://login.example","aud":["hub","other"],"nonce":"n","exp":2000000000,"sub":"7"}""")]
    [InlineData("""{"iss":"https://login.example","aud":"hub","nonce":"m","exp":2000000000,"sub":"7"}""")]
    [InlineData("""{"iss":"https://login.example","aud":"hub","exp":2000000000,"sub":"7"}""")]
    [InlineData("""{"iss":"https://login.example","aud":"hub","nonce":"n","exp":1000000000,"sub":"7"}""")]
    [InlineData("""{"iss":"https://login.example","aud":"hub","nonce":"n","sub":"7"}""")]
    [InlineData("""{"iss":"https://login.example","aud":"hub","nonce":"n","exp":2000000000,"sub":""}""")]
    [InlineData("""["iss"]""")]
    public void That_is_another_s_or_too_old_or_of_nobody_is_refused(string claims) =>
        Assert.Throws<ProviderException>(() => SubjectOf(Token(claims)));

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("a.b")]
    [InlineData("a.%.c")]
    public void What_is_no_token_is_refused(string? token) => Assert.Throws<ProviderException>(() => SubjectOf(token));

    private static string SubjectOf(string? token) => IdToken.SubjectOf(
        token, "https://login.example", "hub", "n", DateTimeOffset.FromUnixTimeSeconds(1_800_000_000), TimeSpan.FromMinutes(5));

    private static string Token(string claims) => $"e30.{Base64Url.EncodeToString(Encoding.UTF8.GetBytes(claims))}.AA";
}
