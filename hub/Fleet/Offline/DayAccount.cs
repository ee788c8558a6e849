using System.Collections.Concurrent;
using CheckIn.Hub.Accounts;
using CheckIn.Hub.Sites;

namespace CheckIn.Hub.Fleet.Offline;

/// <summary>A gate's account with where the gate stands.</summary>
internal sealed record PlacedAccount(string Gate, GatePlace Place, GateAccount Account);

/// <summary>Every gate's account of a day, and what its parts sum up to.</summary>
/// <param name="Time">The day, as far as it has passed.</param>
/// <param name="Tree">The places as they were when this was counted.</param>
internal sealed record DayAccount(
    DateOnly Day, Span Time, SiteTree Tree, IReadOnlyList<PlacedAccount> Gates, IReadOnlyList<Span> Unwatched)
{
    private const int MostScopes = 512, MostSights = 100;
    private readonly ConcurrentDictionary<Sight, DayAccount> _within = [];
    private readonly ConcurrentDictionary<FleetScope, (int Gates, Availability Availability)> _sums = [];
    private IReadOnlyDictionary<string, Availability>? _bySite;
    private IReadOnlyDictionary<string, Availability>? _byNode;
    private FleetCounts? _counts;

    /// <summary>What was counted, and how long that took.</summary>
    internal required (long Version, long At, TimeSpan Cost) Counted { get; init; }

    /// <summary>What somebody sees of it, as if there were no more.</summary>
    internal DayAccount Within(Sight sight)
    {
        if (sight.IsWhole)
            return this;
        if (_within.TryGetValue(sight, out var known))
            return known;
        var part = new DayAccount(
            Day, Time, sight.Tree, [.. Gates.Where(gate => sight.SeesSite(gate.Place.Site))], Unwatched)
        {
            Counted = Counted,
        };
        return _within.Count < MostSights ? _within.GetOrAdd(sight, part) : part;
    }

    internal bool Covers(FleetScope scope, PlacedAccount gate) => Tree.Covers(scope, gate.Gate, gate.Place.Site, Day);

    /// <summary>Gates in service and their availability.</summary>
    internal (int Gates, Availability Availability) Sum(FleetScope scope)
    {
        if (_sums.TryGetValue(scope, out var known))
            return known;
        var sum = SumOf(Gates.Where(gate => Covers(scope, gate)));
        if (_sums.Count < MostScopes)
            _sums[scope] = sum;
        return sum;
    }

    /// <summary>By site; of gates whose site is not known under the empty code.</summary>
    internal IReadOnlyDictionary<string, Availability> BySite => _bySite ??= Gates
        .GroupBy(static gate => gate.Place.Site ?? "", StringComparer.Ordinal)
        .ToDictionary(static site => site.Key, static site => SumOf(site).Availability, StringComparer.Ordinal);

    /// <summary>By node, of it and all below it.</summary>
    internal IReadOnlyDictionary<string, Availability> ByNode => _byNode ??= CountByNode();

    /// <summary>Gates in service.</summary>
    internal FleetCounts Counts => _counts ??= FleetCounts.Of(
        Gates.Where(static gate => gate.Account.IsInService).Select(static gate => gate.Place.Site),
        new SitePaths(Tree, Day));

    private Dictionary<string, Availability> CountByNode()
    {
        var paths = new SitePaths(Tree, Day);
        var nodes = new Dictionary<string, Availability>(StringComparer.Ordinal);
        foreach (var (site, sum) in BySite)
        {
            foreach (var node in paths.Of(site))
            {
                var before = nodes.GetValueOrDefault(node);
                nodes[node] = new Availability(before.Expected + sum.Expected, before.Lost + sum.Lost);
            }
        }
        return nodes;
    }

    private static (int Gates, Availability Availability) SumOf(IEnumerable<PlacedAccount> gates)
    {
        var (count, expected, lost) = (0, TimeSpan.Zero, TimeSpan.Zero);
        foreach (var (_, _, account) in gates)
        {
            count += account.IsInService ? 1 : 0;
            expected += account.Expected;
            lost += account.Lost;
        }
        return (count, new Availability(expected, lost));
    }
}
