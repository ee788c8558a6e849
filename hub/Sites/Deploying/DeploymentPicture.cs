using System.Collections.Concurrent;
using CheckIn.Hub.Accounts;

namespace CheckIn.Hub.Sites;

/// <summary>How many sites are in which state.</summary>
internal sealed class DeploymentCounts
{
    private readonly int[] _states = new int[Deployments.All.Count];

    internal int Sites { get; private set; }

    /// <summary>A gate stands there.</summary>
    internal int Deployed { get; private set; }

    /// <summary>None does, and the deadline has passed.</summary>
    internal int Overdue { get; private set; }

    internal int Gates { get; private set; }

    /// <summary>0 to 100; null where there is no site.</summary>
    internal double? DeployedPercent => Sites == 0 ? null : Math.Round(100.0 * Deployed / Sites, 1);

    internal IReadOnlyDictionary<string, int> States =>
        Deployments.All.Select((word, state) => KeyValuePair.Create(word, _states[state]))
            .ToDictionary(StringComparer.Ordinal);

    internal int Of(Deployment state) => _states[(int)state];

    internal void Add(SiteDeployment site, bool isOverdue)
    {
        Sites++;
        Gates += site.Gates;
        _states[(int)site.State]++;
        Deployed += site.IsDeployed ? 1 : 0;
        Overdue += isOverdue ? 1 : 0;
    }
}

/// <summary>How far every site is equipped at one moment, and how many of a node; immutable.</summary>
internal sealed class DeploymentPicture
{
    private static readonly SiteDeployment Nothing = new(Deployment.None, DeploymentReasons.Declared, 0, null);
    private const int MostKept = 200;
    private readonly ConcurrentDictionary<Sight, DeploymentPicture> _within = [];
    private readonly IReadOnlyDictionary<string, SiteDeployment> _sites;
    private readonly Dictionary<long, DeploymentCounts> _nodes = [];
    private readonly Lazy<IReadOnlyList<Site>> _overdue;

    /// <param name="tree">The places.</param>
    /// <param name="sites">Each of them, judged.</param>
    /// <param name="today">The day of the hub's zone.</param>
    internal DeploymentPicture(SiteTree tree, IReadOnlyDictionary<string, SiteDeployment> sites, DateOnly today)
    {
        (Tree, _sites, Today) = (tree, sites, today);
        foreach (var site in tree.Sites.Values)
            Count(site);
        _overdue = new(() => [.. Tree.Sites.Values.Where(IsOverdue)
            .OrderBy(static site => site.Deadline).ThenBy(static site => site.Code, StringComparer.Ordinal)]);
    }

    internal SiteTree Tree { get; }

    internal DateOnly Today { get; }

    /// <summary>Of everything.</summary>
    internal DeploymentCounts All { get; } = new();

    /// <summary>Of the sites that belong to no node that exists.</summary>
    internal DeploymentCounts Nowhere { get; } = new();

    /// <summary>Not equipped, and the deadline has passed: the longest overdue first.</summary>
    internal IReadOnlyList<Site> Overdue => _overdue.Value;

    /// <summary>What somebody sees of it, as if there were no more.</summary>
    internal DeploymentPicture Within(Sight sight)
    {
        if (sight.IsWhole)
            return this;
        if (_within.TryGetValue(sight, out var known))
            return known;
        var part = new DeploymentPicture(sight.Tree, _sites, Today);
        return _within.Count < MostKept ? _within.GetOrAdd(sight, part) : part;
    }

    internal SiteDeployment Of(string site) => _sites.GetValueOrDefault(site) ?? Nothing;

    /// <summary>Of a node and all below it.</summary>
    internal DeploymentCounts Of(Node node) => _nodes.GetValueOrDefault(node.Id) ?? new DeploymentCounts();

    internal bool IsOverdue(Site site) => site.Deadline < Today && !Of(site.Code).IsDeployed;

    /// <summary>
    /// Days until the deadline, 0 on its last; negative = overdue; null = none, or nothing is left to be done.
    /// </summary>
    internal int? DaysLeft(Site site) =>
        site.Deadline is { } deadline && !Of(site.Code).IsDeployed ? deadline.DayNumber - Today.DayNumber : null;

    private void Count(Site site)
    {
        var (state, isOverdue) = (Of(site.Code), IsOverdue(site));
        All.Add(state, isOverdue);
        if (Tree.NodeOf(site, Today) is not { } place)
        {
            Nowhere.Add(state, isOverdue);
            return;
        }
        foreach (var node in Tree.On(Today).Path(place))
        {
            if (!_nodes.TryGetValue(node.Id, out var counts))
                _nodes[node.Id] = counts = new DeploymentCounts();
            counts.Add(state, isOverdue);
        }
    }
}
