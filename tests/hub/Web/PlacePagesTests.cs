using System.Net;
using CheckIn.Hub.Audit;
using CheckIn.Hub.Sites;

namespace CheckIn.Hub.Tests.Web;

public sealed class PlacePagesTests
{
    [Fact]
    public async Task A_site_is_changed_by_its_form_and_what_is_wrong_is_said_beside_its_field()
    {
        await using var hub = await StartAsync();
        var form = await PageAsync(hub, "/sites/cho-a/edit?lang=en");
        Assert.Contains("value=\"Chợ A\"", form, StringComparison.Ordinal);

        var wrong = await SendAsync(hub, "/sites/cho-a/edit?lang=en", Fields("hours", "Monday"));
        Assert.Equal(HttpStatusCode.Conflict, wrong.Status);
        Assert.Contains("id=\"hours-problem\"", wrong.Body, StringComparison.Ordinal);
        Assert.Contains("value=\"Monday\"", wrong.Body, StringComparison.Ordinal);
        Assert.Null(hub.Get<SiteRegister>().Tree.Sites["cho-a"].Hours);

        var saved = await SendAsync(hub, "/sites/cho-a/edit?lang=en",
            [.. Fields("hours", "Mo-Sa 05:00-11:00"), new("groups", "lĩnh vực = chợ dân sinh")]);
        Assert.Equal(HttpStatusCode.OK, saved.Status);
        Assert.Contains("Mon-Sat 05:00-11:00", saved.Body, StringComparison.Ordinal);
        Assert.Contains("chợ dân sinh", saved.Body, StringComparison.Ordinal);

        await SendAsync(hub, "/sites/cho-a/edit?lang=en", [.. Fields("hours", ""), new("groups", "")]);
        Assert.Null(hub.Get<SiteRegister>().Tree.Sites["cho-a"].Hours);
        Assert.Empty(hub.Get<SiteRegister>().Tree.Sites["cho-a"].Groups);
    }

    [Theory]
    [InlineData("/sites/cho-a", true)]
    [InlineData("/nodes/phuong-1", false)]
    public async Task Maintenance_is_announced_and_ended_where_it_is(string place, bool isOfSite)
    {
        await using var hub = await StartAsync();
        var now = TimeProvider.System.GetUtcNow().ToOffset(TimeSpan.FromHours(7));
        var wrong = await SendAsync(hub, place + "/maintenance?lang=vi",
            [new("from", Moment(now)), new("until", Moment(now.AddHours(-1))), new("why", "thay nguồn")]);
        Assert.Equal(HttpStatusCode.Conflict, wrong.Status);
        Assert.Contains("id=\"until-problem\"", wrong.Body, StringComparison.Ordinal);
        Assert.Contains("value=\"thay nguồn\"", wrong.Body, StringComparison.Ordinal);

        var done = await SendAsync(hub, place + "/maintenance?lang=vi",
            [new("from", Moment(now.AddHours(-1))), new("until", Moment(now.AddHours(2))), new("why", "thay nguồn")]);
        Assert.Contains("đang bảo trì", done.Body, StringComparison.Ordinal);
        // What is announced for a node is for what lies in it.
        Assert.Contains("thay nguồn", await PageAsync(hub, "/sites/cho-a?lang=vi"), StringComparison.Ordinal);
        var id = Assert.Single(hub.Get<SiteRegister>().Tree.Maintenance).Id;
        var page = await PageAsync(hub, "/sites/cho-a?lang=vi");
        Assert.Equal(isOfSite, page.Contains($"maintenance/{id}/end", StringComparison.Ordinal));

        var ended = await SendAsync(hub, $"{place}/maintenance/{id}/end?lang=vi", []);
        Assert.DoesNotContain("đang bảo trì", ended.Body, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.OK, (await SendAsync(hub, $"{place}/maintenance/{id}/end?lang=vi", [])).Status);
    }

