using CheckIn.Hub.Accounts;
using CheckIn.Hub.Sites;

namespace CheckIn.Hub.Web;

/// <summary>
/// The picture of the fleet for whoever looks: one for each roll of the gates and each tree of the places, made by
/// one of those who ask while the others wait for it. Nobody asks, nothing is counted.
/// </summary>
internal sealed class FleetPictures(GateRows gates, SiteRegister sites, DeploymentDesk deployments)
{
    private readonly Lock _making = new();
    private volatile FleetPicture? _last;

    /// <summary>As it is now, or was a moment ago; whoever has just changed a place sees it.</summary>
    internal async ValueTask<FleetPicture> NowAsync(CancellationToken cancellation)
    {
        var roll = await gates.NowAsync(cancellation);
        if (_last is { } last && last.Roll == roll && last.Tree == sites.Tree)
            return last;
        lock (_making)
        {
            if (_last is { } newer && newer.Roll == roll && newer.Tree == sites.Tree)
                return newer;
            return _last = Make(roll);
        }
    }

    /// <summary>What somebody sees of it.</summary>
    internal async ValueTask<FleetPicture> NowAsync(Sight sight, CancellationToken cancellation) =>
        (await NowAsync(cancellation)).Within(sight);

    private FleetPicture Make(GateRoll roll)
    {
        var equipped = deployments.Now();
        var tree = equipped.Tree;
        return new FleetPicture(tree, roll, site => equipped.Of(site.Code), _last?.Tree == tree ? _last.Texts : null);
    }
}
