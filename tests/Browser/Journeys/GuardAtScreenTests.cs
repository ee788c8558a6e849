using CheckIn.Browser.Tests.Chromium;
using CheckIn.Browser.Tests.Fleet;
using CheckIn.Browser.Tests.Screenshots;
using CheckIn.Fixtures;

namespace CheckIn.Browser.Tests.Journeys;

/// <summary>A guard at the gate's own screen, while no hub answers.</summary>
public sealed class GuardAtScreenTests
{
    [BrowserFact]
    public async Task A_guard_lets_somebody_in_writes_him_down_and_closes_the_gate_at_its_screen_by_finger_and_every_page_is_legible()
    {
        await using var gate = await KioskGate.StartAsync();
        using var driver = Driver.Start(Look.All[0]);
        var (found, seen) = (new List<string>(), new List<string>());
        foreach (var look in new Look[] { new(Look.Phone, "vi"), new(Look.Desk, "en") })
        {
            driver.Become(look);
            await KioskTour.GoAsync(driver, gate, name =>
            {
                seen.Add(name);
                var problems = PageCheck.Of(driver, look).Concat(AxeCheck.Missing is null ? AxeCheck.Of(driver) : []);
                found.AddRange(problems.Select(problem => $"{name} {look}: {problem}"));
                return Task.CompletedTask;
            });
        }
        Assert.True(found.Count == 0, string.Join('\n', found));
        Assert.Equal([.. KioskTour.Names, .. KioskTour.Names], seen);
        Assert.True(await gate.StopAsync());
        var rows = JournalFile.Read(gate.Journal).Rows.Select(static row => row.Fact).ToArray();
        Assert.Equal(2, rows.Count(static fact => fact.Contains("\"operator\":\"pin:bao-ve-1\"", StringComparison.Ordinal)));
        Assert.DoesNotContain(rows, static fact => fact.Contains("Thử", StringComparison.Ordinal));
        Assert.Equal(4, rows.Count(static fact => fact.Contains("mode_begun\",\"by\":\"pin:bao-ve-1", StringComparison.Ordinal)));
    }
}