    [Fact]
    public async Task Sites_are_found_without_marks_by_what_they_are_and_where()
    {
        await using var hub = await StartAsync();
        Assert.Contains("/sites/cho-a", await PageAsync(hub, "/sites?q=cho+a"), StringComparison.Ordinal);
        Assert.DoesNotContain("/sites/cho-a", await PageAsync(hub, "/sites?q=truong"), StringComparison.Ordinal);
        Assert.Contains("/sites/cho-a", await PageAsync(hub, "/sites?node=tinh-a&kind=market"),
            StringComparison.Ordinal);
        Assert.DoesNotContain("/sites/cho-a", await PageAsync(hub, "/sites?node=-"), StringComparison.Ordinal);
        Assert.Contains("/sites/cho-a", await PageAsync(hub, "/nodes/phuong-1"), StringComparison.Ordinal);
        Assert.Contains("/nodes/phuong-1", await PageAsync(hub, "/nodes"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("/sites/nowhere")]
    [InlineData("/sites/nowhere/edit")]
    [InlineData("/nodes/nowhere")]
    public async Task What_is_not_there_is_said_so_with_what_to_do(string path)
    {
        await using var hub = await StartAsync();
        using var answer = await hub.Http.GetAsync(path + "?lang=en");
        Assert.Equal(HttpStatusCode.NotFound, answer.StatusCode);
        Assert.Contains("The code may be mistyped", await answer.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("/offline")]
    [InlineData("/offline?day=2026-01-31")]
    [InlineData("/offline?day=nonsense&node=nowhere")]
    [InlineData("/offline?node=tinh-a")]
    public async Task Whatever_day_or_node_is_asked_there_is_an_answer(string path)
    {
        await using var hub = await StartAsync();
        using var answer = await hub.Http.GetAsync(path);
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
    }

    internal static async Task<WebHost> StartAsync()
    {
        var hub = await StartWithoutSitesAsync();
        await hub.Get<SiteRegister>().SaveAsync("cho-a", new Dictionary<string, string?>
        {
            ["name"] = "Chợ A",
            ["kind"] = "market",
            ["node"] = "phuong-1",
        }, Actor.Local, default);
        return hub;
    }

    /// <summary>A province and its commune, and nothing in it.</summary>
    internal static async Task<WebHost> StartWithoutSitesAsync(params string[] settings)
    {
        var hub = await WebHost.StartAsync(settings);
        var sites = hub.Get<SiteRegister>();
        await sites.SaveNodeAsync("tinh-a",
            new Dictionary<string, string?> { ["level"] = "province", ["name"] = "Tỉnh A" }, Actor.Local, default);
        await sites.SaveNodeAsync("phuong-1", new Dictionary<string, string?>
        {
            ["level"] = "commune",
            ["name"] = "Phường 1",
            ["parent"] = "tinh-a",
        }, Actor.Local, default);
        return hub;
    }

    private static KeyValuePair<string, string>[] Fields(string name, string value) =>
    [
        new("name", "Chợ A"), new("kind", "market"), new("form", "permanent"), new("node", "phuong-1"),
        new("deployment", "none"), new(name, value),
    ];

    private static string Moment(DateTimeOffset at) =>
        at.ToString("yyyy-MM-dd'T'HH:mm", System.Globalization.CultureInfo.InvariantCulture);

    private static async Task<string> PageAsync(WebHost hub, string path) =>
        WebUtility.HtmlDecode(await hub.Http.GetStringAsync(path));

    private static async Task<(HttpStatusCode Status, string Body)> SendAsync(
        WebHost hub, string path, IEnumerable<KeyValuePair<string, string>> fields)
    {
        using var form = new FormUrlEncodedContent(fields);
        using var answer = await hub.Http.PostAsync(path, form);
        return (answer.StatusCode, WebUtility.HtmlDecode(await answer.Content.ReadAsStringAsync()));
    }
}
