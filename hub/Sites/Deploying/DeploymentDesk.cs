using CheckIn.Hub.Accounts;
using CheckIn.Hub.Fleet;
using CheckIn.Hub.Fleet.Offline;
using CheckIn.Hub.Settings;
using CheckIn.Hub.Venues;
using Microsoft.Extensions.Options;

namespace CheckIn.Hub.Sites;

/// <summary>
/// How far every site is equipped, for whoever asks: worked out when somebody does, at most every few seconds, by one
/// of those who ask while the others wait for it.
/// </summary>
internal sealed class DeploymentDesk(
    GatePlaces places, FleetRegistry fleet, SiteRegister register, GateScans scans, PosterDesk posters,
    IOptions<SitesOptions> options, TimeProvider time)
{
    private static readonly TimeSpan Fresh = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan Week = TimeSpan.FromDays(7);
    private static readonly TimeSpan Longest = TimeSpan.FromDays(400);
    private readonly Lock _making = new();
    private volatile Made? _last;

    /// <summary>As it is now, or was some seconds ago; of the tree as it is now.</summary>
    internal DeploymentPicture Now()
    {
        if (FreshOne() is { } picture)
            return picture;
        lock (_making)
        {
            if (FreshOne() is { } newer)
                return newer;
            var made = Make();
            _last = new Made(made, time.GetTimestamp());
            return made;
        }
    }

    /// <summary>Of what somebody sees.</summary>
    internal DeploymentPicture Now(Sight sight) => Now().Within(sight);

    private DeploymentPicture? FreshOne() =>
        _last is { } last && last.Picture.Tree == register.Tree && time.GetElapsedTime(last.At) < Fresh ? last.Picture
            : null;

    private DeploymentPicture Make()
    {
        var (tree, now) = (register.Tree, time.GetUtcNow());
        var judge = new DeploymentJudge(options.Value, now);
        var (use, gates, hung) = (scans.All(), GatesBySite(), posters.Sites());
        var sites = new Dictionary<string, SiteDeployment>(tree.Sites.Count, StringComparer.Ordinal);
        foreach (var site in tree.Sites.Values)
        {
            sites[site.Code] = judge.Judge(site, gates.TryGetValue(site.Code, out var its) ? its : [],
                since => OpenSince(tree, site.Code, since, now, options.Value.WrongAfter));
            if (hung.Contains(site.Code))
                sites[site.Code] = sites[site.Code].WithPoster(LastOf(use, PosterGate.IdOf(site.Code)));
        }
        return new DeploymentPicture(tree, sites, HubZone.DayOf(now));
    }

    private static DateTimeOffset? LastOf(Dictionary<string, GateUse> use, string gate) =>
        use.TryGetValue(gate, out var its) ? its.Last : null;

    /// <summary>Backwards until it is enough, for some gates have been gone for a year.</summary>
    private static TimeSpan OpenSince(
        SiteTree tree, string site, DateTimeOffset since, DateTimeOffset now, TimeSpan enough)
    {
        var open = TimeSpan.Zero;
        for (var to = now; to > since && open < enough && now - to < Longest; to -= Week)
        {
            foreach (var period in tree.Expected("", site, to - Week > since ? to - Week : since, to))
                open += period.To - period.From;
        }
        return open;
    }

    private Dictionary<string, List<SiteGate>> GatesBySite()
    {
        var use = scans.All();
        // Until every event is read nobody is called idle: who is in service counts as new.
        var isReady = scans.IsReady;
        var gates = new Dictionary<string, List<SiteGate>>(StringComparer.Ordinal);
        foreach (var (gate, place) in places.Now())
        {
            if (place is not { HasLeft: false, Site: { } site })
                continue;
            var state = fleet.Of(gate);
            if (!gates.TryGetValue(site, out var its))
                gates[site] = its = [];
            its.Add(new SiteGate(
                gate, state?.State ?? PresenceState.NeverSeen, state?.Since, isReady ? place.EnrolledAt : null,
                use.TryGetValue(gate, out var scanned) && isReady ? scanned : null));
        }
        return gates;
    }

    private sealed record Made(DeploymentPicture Picture, long At);
}
