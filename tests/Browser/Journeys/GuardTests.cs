using CheckIn.Browser.Tests.Chromium;

namespace CheckIn.Browser.Tests.Journeys;

/// <summary>A guard with a telephone at a real gate, and somebody without device or code.</summary>
public sealed class GuardTests : Offices
{
    [BrowserFact]
    public async Task A_guard_lets_somebody_in_with_a_telephone_without_script_and_the_gate_says_by_whom()
    {
        await StartGateAsync();
        Browser.Become(new Look(Look.Phone, "vi"));
        await Browser.UntilAsync("the gate's lane", () =>
        {
            Browser.Open(Page("/guard"));
            return Browser.FindAll(".lanes a").Count == 1;
        });
        Browser.AllowScript(false);
        Browser.Find(".lanes a").Click();
        await Browser.UntilAsync("the button", () => Browser.FindAll(".guard form button").Count == 1);
        Browser.Find("#number").SendKeys("001099000001");
        Browser.Find(".guard form button").Click();
        await Browser.UntilAsync("what the gate decided", () => Browser.FindAll(".answer.admitted").Count == 1);
        Assert.Contains("Đã cho vào", Browser.TextOf("#answer"), StringComparison.Ordinal);
        Assert.DoesNotContain("001099000001", Browser.At.ToString() + Browser.TextOf("main"), StringComparison.Ordinal);
        // The lane is kept in the address for the next one.
        Assert.Contains("lane=", Browser.At.Query, StringComparison.Ordinal);
        Browser.AllowScript(true);
        await Browser.UntilAsync("the gate's history", () =>
        {
            Browser.Open(Page("/gates/" + Gate));
            return Browser.TextOf("main").Contains("cho qua, local hỗ trợ", StringComparison.Ordinal);
        });
        Assert.Empty(Browser.Complaints());
    }
}
