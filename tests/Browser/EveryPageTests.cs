using CheckIn.Browser.Tests.Chromium;
using CheckIn.Browser.Tests.Fleet;
using CheckIn.Browser.Tests.Screenshots;

namespace CheckIn.Browser.Tests;

/// <summary>Each width, each language, day and night once, with axe each time; the pictures' command takes all eight.</summary>
public sealed class EveryPageTests(EveryPageTests.Onlooker onlooker) : IClassFixture<EveryPageTests.Onlooker>
{
    private const int AtOnce = 10;

    /// <summary>The pages in tens, so that whoever waits sees that it goes on.</summary>
    public static TheoryData<int, string, bool, int> Tens()
    {
        var tens = new TheoryData<int, string, bool, int>();
        foreach (var look in new Look[] { new(Look.Phone, "vi", IsDark: true), new(Look.Desk, "en") })
        {
            for (var from = 0; from < PageList.All.Count; from += AtOnce)
                tens.Add(look.Width, look.Language, look.IsDark, from);
        }
        return tens;
    }

    [BrowserTheory]
    [MemberData(nameof(Tens))]
    public async Task Every_page_fits_is_legible_names_its_controls_and_keeps_nobody_out_in_either_language_by_day_and_by_night(
        int width, string language, bool isDark, int from)
    {
        var (hub, driver) = await onlooker.BeginAsync();
        var (look, found) = (new Look(width, language, isDark), new List<string>());
        driver.Become(look);
        foreach (var page in PageList.All.Skip(from).Take(AtOnce))
        {
            await page.OpenAsync(driver, hub, look.Language);
            var problems = PageCheck.Of(driver, look).Concat(driver.Complaints().Where(complaint => IsOurs(complaint, page)));
            if (AxeCheck.Missing is null)
                problems = problems.Concat(AxeCheck.Of(driver));
            found.AddRange(problems.Select(problem => $"{page.Name} {look}: {problem}"));
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

    /// <summary>One fleet and one browser for all pages, from the first on.</summary>
    public sealed class Onlooker : IAsyncLifetime
    {
        private FleetHub? _hub;
        private Driver? _driver;

        internal async Task<(FleetHub Hub, Driver Driver)> BeginAsync() =>
            (_hub ??= await FleetHub.StartAsync(), _driver ??= Driver.Start(Look.All[0]));

        public Task InitializeAsync() => Task.CompletedTask;

        public async Task DisposeAsync()
        {
            _driver?.Dispose();
            if (_hub is not null)
                await _hub.DisposeAsync();
        }
    }
}
