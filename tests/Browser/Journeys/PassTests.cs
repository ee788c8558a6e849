using CheckIn.Browser.Tests.Chromium;
using CheckIn.Browser.Tests.Fleet;

namespace CheckIn.Browser.Tests.Journeys;

/// <summary>What somebody does to hand cards out.</summary>
public sealed class PassTests
{
    [PaperFact]
    public async Task Cards_are_issued_for_a_site_printed_and_read_from_the_paper_and_one_is_revoked()
    {
        await using var hub = await FleetHub.StartAsync();
        using var browser = Driver.Start(new Look(Look.Desk, "vi"));
        browser.Have(hub.Page, hub.People.SessionOf(Visitor.OfNode));
        browser.Open(new Uri(hub.Page, "/passes?lang=vi"));
        browser.Find("main a.button[href^='/passes/issue']").Click();
        await browser.UntilAsync("where", () => browser.FindAll("input[name=q]").Count > 0);
        browser.Open(new Uri(hub.Page, $"/passes/issue?scope=site:{SyntheticPlaces.Site}&lang=vi"));
        browser.Find("#category-staff").Click();
        browser.Run($"document.querySelector('#until').value = '{TimeProvider.System.GetUtcNow().AddDays(60):yyyy-MM-dd}'");
        browser.Find("#lines").SendKeys(string.Join('\n', Enumerable.Range(1, 10).Select(static n => $"Nguyễn Văn Thử {n}")));
        browser.Find("main form.fields button[type=submit]").Click();
        await browser.UntilAsync("the cards", () => browser.FindAll(".card").Count == 10);
        var sheets = await Paper.OfAsync(browser.Pdf());
        var codes = sheets.SelectMany(static sheet => sheet.Codes).ToList();
        Assert.Equal(10, codes.Select(static code => code.Text).Distinct().Count());
        Assert.All(codes, static code => Assert.StartsWith("CI1:", code.Text, StringComparison.Ordinal));
        Assert.All(codes, static code => Assert.InRange(code.Centimetres, 4.98, 5.2));
        Assert.Equal(2, sheets.Count); // nine on a sheet

        browser.Open(new Uri(hub.Page, "/passes?lang=en"));
        browser.Find("main tbody a[href*='/revoke']").Click();
        await browser.UntilAsync("what revoking means", () => browser.FindAll("#why").Count == 1);
        browser.Find("#why").SendKeys("card lost");
        browser.Find("main form.fields button[type=submit]").Click();
        await browser.UntilAsync("that it was done", () => browser.FindAll(".done").Count == 1);
        Assert.Contains("card lost", browser.TextOf("main tbody"), StringComparison.Ordinal);
        Assert.Empty(browser.Complaints());
    }
}
