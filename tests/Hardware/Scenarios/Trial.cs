using CheckIn.Hardware.Programs;

namespace CheckIn.Hardware.Scenarios;

/// <summary>Runs the scenarios in the machine, one by one; what goes wrong in one does not end the others.</summary>
internal static class Trial
{
    private static readonly (string Name, Func<Site, Task> Run)[] Scenarios =
    [
        ("chain", site => new MainChain(site).RunAsync()),
        ("contacts", site => new Contacts(site).RunAsync()),
        ("deaths", site => new Deaths(site).RunAsync()),
        ("chips", site => new Chips(site).RunAsync()),
    ];

    /// <summary>Needs systemd as the first process, and no hub.</summary>
    private static readonly (string Name, Func<Site, Task> Run) UnderSystemd =
        ("unit", site => new UnitFile(site).RunAsync());

    /// <summary>Names = those alone; none = all.</summary>
    internal static async Task<int> RunAsync(string[] names)
    {
        var report = new Report();
        var all = names is ["unit"] ? [UnderSystemd]
            : Scenarios.Where(scenario => names.Length == 0 || names.Contains(scenario.Name));
        await using var site = new Site(report, withHub: names is not ["unit"]);
        foreach (var (name, run) in all)
        {
            var (began, failed) = (Site.Now, report.Failed);
            site.Lives.Clear();
            try
            {
                await run(site);
            }
            catch (Exception e)
            {
                report.Saw(false, $"{name}: {e}");
            }
            if (report.Failed > failed)
                site.Lives.ForEach(gate => Report.Tell(gate.Complaints));
            Report.Tell($"({name}: {(Site.Now - began) / 1e9:F0} s in the machine)");
        }
        Console.WriteLine($"lab: {report.Passed} passed, {report.Failed} failed");
        return report.Failed == 0 ? 0 : 1;
    }

    internal static int Misused()
    {
        Console.Error.WriteLine("checkin-lab frames FOLDER | checkin-lab try [NAME...]");
        return 2;
    }
}
