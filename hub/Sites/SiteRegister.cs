using CheckIn.Hub.Accounts;
using CheckIn.Hub.Audit;
using CheckIn.Hub.Events;
using CheckIn.Storage;
using CheckIn.Time;
using Microsoft.Extensions.Options;

namespace CheckIn.Hub.Sites;

/// <summary>
/// The edge around <see cref="SiteTree"/>: reads it at start, changes it in one transaction with its audit row. Changes
/// wait for each other; each is worked out on the tree as it is, written as a whole, and only then seen by anybody. A
/// census of twenty thousand places is one such change: what is wrong with it is found before anything is written, and
/// what fails on the way leaves nothing.
/// </summary>
public sealed class SiteRegister : IDisposable
{
    private readonly EventStore _store;
    private readonly TimeProvider _time;
    private readonly SemaphoreSlim _changing = new(1);
    private readonly Lock _lock = new();
    private volatile SiteTree _tree;
    private TaskCompletionSource _changed = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private long _lastMaintenance;

    public SiteRegister(EventStore store, TimeProvider time, IOptions<SitesOptions>? options = null)
    {
        (_store, _time) = (store, time);
        var since = time.GetUtcNow().Subtract(MaintenanceRows.Kept).ToUnixTimeMilliseconds();
        var holidays = options is null ? Holidays.FixedOnly : Holidays.Parse(options.Value.Holidays);
        _lastMaintenance = store.Read(MaintenanceRows.LastId);
        _tree = store.Read(db => new SiteTree
        {
            Version = 1,
            Levels = NodeRows.ReadLevels(db),
            Nodes = NodeRows.Read(db),
            Sites = SiteRows.Read(db),
            Maintenance = MaintenanceRows.Read(db, since),
            Holidays = holidays,
        });
    }

    /// <summary>As it is now.</summary>
    public SiteTree Tree => _tree;

    /// <summary>Completes at the next change.</summary>
    public Task Changed
    {
        get { lock (_lock) return _changed.Task; }
    }

    /// <summary>Takes a census of sites, or nothing of it.</summary>
    /// <param name="file">As it was read.</param>
    /// <param name="isTrial">Only say what would be done.</param>
    /// <param name="actor">Who does it.</param>
    /// <param name="cancellation">Until it is written.</param>
    /// <param name="sight">What he may change; null = everything. So with every change.</param>
    /// <exception cref="SitesException">Something in it is wrong.</exception>
    internal Task<SitePlan> ImportAsync(
        CensusFile file, bool isTrial, Actor actor, CancellationToken cancellation, SightOn? sight = null) =>
        ChangeAsync(tree =>
        {
            var plan = SiteImport.Plan(tree, file, sight?.Invoke(tree));
            if (isTrial || plan.Added.Count + plan.Changed.Count == 0)
                return new Step<SitePlan>(plan);
            var detail = $"added {plan.Added.Count}, changed {plan.Changed.Count}, unchanged {plan.Unchanged}";
            return new Step<SitePlan>(plan, With(tree, plan.Written), (db, now) =>
            {
                SiteRows.Write(db, plan.Written, now.ToUnixTimeMilliseconds());
                AuditLog.Add(db, now, new AuditEntry(actor, AuditActions.SitesImported, null, Detail: detail));
            });
        }, cancellation);

    /// <summary>Takes nodes, or nothing of them.</summary>
    /// <exception cref="SitesException">Something in the file is wrong.</exception>
    internal Task<NodePlan> ImportNodesAsync(CensusFile file, bool isTrial, Actor actor,
        CancellationToken cancellation, SightOn? sight = null) =>
        ChangeAsync(tree =>
        {
            var plan = NodeImport.Plan(tree, file, sight?.Invoke(tree));
            if (isTrial || plan.Written.Count == 0)
                return new Step<NodePlan>(plan);
            var detail = $"added {plan.Added.Count}, changed {plan.Changed.Count}, unchanged {plan.Unchanged}";
            return Write(tree, plan, new AuditEntry(actor, AuditActions.NodesImported, null, Detail: detail));
        }, cancellation);

    /// <summary>
    /// Says of a site what is in the fields, by the names of <see cref="SiteColumns"/>; a new one is added.
    /// </summary>
    /// <exception cref="SitesException">Something in them is wrong.</exception>
    internal Task<Site> SaveAsync(
        string code, IReadOnlyDictionary<string, string?> fields, Actor actor, CancellationToken cancellation,
        SightOn? sight = null) =>
        ChangeAsync(tree =>
        {
            var site = SiteImport.Plan(tree, code, fields, sight?.Invoke(tree));
            if (tree.Sites.TryGetValue(code, out var known) && SiteColumns.AreSame(site, known))
                return new Step<Site>(known);
            return new Step<Site>(site, With(tree, [site]), (db, now) =>
            {
                SiteRows.Write(db, [site], now.ToUnixTimeMilliseconds());
                AuditLog.Add(db, now, new AuditEntry(actor, AuditActions.SiteSaved, code, Place: code));
            });
        }, cancellation);

