using System.Globalization;
using CheckIn.Gate.Lanes;
using CheckIn.Gate.Scanning;
using CheckIn.Gate.Settings;
using CheckIn.Settings;
using Microsoft.Extensions.Options;

namespace CheckIn.Gate.Enrolment.Waiting;

/// <summary>
/// The lanes as far as settings tell of them before the hub has sent its own: perhaps none, perhaps a relay's pin
/// without the lane's name. What is said must be right nevertheless, because lines are requested by it.
/// </summary>
internal static class WaitingLanes
{
    /// <exception cref="OptionsValidationException">Something that is said is wrong.</exception>
    internal static IReadOnlyList<LaneOptions> Read(IConfiguration configuration)
    {
        if (SettingsTexts.Problems(typeof(LanesOptions), configuration, "") is { Count: > 0 } slips)
            throw new OptionsValidationException("Lanes", typeof(LanesOptions), slips);
        var all = new LanesOptions();
        configuration.Bind(all);
        for (var i = 0; i < all.Lanes.Count; i++)
        {
            if (all.Lanes[i].Name.Length == 0)
                all.Lanes[i].Name = string.Create(CultureInfo.InvariantCulture, $"lane-{i + 1}");
        }
        var problems = Problems(all);
        return problems.Count == 0 ? [.. all.Lanes]
            : throw new OptionsValidationException("Lanes", typeof(LanesOptions), problems);
    }

    private static IReadOnlyList<string> Problems(LanesOptions all)
    {
        if (all.Lanes.Count == 0)
            return [];
        var scanners = all.Lanes.Select(lane => lane.Scanner).ToArray();
        try
        {
            // Which device is a lane's may come from the hub.
            foreach (var lane in all.Lanes.Where(lane => !lane.Scanner.IsNamed))
                lane.Scanner = new ScannerOptions { Kind = ScannerKind.Camera };
            return SettingsCheck.Problems(all, "");
        }
        finally
        {
            for (var i = 0; i < scanners.Length; i++)
                all.Lanes[i].Scanner = scanners[i];
        }
    }
}
