using CheckIn.Hub.Fleet;

namespace CheckIn.Hub.Sites;

/// <summary>A gate in service, as far as it says how its site is equipped.</summary>
/// <param name="Since">Of its state.</param>
/// <param name="InServiceSince">When it was enrolled; null = not known.</param>
/// <param name="Use">Null = it has recorded no scan.</param>
internal sealed record SiteGate(
    string Id, PresenceState State, DateTimeOffset? Since, DateTimeOffset? InServiceSince, GateUse? Use);

/// <summary>How a site is equipped.</summary>
/// <param name="Why">One of <see cref="DeploymentReasons"/>.</param>
/// <param name="Gates">In service there.</param>
/// <param name="LastScan">Of any of them; null = none.</param>
public sealed record SiteDeployment(Deployment State, string Why, int Gates, DateTimeOffset? LastScan)
{
    /// <summary>A gate stands there.</summary>
    public bool IsDeployed => Deployments.IsDeployed(State);

    /// <summary>
    /// The same where a poster was made. It is no gate: it makes a site of which nothing else is said one with a poster only,
    /// and who records himself there is its last scan.
    /// </summary>
    internal SiteDeployment WithPoster(DateTimeOffset? last) => State is not (Deployment.None or Deployment.PosterOnly) ? this
        : new(Deployment.PosterOnly, DeploymentReasons.Poster, Gates, last ?? LastScan);
}

/// <summary>Why a site is what it is. Stable words.</summary>
public static class DeploymentReasons
{
    /// <summary>It has no gate in service: what people said of it holds.</summary>
    public const string Declared = "declared";
    /// <summary>It has no gate, and a poster was made.</summary>
    public const string Poster = "poster";
    /// <summary>Its gates are too new to be judged, or its event has not begun or is over.</summary>
    public const string InPlace = "in_place";
    /// <summary>Somebody scanned within Sites:IdleAfter.</summary>
    public const string Scans = "scans";
    /// <summary>Nobody did.</summary>
    public const string NoScan = "no_scan";
    /// <summary>None of its gates was there for Sites:WrongAfter of its opening hours.</summary>
    public const string NoGateThere = "no_gate_there";
    /// <summary>People are recorded in one direction only.</summary>
    public const string OneWay = "one_way";
}

/// <summary>
/// How far a site is equipped, from what its gates show. Without a gate in service it is what people said. With one it
/// is installed at least; then, the first that fits: wrong, when none of its gates was there (lost or stopped) for
/// WrongAfter of its opening hours; wrong, when people have been scanned for longer than IdleAfter and within IdleAfter
/// in one direction only; active, when somebody was scanned within IdleAfter; idle, when its gates are in service for
/// longer than that. An event is judged only while it lasts. Pure: values in, a word with its reason out.
/// </summary>
/// <param name="limits">The settings.</param>
/// <param name="now">The moment.</param>
internal sealed class DeploymentJudge(SitesOptions limits, DateTimeOffset now)
{
    /// <param name="site">The site.</param>
    /// <param name="gates">Its gates in service.</param>
    /// <param name="open">How long the site was open since then.</param>
    internal SiteDeployment Judge(Site site, IReadOnlyList<SiteGate> gates, Func<DateTimeOffset, TimeSpan> open)
    {
        if (gates.Count == 0)
            return new SiteDeployment(site.Declared, DeploymentReasons.Declared, 0, null);
        GateUse? use = null;
        foreach (var gate in gates)
            use = use is { } some && gate.Use is { } its ? some.And(its) : use ?? gate.Use;
        var (state, why) = Judge(site, gates, use, open);
        return new SiteDeployment(state, why, gates.Count, use?.Last);
    }

    private (Deployment State, string Why) Judge(
        Site site, IReadOnlyList<SiteGate> gates, GateUse? use, Func<DateTimeOffset, TimeSpan> open)
    {
        if (now < site.StartsAt || now >= site.EndsAt)
            return (Deployment.Installed, DeploymentReasons.InPlace);
        if (GoneSince(gates) is { } gone && open(gone) >= limits.WrongAfter)
            return (Deployment.Wrong, DeploymentReasons.NoGateThere);
        var edge = now - limits.IdleAfter;
        if (use is { } scans && scans.Last > edge)
        {
            var isOneWay = scans.First <= edge && !(scans.LastOther > edge)
                && scans.LastIn > edge != scans.LastOut > edge;
            return isOneWay && limits.OneWay == OneWayPolicy.Wrong
                ? (Deployment.Wrong, DeploymentReasons.OneWay) : (Deployment.Active, DeploymentReasons.Scans);
        }
        return gates.Any(gate => gate.InServiceSince <= edge) || use is not null
            ? (Deployment.Idle, DeploymentReasons.NoScan) : (Deployment.Installed, DeploymentReasons.InPlace);
    }

    /// <summary>When the last of its gates went; null = one is there, or none has ever been.</summary>
    private static DateTimeOffset? GoneSince(IReadOnlyList<SiteGate> gates)
    {
        DateTimeOffset? gone = null;
        foreach (var gate in gates)
        {
            if (gate.State == PresenceState.NeverSeen)
                continue;
            if (gate.State is not (PresenceState.Lost or PresenceState.Stopped or PresenceState.Revoked)
                || gate.Since is not { } since)
                return null;
            gone = gone > since ? gone : since;
        }
        return gone;
    }
}