    /// <summary>Takes a site out that was there by mistake.</summary>
    /// <exception cref="SitesException">There is none, or gates are there.</exception>
    internal Task<Site> RemoveAsync(
        string code, Actor actor, CancellationToken cancellation, SightOn? sight = null) => ChangeAsync(tree =>
    {
        var site = (sight?.Invoke(tree).Tree ?? tree).Sites.GetValueOrDefault(code) ?? throw NoSuchSite(code);
        if (_store.Read(db => HasGates(db, code)))
        {
            throw new SitesException(
                $"Gates are or were enrolled at site {code}, and their history stays with it. Nothing was done.",
                $"Đã có cổng đăng ký tại địa điểm {code}, và lịch sử của cổng gắn với nơi đó. Chưa làm gì cả.");
        }
        var left = tree.Sites.Where(pair => pair.Key != code).ToDictionary(StringComparer.Ordinal);
        return new Step<Site>(site, Next(tree, sites: left), (db, now) =>
        {
            SiteRows.Delete(db, site);
            // Where it was: the site itself is no place any more.
            AuditLog.Add(db, now, new AuditEntry(actor, AuditActions.SiteRemoved, code, Place: NodeOf(tree, site)));
        });
    }, cancellation);

    /// <summary>
    /// Says of a node what is in the fields, by the names of <see cref="NodeColumns"/>; a new one is added.
    /// </summary>
    /// <exception cref="SitesException">Something in them is wrong.</exception>
    internal async Task<Node> SaveNodeAsync(
        string code, IReadOnlyDictionary<string, string?> fields, Actor actor, CancellationToken cancellation,
        SightOn? sight = null)
    {
        await ChangeAsync(tree =>
        {
            var plan = NodeImport.Plan(tree, code, fields, sight?.Invoke(tree));
            return plan.Written.Count == 0 ? new Step<NodePlan>(plan)
                : Write(tree, plan, new AuditEntry(actor, AuditActions.NodeSaved, code, Place: code));
        }, cancellation);
        return Tree.NodeByCode(code)!;
    }

    /// <summary>Adds a level, or says something else of it.</summary>
    /// <exception cref="SitesException">The tree would not hold.</exception>
    internal Task<NodeLevel> SaveLevelAsync(NodeLevel level, Actor actor, CancellationToken cancellation) =>
        ChangeAsync(tree =>
    {
        LevelRules.Check(level);
        var levels = tree.Levels.Where(other => other.Name != level.Name).Append(level)
            .OrderBy(static other => other.Rank).ThenBy(static other => other.Name, StringComparer.Ordinal).ToArray();
        LevelRules.Check(tree, levels);
        return new Step<NodeLevel>(level, Next(tree, levels: levels), (db, now) =>
        {
            NodeRows.Write(db, level);
            AuditLog.Add(db, now, new AuditEntry(actor, AuditActions.LevelSaved, level.Name));
        });
    }, cancellation);

    /// <summary>Announces work.</summary>
    /// <exception cref="SitesException">It is none, or there is nothing of that name.</exception>
    internal Task<Maintenance> AnnounceAsync(
        MaintenanceOrder order, Actor actor, CancellationToken cancellation, SightOn? sight = null) =>
        ChangeAsync(tree =>
    {
        var (now, his) = (_time.GetUtcNow(), sight?.Invoke(tree));
        MaintenanceRules.Check(order, tree, now, gate => _store.Read(db => IsGate(db, gate)), his);
        var work = new Maintenance(
            ++_lastMaintenance, order.Subject, order.SubjectId, order.From, order.Until, order.Why, actor.Name, now);
        var kept = now - MaintenanceRows.Kept;
        Maintenance[] all = [.. tree.Maintenance.Where(other => other.Until >= kept).Append(work)
            .OrderBy(static other => other.From).ThenBy(static other => other.Id)];
        return Write(tree, work, all,
            new AuditEntry(
                actor, AuditActions.MaintenanceAnnounced, Name(work), Detail: $"{work.Id}", Place: PlaceOf(work)));
    }, cancellation);

