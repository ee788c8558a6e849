using CheckIn.Browser.Tests.Chromium;
using CheckIn.Browser.Tests.Fleet;

namespace CheckIn.Browser.Tests.Journeys;

/// <summary>Somebody who manages the sites of one node, at a browser.</summary>
public sealed class ScopedPersonTests
{
    [BrowserFact]
    public async Task Sees_his_node_and_nothing_of_its_neighbours_on_any_page()
    {
        await using var hub = await FleetHub.StartAsync();
        using var browser = Driver.Start(new Look(Look.Desk, "vi"));
        browser.Have(hub.Page, hub.People.SessionOf(Visitor.OfNode));
        var his = SyntheticPlaces.Sites.Where(static site => site.Node == SyntheticPlaces.Node).ToArray();
        var others = SyntheticPlaces.Sites.Except(his).ToArray();
        foreach (var path in new[] { "/", "/gates", "/sites", "/nodes", "/alerts", "/offline", $"/nodes/{SyntheticPlaces.Node}" })
        {
            browser.Open(new Uri(hub.Page, path + "?lang=vi"));
            var page = browser.TextOf("body");
            Assert.All(others, other => Assert.DoesNotContain(other.Name, page, StringComparison.OrdinalIgnoreCase));
            Assert.All(SyntheticPlaces.Gates.Where(gate => others.Any(other => other.Code == gate.Site)), gate =>
                Assert.DoesNotContain(gate.Id, page, StringComparison.Ordinal));
        }
        browser.Open(new Uri(hub.Page, "/sites?lang=vi"));
        Assert.All(his, site => Assert.Contains(site.Name, browser.TextOf("main"), StringComparison.Ordinal));
        browser.Open(new Uri(hub.Page, $"/sites/{SyntheticPlaces.Site}?lang=vi"));
        Assert.NotEmpty(browser.FindAll($"a[href^='/sites/{SyntheticPlaces.Site}/edit']"));
        // What is not his is not there, in the words of what never was.
        browser.Open(new Uri(hub.Page, $"/sites/{SyntheticPlaces.LostSite}?lang=vi"));
        var neighbour = browser.TextOf("main").Replace(SyntheticPlaces.LostSite, "", StringComparison.Ordinal);
        browser.Open(new Uri(hub.Page, "/sites/khong-co?lang=vi"));
        Assert.Equal(browser.TextOf("main").Replace("khong-co", "", StringComparison.Ordinal), neighbour);
        Assert.Empty(browser.FindAll("nav a[href^='/people'], nav a[href^='/enrol'], nav a[href^='/audit']"));
    }
}
