using CheckIn.Browser.Tests.Chromium;
using CheckIn.Browser.Tests.Fleet;

namespace CheckIn.Browser.Tests.Screenshots;

/// <summary>
/// <c>screenshots DIR [PAGE...]</c>: every page as a phone and a desk see it, in both languages, light and dark, of a
/// fleet made up for it; with what can be measured of each. Whoever changes a page looks at them.
/// </summary>
internal static class ScreenshotsCommand
{
    internal static int Explain(TextWriter errors)
    {
        errors.WriteLine("dotnet run --project tests/Browser -- screenshots DIR [PAGE...]\n"
            + "pages: " + string.Join(' ', PageList.All.Select(static page => page.Name).Concat(KioskTour.Names)));
        return 2;
    }

    /// <returns>0 = all are there and nothing was found; 1 = something is wrong with a page; 2 = there is no
    /// browser.</returns>
    internal static async Task<int> RunAsync(string folder, IReadOnlyList<string> only, TextWriter output)
    {
        if (Driver.Missing is { } missing)
        {
            await output.WriteLineAsync("✗ " + missing);
            return 2;
        }
        Directory.CreateDirectory(folder);
        if (AxeCheck.Missing is { } axe)
            await output.WriteLineAsync("skipped: " + axe);
        await using var hub = await FleetHub.StartAsync();
        await using var gate = await KioskGate.StartAsync();
        using var driver = Driver.Start(Look.All[0]);
        var (pictures, found) = (0, 0);
        foreach (var look in Look.All)
        {
            driver.Become(look);
            foreach (var page in PageList.All.Where(page => only.Count == 0 || only.Contains(page.Name)))
            {
                var name = page.Name;
                await page.OpenAsync(driver, hub, look.Language);
                await File.WriteAllBytesAsync(Path.Combine(folder, $"{name}-{look}.png"), driver.Picture());
                pictures++;
                if (page.IsPrinted && !look.IsDark)
                {
                    driver.Print(isOnPaper: true);
                    await File.WriteAllBytesAsync(Path.Combine(folder, $"{name}-{look}-paper.png"), driver.Picture());
                    driver.Become(look);
                    pictures++;
                }
                found += await CheckAsync(driver, name, look, output);
            }
            // A gate's screen speaks both languages at once, and stands in the sun.
            if (look is not { Language: "vi", IsDark: false } || (only.Count > 0 && !only.Any(KioskTour.Names.Contains)))
                continue;
            await KioskTour.GoAsync(driver, gate, async name =>
            {
                await File.WriteAllBytesAsync(Path.Combine(folder, $"{name}-{look.Width}.png"), driver.Picture());
                pictures++;
                found += await CheckAsync(driver, name, look, output);
            });
        }
        await output.WriteLineAsync($"{(found == 0 ? "✓" : "!")} {pictures} pictures, {found} problems: {folder}");
        return found == 0 ? 0 : 1;
    }

    private static async Task<int> CheckAsync(Driver driver, string name, Look look, TextWriter output)
    {
        var problems = PageCheck.Of(driver, look).Concat(AxeCheck.Missing is null ? AxeCheck.Of(driver) : []).ToArray();
        foreach (var problem in problems)
            await output.WriteLineAsync($"! {name} {look}: {problem}");
        return problems.Length;
    }
}
