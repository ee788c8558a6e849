using CheckIn.Browser.Tests.Chromium;
using CheckIn.Browser.Tests.Fleet;
using CheckIn.Browser.Tests.Screenshots;

namespace CheckIn.Browser.Tests;

public sealed class EveryPageTests
{
    [BrowserFact]
    public async Task Every_page_fits_is_legible_and_names_its_controls_in_either_language_by_day_and_by_night()
    {
        await using var hub = await FleetHub.StartAsync();
        using var driver = Driver.Start(Look.All[0]);
        var found = new List<string>();
        // Each width and language once, and light and dark once; the pictures' command takes them all.
        foreach (var look in new Look[] { new(Look.Phone, "vi", IsDark: true), new(Look.Desk, "en") })
        {
            driver.Become(look);
            foreach (var page in PageList.All)
            {
                var name = page.Name;
                await page.OpenAsync(driver, hub, look.Language);
                found.AddRange(PageCheck.Of(driver, look).Select(problem => $"{name} {look}: {problem}"));
                found.AddRange(driver.Complaints().Where(IsOurs).Select(complaint => $"{name} {look}: {complaint}"));
            }
        }
        Assert.Empty(found);
    }

    [AxeFact]
    public async Task Every_page_keeps_nobody_out_by_day_or_by_night()
    {
        await using var hub = await FleetHub.StartAsync();
        using var driver = Driver.Start(Look.All[0]);
        var found = new List<string>();
        foreach (var look in new Look[] { new(Look.Desk, "vi", IsDark: true), new(Look.Phone, "en") })
        {
            driver.Become(look);
            foreach (var page in PageList.All)
            {
                await page.OpenAsync(driver, hub, look.Language);
                found.AddRange(AxeCheck.Of(driver).Select(problem => $"{page.Name} {look}: {problem}"));
            }
        }
        Assert.Empty(found);
    }

    [AxeFact]
    public void A_page_that_keeps_people_out_is_found()
    {
        using var driver = Driver.Start(Look.All[0]);
        driver.Open(new Uri("data:text/html,<html lang=en><title>x</title><main><h1>x</h1><input></main>"));
        Assert.Contains(AxeCheck.Of(driver), static problem =>
            problem.StartsWith("axe label (critical)", StringComparison.Ordinal));
    }

    /// <summary>That a page which is not there, or not his, answers so is no complaint about the page.</summary>
    private static bool IsOurs(string complaint) => !complaint.Contains("status of 404", StringComparison.Ordinal)
        && !complaint.Contains("status of 403", StringComparison.Ordinal);
}
