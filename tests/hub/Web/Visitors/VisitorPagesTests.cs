using System.Text.RegularExpressions;
using CheckIn.Fixtures;
using CheckIn.Hub.Tests.Visitors;

namespace CheckIn.Hub.Tests.Web.Visitors;

/// <summary>Visitors' pages, for an old phone on a slow network.</summary>
public sealed partial class VisitorPagesTests
{
    private const int Most = 60 * 1024;

    [Fact]
    public async Task Every_page_of_a_visitor_weighs_less_than_60_KB_with_all_that_it_loads_and_loads_nothing_from_elsewhere()
    {
        await using var hub = await VisitorHub.StartAsync("--Visitors:OpenSites:0=" + VisitorHub.Site);
        using var visitor = hub.Visitor();
        var (_, link) = await hub.InviteAsync(people: 2);
        var (_, own, _) = await VisitorHub.DeclareAsync(visitor, link);
        foreach (var path in new[] { link, "/declare/" + VisitorHub.Site, own, own + "/change", "/visit/gone" })
            await CheckAsync(hub, path);
        await visitor.OpenAsync(own);
        await visitor.SendAsync(own + "/picture");
        await CheckAsync(hub, own);
    }

    [Fact]
    public void Visitors_pages_have_the_tokens_of_all_others()
    {
        var all = Tokens("checkin.css").ToHashSet();
        Assert.All(Tokens("visitor.css"), token => Assert.Contains(token, all));
    }

    [Fact]
    public async Task What_is_wrong_is_said_on_top_and_beside_its_field_and_what_was_typed_stays()
    {
        await using var hub = await VisitorHub.StartAsync();
        using var visitor = hub.Visitor();
        var (_, link) = await hub.InviteAsync();
        await visitor.OpenAsync(link + "?lang=en");
        var (_, _, page) = await visitor.SendAsync(link + "?lang=en", ("for", "other"), ("name", "Lê Nghiệm"), ("phone", "12"));
        Assert.Contains("href=\"#phone\"", page, StringComparison.Ordinal);
        Assert.Contains("id=\"phone-problem\"", page, StringComparison.Ordinal);
        Assert.Contains("value=\"Lê Nghiệm\"", page, StringComparison.Ordinal);
        Assert.Contains("type=\"tel\"", page, StringComparison.Ordinal);
        Assert.True(page.IndexOf("erased 30 days", StringComparison.Ordinal) < page.IndexOf("name=\"name\"", StringComparison.Ordinal));
    }

    private static async Task CheckAsync(VisitorHub hub, string path)
    {
        using var answer = await hub.Web.Http.GetAsync(path + "?lang=vi");
        var page = await answer.Content.ReadAsStringAsync();
        var (weight, loaded) = (System.Text.Encoding.UTF8.GetByteCount(page), new HashSet<string>());
        var due = new Queue<string>(Loaded().Matches(page).Select(static found => found.Groups[1].Value));
        while (due.TryDequeue(out var asset))
        {
            if (asset == "data:," || !loaded.Add(asset))
                continue;
            Assert.StartsWith("/assets/", asset, StringComparison.Ordinal);
            var content = await hub.Web.Http.GetStringAsync(asset);
            weight += System.Text.Encoding.UTF8.GetByteCount(content);
            foreach (var module in Imported().Matches(content).Select(static found => found.Groups[1].Value))
                due.Enqueue("/assets/" + module);
            Assert.DoesNotContain("https://", content, StringComparison.Ordinal);
            Assert.DoesNotContain("url(", content, StringComparison.Ordinal);
        }
        Assert.InRange(weight, 1, Most);
    }

    private static IEnumerable<string> Tokens(string name) => Token()
        .Matches(File.ReadAllText(Path.Combine(Executables.Repository!, "hub", "Web", "Assets", name)))
        .Select(static found => found.Value);

    [GeneratedRegex("<(?:link|script|img)[^>]*?(?:href|src)=\"([^\"]+)\"")]
    private static partial Regex Loaded();

    [GeneratedRegex("from \"\\./([^\"]+)\"")]
    private static partial Regex Imported();

    [GeneratedRegex("--[a-z-]+: [^;]+;")]
    private static partial Regex Token();
}
