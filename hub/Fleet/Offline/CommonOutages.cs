namespace CheckIn.Hub.Fleet.Offline;

/// <summary>A gate's outage with where the gate stands.</summary>
/// <param name="Site">Null = not known.</param>
/// <param name="Nodes">Codes of the nodes above the site, the nearest first.</param>
internal readonly record struct PlacedOutage(Outage Outage, string? Site, IReadOnlyList<string> Nodes);

/// <summary>
/// Outages with one reason; pure. What went with most of the fleet is the hub's. Else the gates of a site, two or more,
/// or of a node with two sites or more, that all went within a minute and a half have one reason: a connection or a
/// power line that they share. Gates that were offline already do not count against that, and of several levels the
/// highest that is whole is told. (Keep-alives end over half a minute, and a silent gate was last heard up to a minute
/// before it went.)
/// </summary>
internal static class CommonOutages
{
    internal static readonly TimeSpan Together = TimeSpan.FromSeconds(90);

    /// <param name="outages">All of the time in question.</param>
    /// <param name="counts">How many gates there are where.</param>
    internal static IReadOnlyList<CommonOutage> Find(IReadOnlyList<PlacedOutage> outages, FleetCounts counts)
    {
        var told = new HashSet<Outage>(ReferenceEqualityComparer.Instance);
        var found = new List<CommonOutage>();
        var shared = outages.Where(static placed => placed.Outage.State != PresenceState.Revoked).ToArray();
        var hubs = Sorted(shared.Where(static placed => placed.Outage.Cause == OfflineCause.Hub));
        found.AddRange(Clusters(hubs, 0, told, "hub", ""));
        var nodes = shared.SelectMany(static placed => placed.Nodes.Select((code, i) =>
                (Code: code, Height: placed.Nodes.Count - i, placed.Outage)))
            .GroupBy(static item => (item.Code, item.Height)).OrderBy(static node => node.Key.Height)
            .ThenBy(static node => node.Key.Code, StringComparer.Ordinal);
        foreach (var node in nodes)
        {
            if (counts.Nodes.GetValueOrDefault(node.Key.Code) is { Sites: >= 2 } all)
                found.AddRange(Clusters([.. node.Select(static item => item.Outage).OrderBy(static o => o.Since)],
                    all.Gates, told, "node", node.Key.Code));
        }
        foreach (var site in shared.Where(static placed => placed.Site is not null)
            .GroupBy(static placed => placed.Site!, StringComparer.Ordinal).OrderBy(static s => s.Key, StringComparer.Ordinal))
        {
            if (counts.Sites.GetValueOrDefault(site.Key) is >= 2 and var gates)
                found.AddRange(Clusters(Sorted(site), gates, told, "site", site.Key));
        }
        return [.. found.OrderBy(static common => common.Since)];
    }

    private static Outage[] Sorted(IEnumerable<PlacedOutage> outages) =>
        [.. outages.Select(static placed => placed.Outage).OrderBy(static outage => outage.Since)];

    /// <param name="outages">Of the subject, in order.</param>
    /// <param name="gates">How many gates it has in all; 0 = it does not take all of them.</param>
    /// <param name="told">Outages that a common one tells of already.</param>
    private static IEnumerable<CommonOutage> Clusters(
        Outage[] outages, int gates, HashSet<Outage> told, string kind, string subject)
    {
        var ends = outages.Select(static o => o.Until).OfType<DateTimeOffset>().Order().ToArray();
        var within = new Dictionary<string, int>(StringComparer.Ordinal);
        var (next, ended, untold) = (0, 0, 0);
        for (var first = 0; first < outages.Length; first++)
        {
            var begin = outages[first].Since;
            for (; next < outages.Length && outages[next].Since - begin <= Together; next++)
            {
                within[outages[next].Gate] = within.GetValueOrDefault(outages[next].Gate) + 1;
                untold += told.Contains(outages[next]) ? 0 : 1;
            }
            while (ended < ends.Length && ends[ended] <= begin)
                ended++;
            // Those before the first that have not ended by then were offline already.
            if (within.Count >= 2 && within.Count + first - ended >= gates && untold > 0)
            {
                var members = outages[first..next];
                told.UnionWith(members);
                yield return new CommonOutage(kind, subject, begin, CauseOf(members), within.Count);
                within.Clear();
                (untold, first) = (0, next - 1);
                continue;
            }
            untold -= told.Contains(outages[first]) ? 0 : 1;
            if (--within[outages[first].Gate] == 0)
                within.Remove(outages[first].Gate);
        }
    }

    /// <summary>Of several gates on one line, one with a battery tells what happened to all.</summary>
    private static OfflineCause CauseOf(Outage[] outages) =>
        Array.Exists(outages, static outage => outage.Cause == OfflineCause.Power) ? OfflineCause.Power
        : outages.CountBy(static outage => outage.Cause).OrderByDescending(static pair => pair.Value)
            .ThenBy(static pair => pair.Key).First().Key;
}
