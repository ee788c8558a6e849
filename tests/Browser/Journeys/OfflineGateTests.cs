using CheckIn.Browser.Tests.Chromium;
using OpenQA.Selenium;

namespace CheckIn.Browser.Tests.Journeys;

/// <summary>What a facility manager does when a gate is away, all of it live and in one window.</summary>
public sealed class OfflineGateTests : Offices
{
    [BrowserFact]
    public async Task A_gate_that_goes_away_is_found_on_the_wall_explained_snoozed_and_seen_coming_back()
    {
        await StartGateAsync();
        Browser.Open(Page("/"));
        await Browser.UntilAsync("the gate on the wall", () =>
            Browser.TextOf("h1").Contains("Cả 1 cổng đều kết nối", StringComparison.Ordinal));
        Browser.Run("window.isTheSamePage = true");

        await Premises.KillGateAsync(Gate);
        await Browser.UntilAsync("the lost gate among those that are offline", () =>
            Lines("[data-key]").Any(IsTheGate));
        Assert.True((bool)Browser.Run("return window.isTheSamePage === true")!, "the wall was loaded again");
        var line = Lines("tr[data-key]").First(IsTheGate);
        Assert.Matches("(giây|phút)", line);

        Browser.FindAll("main tbody th a").First(link => link.Text == Gate).Click();
        await Browser.UntilAsync("its page", () => Browser.TextOf("h1") == Gate);
        await Browser.UntilAsync("the alert on its page", () => Browser.FindAll(".handling button").Count > 0);
        Assert.Contains("mất kết nối", Browser.TextOf("main"), StringComparison.Ordinal);
        Browser.Run("window.isTheSamePage = true");

        Browser.Find("form.snooze button[value='1h']").Click();
        await Browser.UntilAsync("the snooze", () => Browser.TextOf("main").Contains("tạm ẩn đến",
            StringComparison.Ordinal));
        Browser.Run("window.isTheSamePage = true");

        await StartGateAsync();
        await Browser.UntilAsync("the gate's return", () => IsThere(Browser.TextOf(".now .large")));
        await Browser.UntilAsync("the end of the alert", () =>
            Browser.FindAll("form.snooze, .handling .acts").Count == 0);
        Assert.True((bool)Browser.Run("return window.isTheSamePage === true")!, "the page was loaded again");
        Browser.Open(Page("/alerts"));
        Assert.Contains(Gate, Browser.TextOf("#past"), StringComparison.Ordinal);
        Assert.Empty(Browser.Complaints());
    }

    [BrowserFact]
    public async Task What_waits_in_a_gate_that_is_away_is_said_where_it_is_looked_for()
    {
        await StartGateAsync();
        await UntilStateAsync("ready", "degraded");
        await Premises.KillHubAsync();
        // What it decides now waits in its journal, and it says so with its next birth.
        await Premises.KillGateAsync(Gate);
        await StartHubAgainAsync();
        await SignInAsync();
        await UntilStateAsync("lost");
        Browser.Open(Page("/offline"));
        await Browser.UntilAsync("the gate among those that are away", () => Lines("tr[data-key]").Any(IsTheGate));
        Assert.Matches("(có lẽ|chưa rõ|mất điện|đường truyền|trung tâm)", Lines("tr[data-key]").First(IsTheGate));
        Browser.Find("a[download]");
        Assert.Contains("1 trên 1 cổng", Browser.TextOf("main"), StringComparison.Ordinal);
    }

    [BrowserFact]
    public async Task Everything_can_be_done_with_the_keyboard_alone()
    {
        await StartGateAsync();
        await UntilStateAsync("ready", "degraded");
        Browser.Open(Page("/gates"));
        await Browser.UntilAsync("the list", () => Lines("tr[data-key]").Any(IsTheGate));
        Browser.Type("/");
        await Browser.UntilAsync("the search", () =>
            (bool)Browser.Run("return document.activeElement.matches('[data-search]')")!);
        Browser.Type("khong-co-cong-nay");
        await Browser.UntilAsync("an empty list", () => !Lines("tr[data-key]").Any());
        Browser.Type(string.Concat(Enumerable.Repeat(Keys.Backspace, 20)) + "phuong-1");
        await Browser.UntilAsync("the gate", () => Lines("tr[data-key]").Any(IsTheGate));
        Browser.Type(Keys.Escape);
        Browser.Type("j");
        await Browser.UntilAsync("the row", () =>
            (bool)Browser.Run("return document.activeElement.matches('main tbody a')")!);
        Browser.Type(Keys.Enter);
        await Browser.UntilAsync("its page", () => Browser.At.AbsolutePath == "/gates/" + Gate);
        Browser.Type("?");
        await Browser.UntilAsync("the keys", () => (bool)Browser.Run("return document.getElementById('keys').open")!);
        Browser.Type(Keys.Escape);
        await Browser.UntilAsync("the page again", () =>
            !(bool)Browser.Run("return document.getElementById('keys').open")!);
    }

    [BrowserFact]
    public async Task Without_script_pages_say_the_same_and_forms_do_the_same()
    {
        await StartGateAsync();
        await UntilStateAsync("ready", "degraded");
        await SaveSiteAsync();
        Browser.AllowScript(false);
        Browser.Open(Page("/"));
        Assert.Contains("sẵn sàng", Browser.Find("main").Text, StringComparison.Ordinal);
        Browser.Open(Page("/gates?q=phuong-1"));
        Assert.Contains(Gate, Browser.Find("main").Text, StringComparison.Ordinal);
        Browser.Open(Page("/sites/ubnd-phuong-1/edit"));
        Browser.Find("#hours").SendKeys("Mo-Fr 07:00-11:30");
        Browser.Find("#head_name").SendKeys("Nguyễn Văn Thử");
        Browser.Find("main form button[type=submit]").Click();
        await Browser.UntilAsync("the page of the site", () =>
            Browser.Find("main").Text.Contains("T2-T6 07:00-11:30", StringComparison.Ordinal));
        Assert.Contains("Nguyễn Văn Thử", Browser.Find("main").Text, StringComparison.Ordinal);
        Browser.Open(Page("/sites/ubnd-phuong-1/edit"));
        Browser.Find("#hours").Clear();
        Browser.Find("#hours").SendKeys("thứ hai");
        Browser.Find("main form button[type=submit]").Click();
        await Browser.UntilAsync("what is wrong, beside the field", () =>
            Browser.FindAll(".field.wrong #hours").Count == 1);
        Assert.Equal("thứ hai", Browser.Find("#hours").GetDomProperty("value"));
    }

    private static bool IsTheGate(string line) => line.Contains(Gate, StringComparison.Ordinal);

    private IEnumerable<string> Lines(string selector) => Browser.FindAll(selector).Select(static row => row.Text);

    private Task UntilStateAsync(params string[] states) =>
        Browser.UntilAsync($"the gate as {string.Join(" or ", states)}", () => states.Any(Reads));

    /// <summary>A machine whose clock nobody synchronises makes a gate that is there degraded.</summary>
    private static bool IsThere(string state) => state.Contains("sẵn sàng", StringComparison.Ordinal)
        || state.Contains("suy giảm", StringComparison.Ordinal);

    private Task StartHubAgainAsync() => Premises.StartHubAsync(new Dictionary<string, string>
    {
        ["Fleet:StartGrace"] = "00:00:02",
    });

    private bool Reads(string state)
    {
        Browser.Open(new Uri(Premises.Hub.Page, "api/v1/gates"));
        return Browser.Find("body").Text.Contains($"\"state\":\"{state}\"", StringComparison.Ordinal);
    }
}
