using System.Net;
using System.Text.RegularExpressions;
using CheckIn.Hub.Accounts;

namespace CheckIn.Hub.Tests.Web.OpenId;

public sealed partial class ProviderTests : IAsyncLifetime
{
    private const string Password = "bonsai lantern quarry mistral";
    private readonly string _secret = Path.GetTempFileName();
    private TestProvider _provider = null!;
    private WebHost _hub = null!;

    public async Task InitializeAsync()
    {
        await File.WriteAllTextAsync(_secret, TestProvider.Secret + "\n");
        _provider = await TestProvider.StartAsync();
        _hub = await WebHost.StartAsync(
            "--Accounts:OpenId:Issuer=" + _provider.Issuer, "--Accounts:OpenId:ClientId=" + TestProvider.Client,
            "--Accounts:OpenId:SecretFile=" + _secret, "--Accounts:OpenId:Name=Cổng sở");
        await SignInPagesTests.InviteAsync(_hub, "cuong.pham", new Grant(Role.Viewer));
    }

    public async Task DisposeAsync()
    {
        await _hub.DisposeAsync();
        await _provider.DisposeAsync();
        File.Delete(_secret);
    }

    [Fact]
    public async Task Signs_in_who_has_linked_himself_and_nobody_else()
    {
        using var browser = new WebVisitor(_hub.Http.BaseAddress!);
        Assert.Contains("Sign in with Cổng sở", (await browser.OpenAsync("/sign-in?lang=en")).Page, StringComparison.Ordinal);
        var unknown = await browser.OpenAsync("/sign-in/provider?lang=en");
        Assert.Equal(HttpStatusCode.Forbidden, unknown.Status);
        Assert.Contains("does not know of an account here", unknown.Page, StringComparison.Ordinal);

        await browser.OpenAsync("/sign-in?lang=en");
        await browser.SendAsync("/sign-in?lang=en", ("name", "cuong.pham"), ("password", Password));
        await browser.OpenAsync("/account?lang=en");
        var lead = await browser.SendAsync("/account/provider?lang=en");
        var linked = await browser.OpenAsync(Authorize().Match(lead.Page).Value);
        Assert.Contains("The account is linked", linked.Page, StringComparison.Ordinal);

        using var other = new WebVisitor(_hub.Http.BaseAddress!);
        var gates = await other.OpenAsync("/sign-in/provider?lang=en&next=%2Fgates");
        Assert.Equal("/gates?lang=en", gates.Path);
        Assert.Contains("cuong.pham", gates.Page, StringComparison.Ordinal);
    }

    [Fact]
    public async Task That_speaks_of_two_people_at_once_is_not_believed()
    {
        _provider.UserInfoSubject = "somebody else";
        using var browser = new WebVisitor(_hub.Http.BaseAddress!);
        var (status, _, page) = await browser.OpenAsync("/sign-in/provider?lang=en");
        Assert.Equal(HttpStatusCode.Forbidden, status);
        Assert.Contains("It speaks of two people at once", page, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_answer_that_this_browser_did_not_ask_for_signs_nobody_in()
    {
        using var browser = new WebVisitor(_hub.Http.BaseAddress!);
        var (status, _, page) = await browser.OpenAsync("/sign-in/provider/done?code=1&state=2&lang=en");
        Assert.Equal(HttpStatusCode.Forbidden, status);
        Assert.Contains("Cổng sở", page, StringComparison.Ordinal);
        Assert.Null(browser.Cookies.GetCookies(_hub.Http.BaseAddress!)["checkin-session"]);
    }

    [GeneratedRegex("http://127\\.0\\.0\\.1:[0-9]+/authorize[^\"]+")]
    private static partial Regex Authorize();
}
