using System.Text;
using CheckIn.Browser.Tests.Chromium;
using CheckIn.Browser.Tests.Fleet;
using CheckIn.Contract;
using CheckIn.Credentials;
using CheckIn.Hub.Sites;
using CheckIn.Hub.Visits;

namespace CheckIn.Browser.Tests.Journeys;

/// <summary>What visitors do at a poster with their own phones, and what a service desk is told then.</summary>
public sealed class VenueTests
{
    private const int MostBytes = 60 * 1024;

    [PaperFact]
    public async Task A_poster_is_made_printed_and_read_from_the_paper_and_whoever_opens_it_enters_and_leaves()
    {
        await using var hub = await FleetHub.StartAsync();
        using var browser = Driver.Start(new Look(Look.Desk, "vi"));
        browser.Have(hub.Page, hub.People.SessionOf(Visitor.OfNode));
        browser.Open(new Uri(hub.Page, $"/sites/{SyntheticPlaces.Site}?lang=vi"));
        browser.Find("main a[href*='/poster']").Click();
        await browser.UntilAsync("the poster", () => browser.FindAll("article.poster svg").Count == 1);
        var sheet = Assert.Single(await Paper.OfAsync(browser.Pdf()));
        var (text, centimetres) = Assert.Single(sheet.Codes);
        Assert.InRange(centimetres, 15.0, 15.6);
        // A gate to which somebody holds it up asks for his own code.
        Assert.Equal(CredentialKind.VenueCode, CredentialReader.Recognise(Encoding.UTF8.GetBytes(text)).Kind);
        await EnterAndLeaveAsync(hub, new Uri(hub.Page, new Uri(text).AbsolutePath));

        browser.Open(new Uri(hub.Page, $"/sites/{SyntheticPlaces.Site}/poster?lang=vi"));
        browser.Find("main summary").Click();
        browser.Find("main button.danger").Click();
        await browser.UntilAsync("the next one", () => browser.TextOf("main").Contains("Phiên bản 2", StringComparison.Ordinal));
        using var phone = Driver.Start(new Look(Look.Phone, "en"));
        phone.Open(new Uri(hub.Page, new Uri(text).AbsolutePath + "?lang=en"));
        Assert.Contains("no longer used", phone.TextOf("main"), StringComparison.Ordinal);
        Assert.Empty(browser.Complaints());
    }

    [BrowserFact]
    public async Task A_service_desk_finds_who_came_in_today_by_the_number_on_his_card()
    {
        await using var hub = await FleetHub.StartAsync();
        await SyntheticVisits.ComeAsync(hub, hub["truong-th-sen-01"], "cccd:001099000001");
        using var browser = Driver.Start(new Look(Look.Phone, "en"));
        browser.Have(hub.Page, hub.People.SessionOf(Visitor.OfNode));
        await browser.UntilAsync("that he is found", () =>
        {
            browser.Open(new Uri(hub.Page, "/desk?lang=en"));
            // As a scanner does it: it types, and ends with Enter.
            browser.Find("#code").SendKeys("001099000001\n");
            return browser.FindAll(".done").Count == 1;
        }, TimeSpan.FromSeconds(30));
        Assert.Contains("Yes, came in today", browser.TextOf("main"), StringComparison.Ordinal);
        Assert.Equal("", browser.Find("#code").GetAttribute("value"));
        Assert.DoesNotContain("001099000001", browser.At.ToString(), StringComparison.Ordinal);
    }

    /// <summary>Without script, and with little to load.</summary>
    private static async Task EnterAndLeaveAsync(FleetHub hub, Uri page)
    {
        using var phone = Driver.Start(new Look(Look.Phone, "vi"));
        phone.Open(page);
        var bytes = Convert.ToInt32(phone.Run("""
            return performance.getEntriesByType('navigation').concat(performance.getEntriesByType('resource'))
              .reduce((sum, one) => sum + one.encodedBodySize, 0);
            """), System.Globalization.CultureInfo.InvariantCulture);
        Assert.InRange(bytes, 1000, MostBytes);
        phone.AllowScript(false);
        var before = Count(hub);
        foreach (var (way, said) in new[] { ("in", "Đã ghi nhận bạn vào"), ("out", "Đã ghi nhận bạn ra") })
        {
            phone.Open(page);
            phone.Find($"button[value={way}]").Click();
            await phone.UntilAsync(said, () => phone.TextOf("main").Contains(said, StringComparison.Ordinal));
        }
        await phone.UntilAsync("the visit", () => Count(hub) == before + 1, TimeSpan.FromSeconds(30));
    }

    private static int Count(FleetHub hub)
    {
        var (book, site) = (hub.Get<VisitBook>(), hub.Get<SiteRegister>().Tree.Sites[SyntheticPlaces.Site]);
        return book.Presence(site, book.Today(site)).Of(VisitStates.Complete);
    }
}
