using CheckIn.Browser.Tests.Chromium;
using CheckIn.Browser.Tests.Fleet;
using OpenQA.Selenium;

namespace CheckIn.Browser.Tests.Journeys;

/// <summary>Somebody at a browser has gates do something: a real hub and a real gate.</summary>
public sealed class CommandTests : Offices
{
    [BrowserFact]
    public async Task A_gate_is_opened_once_by_keyboard_alone_and_the_answer_appears_by_itself()
    {
        await StartGateAsync();
        Browser.Open(Page("/gates"));
        await Browser.UntilAsync("the gate", () => Browser.TextOf("main").Contains(Gate, StringComparison.Ordinal));
        Browser.Type("j");
        Browser.Type(Keys.Enter);
        await Browser.UntilAsync("its page", () => Browser.At.AbsolutePath == "/gates/" + Gate);
        Browser.Press("nav.tabs a[href*='/commands']");
        await Browser.UntilAsync(
            "what it can be told", () => Browser.FindAll("a[href*='/commands/open_once']").Count == 1);
        Browser.Press("a[href*='/commands/open_once']");
        await Browser.UntilAsync("what will happen", () =>
            Browser.At.AbsolutePath.EndsWith("/open_once", StringComparison.Ordinal));
        if (Browser.FindAll("#lane").Count == 1 && Browser.Find("#lane").TagName == "input")
        {
            Browser.TabTo("#lane");
            Browser.Type("vao");
        }
        Browser.Press("main form button[type=submit]");
        await Browser.UntilAsync("the gate's answer, without loading again", () =>
            Browser.TextOf("#given").Contains("đã xong", StringComparison.Ordinal));
        // At once, and nowhere a second time.
        Assert.Single(Browser.FindAll("#given .given > li"));
        Browser.Open(Page("/audit"));
        Assert.Contains(Gate, Browser.TextOf("main"), StringComparison.Ordinal);
    }
}

/// <summary>The same to many, of a fleet that was made up.</summary>
public sealed class GroupCommandTests
{
    [BrowserFact]
    public async Task A_command_to_a_site_says_first_how_many_gates_it_is_for_and_then_what_each_answered()
    {
        await using var hub = await FleetHub.StartAsync();
        using var browser = Driver.Start(new Look(Look.Desk, "en"));
        browser.Have(hub.Page, hub.People.SessionOf(Visitor.Operator));
        browser.Open(new Uri(hub.Page, $"/sites/{SyntheticPlaces.Site}?lang=en"));
        browser.Find("a[href*='/commands?scope=']").Click();
        await browser.UntilAsync("the commands", () => browser.FindAll("a[href*='name=self_test']").Count == 1);
        Assert.Empty(browser.FindAll("a[href*='name=open_once']"));
        browser.Find("a[href*='name=self_test']").Click();
        await browser.UntilAsync("what will happen", () => browser.FindAll("input[name=confirmed]").Count == 1);
        Assert.Contains("3 gates are told this", browser.TextOf("main"), StringComparison.Ordinal);
        browser.Find("input[name=confirmed]").Click();
        browser.Find("main form button[type=submit]").Click();
        await browser.UntilAsync("every gate's answer", () =>
            browser.FindAll("main > table tbody > tr[data-key]").Count == 3
            && !browser.TextOf("main > table").Contains("sent", StringComparison.Ordinal));
        Assert.Contains("no such device", browser.TextOf("main"), StringComparison.Ordinal);
    }
}
