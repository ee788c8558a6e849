using CheckIn.Browser.Tests.Chromium;
using CheckIn.Browser.Tests.Fleet;
using CheckIn.Browser.Tests.Screenshots;

namespace CheckIn.Browser.Tests;

public sealed class EveryPageTests
{
    [BrowserFact]
    public async Task Every_page_fits_is_legible_names_its_controls_and_keeps_nobody_out_in_either_language_by_day_and_by_night()
    {
        await using var hub = await FleetHub.StartAsync();
        using var driver = Driver.Start(Look.All[0]);
        var found = new List<string>();
        // Each width and language once, and light and dark once; the pictures' command takes them all.
        foreach (var (turn, look) in new Look[] { new(Look.Phone, "vi", IsDark: true), new(Look.Desk, "en") }.Index())
        {
            driver.Become(look);
            foreach (var (index, page) in PageList.All.Index())
            {
                await page.OpenAsync(driver, hub, look.Language);
                var problems = PageCheck.Of(driver, look).Concat(driver.Complaints().Where(IsOurs));
                // It takes a second, so each page once, one by day and the next by night.
                if (AxeCheck.Missing is null && index % 2 == turn)
                    problems = problems.Concat(AxeCheck.Of(driver));
                found.AddRange(problems.Select(problem => $"{page.Name} {look}: {problem}"));
            }
        }
        Assert.True(found.Count == 0, string.Join('\n', found));
    }

    [AxeFact]
    public void A_page_that_keeps_people_out_is_found()
    {
        using var driver = Driver.Start(Look.All[0]);
        driver.Open(new Uri("data:text/html,<html lang=en><title>x</title><main><h1>x</h1><input></main>"));
        Assert.Contains(AxeCheck.Of(driver), static problem =>
            problem.StartsWith("axe label (critical)", StringComparison.Ordinal));
    }

    /// <summary>That a page which is not there, not his, or tells what was typed wrongly, answers so is no complaint about it.</summary>
    private static bool IsOurs(string complaint) => !new[] { 400, 403, 404, 409 }.Any(
        status => complaint.Contains($"status of {status}", StringComparison.Ordinal));
}
