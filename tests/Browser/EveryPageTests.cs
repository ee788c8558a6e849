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
        // Each width, each language, day and night once, with axe each time; the pictures' command takes all eight.
        foreach (var look in new Look[] { new(Look.Phone, "vi", IsDark: true), new(Look.Desk, "en") })
        {
            driver.Become(look);
            foreach (var page in PageList.All)
            {
                await page.OpenAsync(driver, hub, look.Language);
                var problems = PageCheck.Of(driver, look).Concat(driver.Complaints().Where(complaint => IsOurs(complaint, page)));
                if (AxeCheck.Missing is null)
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

    /// <summary>That a page which is not there, or not his, answers so is no complaint about it; nor that one tells what was typed wrongly.</summary>
    private static bool IsOurs(string complaint, ListedPage page)
    {
        int[] meant = page.Name.EndsWith("-wrong", StringComparison.Ordinal) ? [400, 409] : [403, 404];
        return !meant.Any(status => complaint.Contains($"status of {status}", StringComparison.Ordinal));
    }
}
