using CheckIn.Browser.Tests.Chromium;
using CheckIn.Browser.Tests.Fleet;

namespace CheckIn.Browser.Tests.Journeys;

/// <summary>What somebody does to change what gates do, and to take it back.</summary>
public sealed class SettingsTests
{
    private const string Site = "/settings/site:" + SyntheticPlaces.Site, Stopped = "/settings/" + SyntheticSteering.RollingScope;

    [BrowserFact]
    public async Task A_setting_is_found_changed_in_stages_applied_by_gates_and_rolled_back()
    {
        await using var hub = await FleetHub.StartAsync();
        using var browser = Begin(hub, Visitor.Manager);
        browser.Open(At(hub, Site));
        browser.Find("main a.button[href*='/change']").Click();
        await browser.UntilAsync("the settings", () => browser.FindAll("#entries tbody tr").Count > 0);
        browser.Find("main input[name=q]").SendKeys("pulse");
        await browser.UntilAsync("fewer of them", () =>
            browser.FindAll("#entries tbody tr").Count is > 0 and < 10);
        browser.Find("#entries a[href*='Turnstile%3APulse']").Click();
        await browser.UntilAsync("its question", () => browser.FindAll("#value").Count == 1);
        browser.Find("#value").SendKeys("nhanh");
        browser.Find("main form.fields button[value=set]").Click();
        await browser.UntilAsync("what is wrong, beside the field", () => browser.FindAll(".field.wrong #value").Count == 1);
        browser.Find("#value").Clear();
        browser.Find("#value").SendKeys("1200 ms");
        browser.Find("main form.fields button[value=set]").Click();

        await browser.UntilAsync("the preview", () => browser.FindAll("#title").Count == 1);
        Assert.Contains("1,2 giây", browser.TextOf("main table"), StringComparison.Ordinal);
        browser.Find("#title").SendKeys("Người già đi chậm");
        browser.Find("#how-stages").Click();
        Fill(browser, "#stages", "1,100%");
        Fill(browser, "#stand", "0");
        Fill(browser, "#stop_at", "50");
        browser.Find("main form.fields button[type=submit]").Click();
        await browser.UntilAsync("its page, with what was done", () => browser.FindAll(".done").Count == 1);
        await browser.UntilAsync("what is set there, once all have it", () =>
            browser.FindAll("#rolling").Count == 0 && browser.TextOf("main").Contains("1,2 giây", StringComparison.Ordinal));
        Assert.Contains("Người già đi chậm", browser.TextOf("main"), StringComparison.Ordinal);

        browser.Open(At(hub, Site + "/back/0"));
        Assert.Contains("không đặt nữa", browser.TextOf("main table"), StringComparison.Ordinal);
        browser.Find("main form.fields button[type=submit]").Click();
        await browser.UntilAsync("that nothing is set there", () =>
            browser.TextOf("main").Contains("Chưa đặt gì ở đây", StringComparison.Ordinal));
        Assert.Equal(2, browser.FindAll("tr[data-key^=v]").Count);
        Assert.DoesNotContain(
            browser.Complaints(), static one => !one.Contains("status of 409", StringComparison.Ordinal));
    }

    [BrowserFact]
    public async Task A_rollout_that_gates_refuse_says_so_and_whom_it_failed_and_is_taken_back()
    {
        await using var hub = await FleetHub.StartAsync();
        using var browser = Begin(hub, Visitor.Manager);
        browser.Open(At(hub, "/settings"));
        browser.Find($"main a[href^='{Stopped.Replace(":", "%3A", StringComparison.Ordinal)}']").Click();
        await browser.UntilAsync("the rollout", () => browser.FindAll("#rolling").Count == 1);
        Assert.Contains("Quá nhiều cổng không đạt", browser.TextOf("#rolling"), StringComparison.Ordinal);
        Assert.Empty(browser.FindAll("main a[href*='/change']"));
        // The other language says the same of the same page.
        browser.Find("a[hreflang=en]").Click();
        await browser.UntilAsync("the page in English", () =>
            browser.TextOf("#rolling").Contains("Too many gates failed", StringComparison.Ordinal));
        browser.Find("a[hreflang=vi]").Click();
        await browser.UntilAsync("and back", () => browser.FindAll("a[hreflang=en]").Count == 1);

        browser.Find("#rolling a[href*='/rollouts/']").Click();
        await browser.UntilAsync("the gate that refused it", () =>
            browser.TextOf("main").Contains("từ chối: Lanes:", StringComparison.Ordinal));
        browser.Find(".trail a[href*='site']").Click();
        await browser.UntilAsync("the place again", () => browser.FindAll("#rolling").Count == 1);
        browser.Find("#rolling a.button[href*='/back/0']").Click();
        await browser.UntilAsync("what it means", () => browser.FindAll("ul.what").Count == 1);
        browser.Find("main form.fields button[type=submit]").Click();
        await browser.UntilAsync("no rollout any more", () =>
            browser.FindAll("#rolling").Count == 0 && browser.FindAll(".done").Count == 1);
    }

    [BrowserFact]
    public async Task Without_script_a_setting_is_changed_all_the_same()
    {
        await using var hub = await FleetHub.StartAsync();
        using var browser = Begin(hub, Visitor.Manager);
        browser.AllowScript(false);
        browser.Open(At(hub, Site + "/json"));
        browser.Find("#patch").SendKeys("""{"Health": {"TooHot": 70}}""");
        browser.Find("main form.fields button[type=submit]").Click();
        await browser.UntilAsync("the preview", () => browser.FindAll("#title").Count == 1);
        browser.Find("#title").SendKeys("Tủ nóng");
        browser.Find("#how-now").Click();
        browser.Find("main form.fields button[type=submit]").Click();
        await browser.UntilAsync("its page", () => browser.FindAll(".done").Count == 1);
        Assert.Contains("Health:TooHot", browser.Find("main").Text, StringComparison.Ordinal);
    }

    private static Driver Begin(FleetHub hub, Visitor visitor)
    {
        var browser = Driver.Start(new Look(Look.Desk, "vi"));
        browser.Have(hub.Page, hub.People.SessionOf(visitor));
        return browser;
    }

    private static Uri At(FleetHub hub, string path) => new(hub.Page, path + "?lang=vi");

    private static void Fill(Driver browser, string field, string text)
    {
        browser.Find(field).Clear();
        browser.Find(field).SendKeys(text);
    }
}
