using CheckIn.Browser.Tests.Chromium;
using CheckIn.Browser.Tests.Fleet;

namespace CheckIn.Browser.Tests.Journeys;

/// <summary>What somebody does to have gates be otherwise for a while.</summary>
public sealed class ModeTests
{
    [BrowserFact]
    public async Task A_mode_is_ordered_for_a_site_seen_at_its_gates_and_ended_in_either_language()
    {
        await using var hub = await FleetHub.StartAsync();
        using var browser = Driver.Start(new Look(Look.Desk, "vi"));
        browser.Have(hub.Page, hub.People.SessionOf(Visitor.Manager));
        browser.Open(new Uri(hub.Page, $"/sites/{SyntheticPlaces.Site}?lang=vi"));
        browser.Find("main a.button[href^='/modes/order']").Click();
        await browser.UntilAsync("the form", () => browser.FindAll("#why").Count == 1);
        browser.Find("#mode-hold_open").Click();
        browser.Find("#why").SendKeys("Chuyển bàn ghế");
        browser.Find("main form.fields button[type=submit]").Click();
        await browser.UntilAsync("what it means", () => browser.FindAll("input[name=confirmed]").Count == 1);
        Assert.Contains("Số cổng liên quan: 3", browser.TextOf("main"), StringComparison.Ordinal);
        browser.Find("main form.fields button[type=submit]").Click();
        await browser.UntilAsync("the list, with what was done", () => browser.FindAll(".done").Count == 1);
        await browser.UntilAsync("that all gates have it", () => Line(browser)
            .Contains("tại mọi cổng: 3", StringComparison.Ordinal));

        browser.Find("a[hreflang=en]").Click();
        await browser.UntilAsync("the list in English", () => Line(browser)
            .Contains("at every gate: 3", StringComparison.Ordinal));
        browser.FindAll("main tbody tr").First(static row => row.Text.Contains("Chuyển bàn ghế", StringComparison.Ordinal))
            .FindElement(OpenQA.Selenium.By.CssSelector("a[href*='/end']")).Click();
        await browser.UntilAsync("what ending means", () => browser.FindAll("ul.what").Count == 1);
        browser.Find("main form.fields button[type=submit]").Click();
        await browser.UntilAsync("that it is over", () => browser.FindAll(".done").Count == 1);
        Assert.Contains("ended by", Line(browser), StringComparison.Ordinal);
        Assert.Empty(browser.Complaints());
    }

    private static string Line(Driver browser) =>
        browser.FindAll("main tbody tr").Select(static row => row.Text)
            .FirstOrDefault(static text => text.Contains("Chuyển bàn ghế", StringComparison.Ordinal)) ?? "";
}
