using System.Net;
using System.Text.RegularExpressions;
using CheckIn.Hub.Accounts;
using CheckIn.Hub.Audit;
using CheckIn.Hub.Web;

namespace CheckIn.Hub.Tests.Web;

public sealed partial class SignInPagesTests
{
    private const string Password = "bonsai lantern quarry mistral";

    [Fact]
    public async Task The_first_link_makes_an_administrator_once_and_nothing_opens_without_his_second_factor()
    {
        await using var hub = await WebHost.StartAsync();
        using var browser = new WebVisitor(hub.Http.BaseAddress!);
        var link = (await hub.Get<OneTimeLinks>().MakeFirstAsync(Actor.Local, default)).Path;
        var (_, _, setup) = await browser.OpenAsync(link + "?lang=en");
        Assert.Contains("You become the administrator", setup, StringComparison.Ordinal);
        var unlike = await browser.SendAsync(link + "?lang=en", ("name", "an.nguyen"), ("password", Password), ("again", "x"));
        Assert.Contains("not the same", unlike.Page, StringComparison.Ordinal);
        var factor = await browser.SendAsync(
            link + "?lang=en", ("name", "an.nguyen"), ("password", Password), ("again", Password));
        Assert.StartsWith("/account/second-factor", factor.Path, StringComparison.Ordinal);
        Assert.StartsWith("/account/second-factor", (await browser.OpenAsync("/people")).Path, StringComparison.Ordinal);

        factor = await browser.OpenAsync("/account/second-factor?lang=en");
        var session = hub.Get<SessionBook>().Find(browser.Cookies.GetCookies(hub.Http.BaseAddress!)["checkin-session"]!.Value)!;
        var wrong = await browser.SendAsync("/account/second-factor?lang=en", ("code", "12345"), ("next", "/people"));
        Assert.Contains("Nothing was done", wrong.Page, StringComparison.Ordinal);
        var code = Totp.Code(session.TotpOffer!, Totp.StepAt(TimeProvider.System.GetUtcNow()));
        var codes = await browser.SendAsync("/account/second-factor?lang=en", ("code", code), ("next", "/people"));
        Assert.Equal(10, RecoveryCode().Count(codes.Page));
        Assert.Contains("href=\"/people?lang=en\"", codes.Page, StringComparison.Ordinal);
        var people = await browser.OpenAsync("/people?lang=en");
        Assert.Contains("an.nguyen", people.Page, StringComparison.Ordinal);
        Assert.DoesNotContain(Password, people.Page, StringComparison.Ordinal);

        using var late = new WebVisitor(hub.Http.BaseAddress!);
        var (status, _, gone) = await late.OpenAsync(link + "?lang=en");
        Assert.Equal(HttpStatusCode.NotFound, status);
        Assert.Contains("cannot be used any more", gone, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("vi", "Tên đăng nhập hoặc mật khẩu không đúng")]
    [InlineData("en", "Name or password is not right")]
    public async Task A_refusal_does_not_tell_whether_there_is_such_a_name(string language, string words)
    {
        await using var hub = await WebHost.StartAsync();
        await InviteAsync(hub, "cuong.pham", new Grant(Role.Viewer));
        using var browser = new WebVisitor(hub.Http.BaseAddress!);
        var pages = new List<string>();
        foreach (var name in new[] { "cuong.pham", "khong-ai-ca" })
        {
            await browser.OpenAsync("/sign-in?lang=" + language);
            var (status, _, page) = await browser.SendAsync(
                "/sign-in?lang=" + language, ("name", name), ("password", "quite another one"));
            Assert.Equal(HttpStatusCode.Forbidden, status);
            Assert.Contains(words, page, StringComparison.Ordinal);
            pages.Add(Proof().Replace(page.Replace(name, "", StringComparison.Ordinal), ""));
        }
        Assert.Equal(pages[0], pages[1]);
    }

    [Fact]
    public async Task Who_is_signed_in_is_led_where_he_wanted_sees_what_he_may_and_reads_why_not_in_his_language()
    {
        await using var hub = await WebHost.StartAsync();
        await InviteAsync(hub, "cuong.pham", new Grant(Role.Viewer));
        using var browser = new WebVisitor(hub.Http.BaseAddress!);
        var led = await browser.OpenAsync("/gates?q=a&lang=en");
        Assert.StartsWith("/sign-in?next=", led.Path, StringComparison.Ordinal);
        var gates = await browser.SendAsync("/sign-in?lang=en", ("name", "cuong.pham"), ("password", Password), ("next", "/gates?q=a&lang=en"));
        Assert.Equal("/gates?q=a&lang=en", gates.Path);
        Assert.Contains("cuong.pham", gates.Page, StringComparison.Ordinal);
        Assert.All(new[] { "/enrol", "/people", "/audit", "/updates" }, address =>
            Assert.DoesNotContain($"href=\"{address}", gates.Page, StringComparison.Ordinal));

        var (status, _, forbidden) = await browser.OpenAsync("/people?lang=vi");
        Assert.Equal(HttpStatusCode.Forbidden, status);
        Assert.Contains("Trang này không thuộc vai trò của bạn", forbidden, StringComparison.Ordinal);
        Assert.Contains("người xem (toàn trung tâm)", forbidden, StringComparison.Ordinal);

        var (_, path, signedOut) = await browser.SendAsync("/sign-out?lang=vi");
        Assert.Equal("/sign-in?done=out&lang=vi", path);
        Assert.Contains("đã đăng xuất", signedOut, StringComparison.Ordinal);
        Assert.StartsWith("/sign-in", (await browser.OpenAsync("/gates")).Path, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Looking_at_a_link_of_the_operator_uses_nothing_up_and_its_form_does()
    {
        await using var hub = await WebHost.StartAsync();
        using var browser = new WebVisitor(hub.Http.BaseAddress!);
        var link = (await hub.Get<OneTimeLinks>().MakeOpenAsync(Actor.Local, default)).Path;
        Assert.StartsWith("/open/", link, StringComparison.Ordinal);
        await browser.OpenAsync(link);
        Assert.StartsWith("/sign-in", (await browser.OpenAsync("/people")).Path, StringComparison.Ordinal);
        await browser.OpenAsync(link);
        Assert.Equal("/?lang=en", (await browser.SendAsync(link + "?lang=en")).Path);
        Assert.Equal(HttpStatusCode.OK, (await browser.OpenAsync("/people?lang=en")).Status);
        using var second = new WebVisitor(hub.Http.BaseAddress!);
        Assert.Equal(HttpStatusCode.NotFound, (await second.OpenAsync(link)).Status);
    }

    [Fact]
    public async Task A_form_without_the_proof_of_the_hubs_own_page_signs_nobody_in()
    {
        await using var hub = await WebHost.StartAsync();
        await InviteAsync(hub, "cuong.pham", new Grant(Role.Viewer));
        using var browser = new WebVisitor(hub.Http.BaseAddress!);
        var (status, _, _) = await browser.SendAsync("/sign-in", ("name", "cuong.pham"), ("password", Password));
        Assert.Equal(HttpStatusCode.Forbidden, status);
        Assert.Empty(hub.Get<SessionBook>().Of(hub.Get<PeopleBook>().Find("cuong.pham")!.Id));
    }

    [Theory]
    [InlineData("/gates?q=a", "/gates?q=a")]
    [InlineData("/gates?q=a&lang=vi", "/gates?q=a")]
    [InlineData("/gates?lang=vi", "/gates")]
    [InlineData("//elsewhere.example/", "/x")]
    [InlineData("/\\elsewhere.example/", "/x")]
    [InlineData("https://elsewhere.example/", "/x")]
    [InlineData("javascript:alert(1)", "/x")]
    [InlineData("/a\r\nSet-Cookie: b=c", "/x")]
    [InlineData("", "/x")]
    [InlineData(null, "/x")]
    public void One_is_led_within_this_site_whoever_made_the_link(string? typed, string expected) =>
        Assert.Equal(expected, OwnPath.Of(typed, "/x"));

    /// <summary>Somebody who has set his password.</summary>
    internal static async Task InviteAsync(WebHost hub, string name, params Grant[] grants)
    {
        var (_, link) = await hub.Get<AccountDesk>().InviteAsync(
            Caller.Local(null), new Invitation(name, null, grants), default);
        await hub.Get<AccountSetup>().SetUpAsync(
            link.Token, new SetupForm(null, null, Password), new Origin("127.0.0.1"), default);
    }

    [GeneratedRegex("<code>[a-z2-7]{4}(-[a-z2-7]{4}){3}</code>")]
    private static partial Regex RecoveryCode();

    [GeneratedRegex("name=\"proof\" value=\"([^\"]+)\"")]
    private static partial Regex Proof();
}