    /// <summary>Ends work now; what has not begun does not take place.</summary>
    /// <exception cref="SitesException">There is none of that number, or it is over.</exception>
    internal Task<Maintenance> EndMaintenanceAsync(
        long id, Actor actor, CancellationToken cancellation, SightOn? sight = null) =>
        ChangeAsync(tree =>
    {
        var (now, his) = (_time.GetUtcNow(), sight?.Invoke(tree));
        var work = tree.Maintenance.FirstOrDefault(other => other.Id == id && other.Until > now
            && his?.Sees(other.Subject, other.SubjectId) != false) ?? throw MaintenanceRules.NoSuch(id);
        // One that has not begun leaves no time behind in which anything was expected less.
        var ended = work with { Until = now > work.From ? now : work.From };
        Maintenance[] all = [.. tree.Maintenance.Select(other => other.Id == id ? ended : other)];
        return Write(tree, ended, all,
            new AuditEntry(actor, AuditActions.MaintenanceEnded, Name(ended), Detail: $"{id}", Place: PlaceOf(ended)));
    }, cancellation);

    public void Dispose() => _changing.Dispose();

    internal static SitesException NoSuchSite(string code) => new(
        $"There is no site '{CellText.Short(code)}'. Nothing was done; checkin-hub sites list shows them.",
        $"Không có địa điểm '{CellText.Short(code)}'. Chưa làm gì cả; xem checkin-hub sites list.")
    {
        IsUnknown = true,
    };

    private static Step<NodePlan> Write(SiteTree tree, NodePlan plan, AuditEntry entry)
    {
        var nodes = new Dictionary<long, Node>(tree.Nodes);
        foreach (var node in plan.Written)
            nodes[node.Id] = node;
        return new Step<NodePlan>(plan, Next(tree, nodes: nodes), (db, now) =>
        {
            NodeRows.Write(db, plan.Written);
            AuditLog.Add(db, now, entry);
        });
    }

    private static Step<Maintenance> Write(SiteTree tree, Maintenance work, Maintenance[] all, AuditEntry entry) =>
        new(work, Next(tree, maintenance: all), (db, now) =>
        {
            MaintenanceRows.Write(db, work);
            AuditLog.Add(db, now, entry);
        });

    private string? PlaceOf(Maintenance work) => work.Subject == MaintenanceSubject.Gate
        ? _store.Read(db => AuditPlaces.OfGate(db, work.SubjectId)) : work.SubjectId;

    private static string? NodeOf(SiteTree tree, Site site) =>
        site.Node is { } id && tree.Nodes.TryGetValue(id, out var node) ? node.Code : null;

    private static string Name(Maintenance work) => $"{MaintenanceRows.Word(work.Subject)} {work.SubjectId}";

    private static bool HasGates(Database db, string site)
    {
        using var row = db.Prepare("SELECT 1 FROM gate WHERE site = ? LIMIT 1");
        return row.Bind(1, site).Step();
    }

    private static bool IsGate(Database db, string gate)
    {
        using var row = db.Prepare("SELECT 1 FROM gate WHERE name = ?");
        return row.Bind(1, gate).Step();
    }

    private static SiteTree With(SiteTree tree, IEnumerable<Site> written)
    {
        var sites = new Dictionary<string, Site>(tree.Sites, StringComparer.Ordinal);
        foreach (var site in written)
            sites[site.Code] = site;
        return Next(tree, sites: sites);
    }

    private static SiteTree Next(
        SiteTree tree, IReadOnlyList<NodeLevel>? levels = null, IReadOnlyDictionary<long, Node>? nodes = null,
        IReadOnlyDictionary<string, Site>? sites = null, IReadOnlyList<Maintenance>? maintenance = null) => new()
        {
            Version = tree.Version + 1,
            Levels = levels ?? tree.Levels,
            Nodes = nodes ?? tree.Nodes,
            Sites = sites ?? tree.Sites,
            Maintenance = maintenance ?? tree.Maintenance,
            Holidays = tree.Holidays,
        };

    private async Task<T> ChangeAsync<T>(Func<SiteTree, Step<T>> plan, CancellationToken cancellation)
    {
        await _changing.WaitAsync(cancellation).ConfigureAwait(false);
        try
        {
            var step = plan(_tree);
            if (step.Next is null)
                return step.Answer;
            var now = _time.GetUtcNow();
            await _store.WriteAsync(db => step.Write!(db, now), cancellation).ConfigureAwait(false);
            lock (_lock)
            {
                _tree = step.Next;
                _changed.TrySetResult();
                _changed = new(TaskCreationOptions.RunContinuationsAsynchronously);
            }
            return step.Answer;
        }
        finally
        {
            _changing.Release();
        }
    }

    /// <param name="Next">Null = nothing changes.</param>
    private sealed record Step<T>(T Answer, SiteTree? Next = null, Action<Database, DateTimeOffset>? Write = null);
}
