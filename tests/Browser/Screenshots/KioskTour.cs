using CheckIn.Browser.Tests.Chromium;
using CheckIn.Browser.Tests.Fleet;

namespace CheckIn.Browser.Tests.Screenshots;

/// <summary>What a guard does at a gate's own screen, with a finger, and what is looked at on the way.</summary>
internal static class KioskTour
{
    internal static IReadOnlyList<string> Names { get; } =
    [
        "kiosk-lanes", "kiosk-idle", "kiosk-guard", "kiosk-guard-wrong", "kiosk-desk", "kiosk-desk-admitted", "kiosk-desk-wrong",
        "kiosk-desk-closed", "kiosk-closed",
    ];

    /// <param name="driver">The screen's browser.</param>
    /// <param name="gate">Whose screen it is.</param>
    /// <param name="look">What is done at each of <see cref="Names"/>, in that order.</param>
    internal static async Task GoAsync(Driver driver, KioskGate gate, Func<string, Task> look)
    {
        driver.Open(gate.Page);
        await look("kiosk-lanes");
        driver.Open(new Uri(gate.Page, "/lanes/vao"));
        await driver.UntilAsync("the lane's screen", () => driver.FindAll("body[data-kind=idle]").Count == 1);
        await look("kiosk-idle");
        driver.Find("header a").Click();
        await driver.UntilAsync("the PIN's keys", () => driver.FindAll("#pad button").Count == 11);
        await look("kiosk-guard");
        await PressAsync(driver, "294716");
        await driver.UntilAsync("that it is wrong", () => driver.FindAll(".answer.failed").Count == 1);
        await look("kiosk-guard-wrong");
        await PressAsync(driver, KioskGate.Pin);
        await driver.UntilAsync("the desk", () => driver.FindAll("form[action$=admit]").Count == 1);
        await look("kiosk-desk");
        driver.Find("summary").Click();
        driver.Find("#number").SendKeys("001099000001");
        driver.Find("#person").SendKeys("Nguyễn Văn Thử");
        driver.Find("form[action$=admit] button").Click();
        await driver.UntilAsync("what became of it", () => driver.FindAll(".answer.done").Count == 1);
        await look("kiosk-desk-admitted");
        driver.Find("summary").Click();
        driver.Find("#number").SendKeys("12");
        driver.Find("form[action$=admit] button").Click();
        await driver.UntilAsync("that it is no number", () => driver.FindAll(".answer.failed").Count == 1);
        await look("kiosk-desk-wrong");
        driver.Find("form[action$=close] button").Click();
        await driver.UntilAsync("that it is closed", () => driver.FindAll("form[action$=open]").Count == 1);
        await look("kiosk-desk-closed");
        driver.Open(new Uri(gate.Page, "/lanes/vao"));
        await driver.UntilAsync("that the screen says so", () => driver.FindAll("body[data-kind=locked-down]").Count == 1);
        await look("kiosk-closed");
        driver.Find("header a").Click();
        await driver.UntilAsync("the desk again", () => driver.FindAll("form[action$=open]").Count == 1);
        driver.Find("form[action$=open] button").Click();
        await driver.UntilAsync("that it is open", () => driver.FindAll("form[action$=open]").Count == 0);
        driver.Find("form[action$=out] button").Click();
        await driver.UntilAsync("the screen", () => driver.FindAll("body[data-kind=idle]").Count == 1);
    }

    private static async Task PressAsync(Driver driver, string pin)
    {
        await driver.UntilAsync("the PIN's keys", () => driver.FindAll("#pad button").Count == 11);
        foreach (var digit in pin)
            driver.Find($"#pad button[aria-label='{digit}']").Click();
        driver.Find("form button.main").Click();
    }
}
