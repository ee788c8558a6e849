using System.Net;
using System.Text.RegularExpressions;
using CheckIn.Hub.Accounts;
using CheckIn.Hub.Audit;

namespace CheckIn.Hub.Tests.Web;

public sealed partial class PeoplePagesTests
{
    [Fact]
    public async Task Who_is_invited_gets_a_link_that_is_shown_once_and_begins_with_it()
    {
        await using var hub = await WebHost.StartAsync();
        using var browser = await OperatorAsync(hub);
        await browser.OpenAsync("/people/invite?lang=en");
        var wrong = await browser.SendAsync("/people/invite?lang=en", ("name", "Ô không"), ("role", "viewer"), ("node", ""));
        Assert.Equal(HttpStatusCode.BadRequest, wrong.Status);
        Assert.Contains("value=\"Ô không\"", wrong.Page, StringComparison.Ordinal);
        var (_, _, told) = await browser.SendAsync(
            "/people/invite?lang=en", ("name", "binh.le"), ("shown", "Lê Thị <Bình>"), ("role", "viewer"), ("node", ""));
        var link = Link().Match(told).Value;
        Assert.NotEmpty(link);
        Assert.Contains("<svg class=\"qr\"", told, StringComparison.Ordinal);
        var (_, _, list) = await browser.OpenAsync("/people?lang=en&q=le+thi");
        Assert.Contains("binh.le", list, StringComparison.Ordinal);
        Assert.DoesNotContain(link, list, StringComparison.Ordinal);

        using var invited = new WebVisitor(hub.Http.BaseAddress!);
        Assert.Contains("viewer, the whole hub: sees the fleet", (await invited.OpenAsync(link + "?lang=en")).Page, StringComparison.Ordinal);
        var wall = await invited.SendAsync(link + "?lang=en", ("password", Password), ("again", Password));
        Assert.Equal("/?lang=en", wall.Path);

        var id = hub.Get<PeopleBook>().Find("binh.le")!.Id;
        await browser.OpenAsync($"/people/{id}/reset?lang=en");
        var (_, _, reset) = await browser.SendAsync($"/people/{id}/reset?lang=en");
        Assert.NotEqual(link, Link().Match(reset).Value);
        // His session has ended with it.
        Assert.StartsWith("/sign-in", (await invited.OpenAsync("/gates")).Path, StringComparison.Ordinal);

        await browser.OpenAsync($"/people/{id}/remove?lang=en");
        Assert.Contains("The person is removed", (await browser.SendAsync($"/people/{id}/remove?lang=en")).Page, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.NotFound, (await browser.OpenAsync($"/people/{id}?lang=en")).Status);
    }

    [Fact]
    public async Task A_token_is_told_once_and_withdrawn_by_its_page()
    {
        await using var hub = await WebHost.StartAsync();
        using var browser = await OperatorAsync(hub);
        await browser.OpenAsync("/tokens?lang=en");
        var (_, _, told) = await browser.SendAsync(
            "/tokens?lang=en", ("name", "bang-hien-thi"), ("role", "viewer"), ("node", ""), ("days", "7"));
        var token = Token().Match(told).Value;
        Assert.NotEmpty(token);
        using var request = new HttpRequestMessage(HttpMethod.Get, "/api/v1/gates");
        request.Headers.Authorization = new("Bearer", token);
        using (var answer = await hub.Http.SendAsync(request))
            Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        var (_, _, list) = await browser.OpenAsync("/tokens?lang=en");
        Assert.DoesNotContain(token, list, StringComparison.Ordinal);
        var withdraw = Withdraw().Match(list).Groups[1].Value;
        await browser.OpenAsync(withdraw);
        await browser.SendAsync(withdraw);
        using var again = new HttpRequestMessage(HttpMethod.Get, "/api/v1/gates");
        again.Headers.Authorization = new("Bearer", token);
        using var refused = await hub.Http.SendAsync(again);
        Assert.Equal(HttpStatusCode.Unauthorized, refused.StatusCode);
    }

    [Fact]
    public async Task Somebody_changes_his_password_and_ends_his_other_sessions()
    {
        await using var hub = await WebHost.StartAsync();
        await SignInPagesTests.InviteAsync(hub, "cuong.pham", new Grant(Role.Viewer));
        using var here = await SignedInAsync(hub, Password);
        using var there = await SignedInAsync(hub, Password);
        var (_, _, account) = await here.OpenAsync("/account?lang=en");
        Assert.Contains("this browser", account, StringComparison.Ordinal);
        var wrong = await here.SendAsync("/account/password?lang=en",
            ("current", "quite another one"), ("password", Password + " too"), ("again", Password + " too"));
        Assert.Equal(HttpStatusCode.Forbidden, wrong.Status);
        var changed = await here.SendAsync("/account/password?lang=en",
            ("current", Password), ("password", Password + " too"), ("again", Password + " too"));
        Assert.Contains("The password is changed", changed.Page, StringComparison.Ordinal);
        Assert.StartsWith("/sign-in", (await there.OpenAsync("/account")).Path, StringComparison.Ordinal);
        using var anew = await SignedInAsync(hub, Password + " too");
        Assert.Equal("/account", (await anew.OpenAsync("/account")).Path);
    }

    private const string Password = "bonsai lantern quarry mistral";

    private static async Task<WebVisitor> SignedInAsync(WebHost hub, string password)
    {
        var browser = new WebVisitor(hub.Http.BaseAddress!);
        await browser.OpenAsync("/sign-in");
        await browser.SendAsync("/sign-in", ("name", "cuong.pham"), ("password", password));
        return browser;
    }

    private static async Task<WebVisitor> OperatorAsync(WebHost hub)
    {
        var browser = new WebVisitor(hub.Http.BaseAddress!);
        var link = (await hub.Get<OneTimeLinks>().MakeOpenAsync(Actor.Local, default)).Path;
        await browser.OpenAsync(link);
        await browser.SendAsync(link);
        return browser;
    }

    [GeneratedRegex("/setup/[0-9a-f]{64}")]
    private static partial Regex Link();

    [GeneratedRegex("ci_[A-Za-z0-9_]+")]
    private static partial Regex Token();

    [GeneratedRegex("href=\"(/tokens/[0-9]+/withdraw[^\"]*)\"")]
    private static partial Regex Withdraw();
}
