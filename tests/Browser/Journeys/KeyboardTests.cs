using CheckIn.Browser.Tests.Chromium;
using CheckIn.Browser.Tests.Fleet;
using CheckIn.Browser.Tests.Screenshots;
using OpenQA.Selenium;

namespace CheckIn.Browser.Tests.Journeys;

/// <summary>Somebody without a mouse.</summary>
public sealed class KeyboardTests
{
    private static readonly string[] Walked =
    [
        "wall", "gate-well", "gate-commands", "gate-settings", "site", "node", "search-found", "alerts", "site-edit",
        "command-ask",
    ];

    [BrowserFact]
    public async Task Reaches_all_that_can_be_operated_and_always_sees_where_he_is()
    {
        await using var hub = await FleetHub.StartAsync();
        using var browser = Driver.Start(new Look(Look.Desk, "vi"));
        var found = new List<string>();
        foreach (var page in PageList.All.Where(static page => Walked.Contains(page.Name)))
        {
            await page.OpenAsync(browser, hub, "vi");
            found.AddRange(browser.WalkByKeyboard().Select(problem => $"{page.Name}: {problem}"));
        }
        Assert.Empty(found);
    }

    [BrowserFact]
    public async Task Finds_a_gate_from_any_page_by_typing_a_part_of_its_name_without_marks()
    {
        await using var hub = await FleetHub.StartAsync();
        using var browser = Driver.Start(new Look(Look.Desk, "vi"));
        browser.Have(hub.Page, hub.People.SessionOf(Visitor.Operator));
        browser.Open(new Uri(hub.Page, "/offline?lang=vi"));
        browser.Type("/");
        browser.Type("cap cuu" + Keys.Enter);
        await browser.UntilAsync("what was found", () => browser.At.AbsolutePath == "/search");
        Assert.Contains("Cấp cứu", browser.TextOf("#found-gates"), StringComparison.Ordinal);
        browser.Type("j");
        browser.Type(Keys.Enter);
        await browser.UntilAsync("the gate", () => browser.At.AbsolutePath == "/gates/benh-vien-bien-01");
        // A whole id leads there without a list.
        browser.Type("/");
        browser.Type("cho-cuc-02" + Keys.Enter);
        await browser.UntilAsync("the other gate", () => browser.At.AbsolutePath == "/gates/cho-cuc-02");
    }
}
