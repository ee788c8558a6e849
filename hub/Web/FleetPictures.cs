using CheckIn.Hub.Events;
using CheckIn.Hub.Fleet;
using CheckIn.Hub.Sites;
using CheckIn.Storage;

namespace CheckIn.Hub.Web;

/// <summary>
/// The picture of the fleet for whoever looks: made when somebody asks, at most once a second, by one of those who ask
/// while the others wait for it. Nobody asks, nothing is counted.
/// </summary>
internal sealed class FleetPictures(
    EventStore store, FleetRegistry fleet, SiteRegister sites, DeploymentDesk deployments, TimeProvider time)
{
    private static readonly TimeSpan Fresh = TimeSpan.FromSeconds(1);
    private readonly Lock _lock = new();
    private FleetPicture? _last;
    private long _madeAt;

    /// <summary>As it is now, or was within the last second.</summary>
    internal FleetPicture Now()
    {
        lock (_lock)
        {
            // Whoever has just changed a place sees it.
            if (_last is { } last && last.Tree == sites.Tree && time.GetElapsedTime(_madeAt) < Fresh)
                return last;
            _last = Make();
            _madeAt = time.GetTimestamp();
            return _last;
        }
    }

    private FleetPicture Make()
    {
        var equipped = deployments.Now();
        var tree = equipped.Tree;
        var places = store.Read(Places);
        var gates = fleet.Gates().Select(gate =>
        {
            var (label, site) = places.GetValueOrDefault(gate.Id);
            return new PlacedGate(gate, label, site);
        });
        return new FleetPicture(tree, gates, site => equipped.Of(site.Code), time.GetUtcNow(),
            _last?.Tree == tree ? _last.Texts : null);
    }

    private static Dictionary<string, (string? Label, string? Site)> Places(Database db)
    {
        using var rows = db.Prepare("SELECT name, label, site FROM gate WHERE site IS NOT NULL OR label IS NOT NULL");
        var places = new Dictionary<string, (string? Label, string? Site)>(StringComparer.Ordinal);
        while (rows.Step())
            places[rows.Text(0)!] = (rows.Text(1), rows.Text(2));
        return places;
    }
}
