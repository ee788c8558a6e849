using System.Collections.Concurrent;
using System.Collections.Frozen;
using CheckIn.Hub.Accounts;
using CheckIn.Hub.Settings;
using CheckIn.Hub.Sites;
using CheckIn.Hub.Web.Parts;

namespace CheckIn.Hub.Web;

/// <summary>What is counted of a site.</summary>
/// <param name="Node">The one it belongs to today; null = none.</param>
/// <param name="Equipped">How far, and by what one knows.</param>
public sealed record SitePicture(Site Site, Node? Node, SiteDeployment Equipped, StateCounts Gates, bool IsOverdue)
{
    /// <summary>As it is, computed where gates show it.</summary>
    public Deployment Deployment => Equipped.State;

    /// <summary>It counts as equipped.</summary>
    public bool IsDeployed => Deployments.IsDeployed(Deployment);
}

/// <summary>What is counted of a node and all below it.</summary>
public readonly record struct NodePicture(StateCounts Gates, int Sites, int Deployed, int Overdue)
{
    /// <summary>0 to 1; null where there are no sites.</summary>
    public double? DeployedShare => Sites == 0 ? null : (double)Deployed / Sites;

    internal NodePicture With(SitePicture site) => new(
        Gates + site.Gates, Sites + 1, Deployed + (site.IsDeployed ? 1 : 0), Overdue + (site.IsOverdue ? 1 : 0));
}

/// <summary>
/// The whole fleet at one moment, counted by site and by node: each gate and each site is looked at once, and each site
/// adds its sum to the nodes above it. Immutable, so that a page shows one state of it and any number of pages share
/// it.
/// </summary>
public sealed class FleetPicture
{
    private const int MostKept = 200;
    private static readonly SiteDeployment Unknown = new(default, DeploymentReasons.Declared, 0, null);
    private readonly ConcurrentDictionary<Sight, FleetPicture> _within = [];
    private readonly ILookup<string, GateRow> _gates;
    private readonly Dictionary<long, NodePicture> _nodes = [];
    private readonly Lazy<SortedRows<SitePicture>> _byName, _byTrouble, _byDeadline;

    /// <param name="tree">The places.</param>
    /// <param name="roll">All gates, at the moment of which the picture is.</param>
    /// <param name="deploymentOf">How far a site is equipped.</param>
    /// <param name="texts">Of the tree's sites, as another picture of the same tree has them; null = they are
    /// made.</param>
    public FleetPicture(
        SiteTree tree, GateRoll roll, Func<Site, SiteDeployment> deploymentOf, SiteTexts? texts = null)
    {
        ArgumentNullException.ThrowIfNull(tree);
        ArgumentNullException.ThrowIfNull(roll);
        (Tree, Roll, Today, Texts) = (tree, roll, HubZone.DayOf(roll.At), texts ?? new SiteTexts(tree));
        _gates = roll.Rows.ToLookup(static gate => gate.Site ?? "", StringComparer.Ordinal);
        var day = tree.On(Today);
        Sites = tree.Sites.Values.Select(site => Picture(site, deploymentOf(site)))
            .ToFrozenDictionary(static site => site.Site.Code, StringComparer.Ordinal);
        foreach (var site in Sites.Values)
            Count(day, site);
        foreach (var elsewhere in _gates.Where(group => !tree.Sites.ContainsKey(group.Key)))
            Unplaced = elsewhere.Aggregate(Unplaced, static (sum, gate) => sum + StateCounts.Of(gate.Shown));
        All = All with { Gates = All.Gates + Unplaced };
        _byName = new(() => Sort(static _ => 0));
        _byTrouble = new(() => Sort(static one => Trouble(one.Gates)));
        _byDeadline = new(() => Sort(static one => one.Site.Deadline?.DayNumber ?? int.MaxValue));
    }

    public SiteTree Tree { get; }

    /// <summary>The gates.</summary>
    public GateRoll Roll { get; }

    /// <summary>The day of the hub's zone.</summary>
    public DateOnly Today { get; }

    /// <summary>What can be searched for in its sites.</summary>
    public SiteTexts Texts { get; }

    /// <summary>By code.</summary>
    public IReadOnlyDictionary<string, SitePicture> Sites { get; }

    /// <summary>Of everything.</summary>
    public NodePicture All { get; private set; }

    /// <summary>Of the sites that belong to no node.</summary>
    public NodePicture Nowhere { get; private set; }

    /// <summary>Gates at no site of the register.</summary>
    public StateCounts Unplaced { get; }

    /// <summary>What somebody sees of it, as if there were no more.</summary>
    internal FleetPicture Within(Sight sight)
    {
        if (sight.IsWhole)
            return this;
        if (_within.TryGetValue(sight, out var known))
            return known;
        var part = new FleetPicture(
            sight.Tree, Roll.Within(sight), site => Sites.GetValueOrDefault(site.Code)?.Equipped ?? Unknown,
            sight.Whole == Tree ? Texts : null);
        return _within.Count < MostKept ? _within.GetOrAdd(sight, part) : part;
    }

    /// <summary>Of a node and all below it.</summary>
    public NodePicture Of(Node node)
    {
        ArgumentNullException.ThrowIfNull(node);
        return _nodes.GetValueOrDefault(node.Id);
    }

    /// <summary>The gates of a site.</summary>
    public IEnumerable<GateRow> GatesOf(string site) => _gates[site];

    /// <summary>Sites in an order: name, deadline, or trouble (what else is asked is that).</summary>
    public SortedRows<SitePicture> Sorted(string? by) => by switch
    {
        "name" => _byName.Value,
        "deadline" => _byDeadline.Value,
        _ => _byTrouble.Value,
    };

    /// <summary>The more of it is lost the higher; a site whose gates are all well, or that has none, is 0.</summary>
    private static long Trouble(StateCounts gates) =>
        -(gates.Lost * 1_000_000L + gates.Degraded * 1000L + gates.Stopped);

    private SortedRows<SitePicture> Sort(Func<SitePicture, long> by) =>
        new(Sites.Values, one => new(by(one), Texts.NameOf(one.Site.Code), one.Site.Code));

    private SitePicture Picture(Site site, SiteDeployment equipped)
    {
        var gates = _gates[site.Code].Aggregate(
            default(StateCounts), static (sum, gate) => sum + StateCounts.Of(gate.Shown));
        var picture = new SitePicture(site, Tree.NodeOf(site, Today), equipped, gates, false);
        return picture with { IsOverdue = site.Deadline < Today && !picture.IsDeployed };
    }

    private void Count(TreeDay day, SitePicture site)
    {
        All = All.With(site);
        if (site.Node is null)
        {
            Nowhere = Nowhere.With(site);
            return;
        }
        foreach (var node in day.Path(site.Node))
            _nodes[node.Id] = _nodes.GetValueOrDefault(node.Id).With(site);
    }
}
