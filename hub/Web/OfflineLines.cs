using CheckIn.Hub.Fleet.Offline;
using CheckIn.Hub.Sites;

namespace CheckIn.Hub.Web;

/// <summary>A line of who is offline: a gate, or a site that is offline as a whole.</summary>
/// <param name="Gate">Id of the gate, of a site of the first that went.</param>
/// <param name="Gates">How many gates it stands for.</param>
/// <param name="Since">Since when: of a site, since the first of its gates.</param>
/// <param name="Cause">Null = not judged.</param>
/// <param name="Backlog">Events that wait there, as last told; null = not known.</param>
public sealed record OfflineLine(
    string Gate, string Name, string? Place, string Href, int Gates, DateTimeOffset? Since, Outage? Cause,
    long? Backlog);

/// <summary>Who is offline, as the wall shows it: longest first, and a site whose gates all are is one line.</summary>
internal static class OfflineLines
{
    private const int LeastForSite = 2;

    /// <param name="roll">All gates.</param>
    /// <param name="sites">By code.</param>
    /// <param name="most">How many lines.</param>
    internal static (IReadOnlyList<OfflineLine> Lines, int More) Of(
        GateRoll roll, IReadOnlyDictionary<string, Site> sites, int most)
    {
        var lost = roll.Rows.Where(static gate => gate.Shown == "lost").ToList();
        var whole = WholeSites(roll, lost);
        var lines = lost.Where(gate => gate.Site is null || !whole.ContainsKey(gate.Site))
            .Select(gate => Gate(gate, sites))
            .Concat(whole.Select(site => Whole(site.Key, site.Value, sites)))
            .OrderBy(static line => line.Since ?? DateTimeOffset.MinValue)
            .ThenBy(static line => line.Gate, StringComparer.Ordinal).ToList();
        return (lines.Take(most).ToList(), lines.Skip(most).Sum(static line => line.Gates));
    }

    private static Dictionary<string, List<GateRow>> WholeSites(GateRoll roll, List<GateRow> lost)
    {
        var atSite = lost.Where(static gate => gate.Site is not null)
            .GroupBy(static gate => gate.Site!, StringComparer.Ordinal)
            .Where(static site => site.Count() >= LeastForSite)
            .ToDictionary(static site => site.Key, static site => site.ToList());
        if (atSite.Count == 0)
            return atSite;
        foreach (var gate in roll.Rows)
        {
            // One that is there, or went by itself, and the site is not offline as a whole.
            if (gate is { HasLeft: false, Shown: not ("lost" or "never_seen"), Site: { } site })
                atSite.Remove(site);
        }
        return atSite;
    }

    private static OfflineLine Gate(GateRow gate, IReadOnlyDictionary<string, Site> sites) => new(
        gate.Id, gate.Name, gate.Site is { } site ? Name(site, sites) : null, $"/gates/{gate.Id}", 1, gate.Since, null,
        gate.Backlog);

    private static OfflineLine Whole(string code, List<GateRow> gates, IReadOnlyDictionary<string, Site> sites) => new(
        gates[0].Id, Name(code, sites), null,
        sites.ContainsKey(code) ? $"/sites/{code}" : $"/gates?state=lost&q={Uri.EscapeDataString(code)}", gates.Count,
        gates.Min(static gate => gate.Since), null,
        gates.Exists(static gate => gate.Backlog is not null) ? gates.Sum(static gate => gate.Backlog ?? 0) : null);

    private static string Name(string code, IReadOnlyDictionary<string, Site> sites) =>
        sites.TryGetValue(code, out var site) ? site.Name : code;
}
