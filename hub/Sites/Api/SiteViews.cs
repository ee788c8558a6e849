using CheckIn.Hub.Settings;

namespace CheckIn.Hub.Sites;

/// <summary>What the API tells of places, from one picture of them.</summary>
internal sealed class SiteViews(DeploymentPicture picture, DateTimeOffset now)
{
    private readonly SiteTree _tree = picture.Tree;

    internal SiteAnswer Of(Site site)
    {
        var deployment = picture.Of(site.Code);
        var zone = SiteZone.Of(site.Zone);
        var path = PathOf(site);
        return new SiteAnswer(
            site.Code, site.Name, site.Kind, SiteForms.Word(site.Form), site.Node is { } id ? _tree.Nodes[id].Code
            : null,
            site.Address, site.Zone, In(site.StartsAt, zone), In(site.EndsAt, zone), site.Head?.Name, site.Head?.Phone,
            site.QrManager?.Name, site.QrManager?.Phone, site.SupportNumber, site.Hours?.Text,
            Deployments.Word(site.Declared), site.Deadline, site.Groups, Deployments.Word(deployment.State),
            deployment.Why,
            deployment.Gates, deployment.LastScan, _tree.IsOpen(site.Code, now),
            _tree.IsInMaintenance("", site.Code, now), picture.DaysLeft(site),
            site.SupportNumber ?? path.Select(static node => node.SupportNumber)
            .FirstOrDefault(static number => number is not null),
            Names(path));
    }

    internal NodeAnswer Of(Node node) => new(
        node.Code, node.Parent is { } id ? _tree.Nodes[id].Code : null, node.Level, node.Name, node.NameEn,
        node.SupportNumber, node.ValidFrom, node.ValidUntil, Codes(node.Successors), Codes(_tree.Before(node)),
        Names(_tree.On(picture.Today).Path(node)), DeploymentAnswer.Of(picture.Of(node)));

    private IReadOnlyList<Node> PathOf(Site site) =>
        _tree.NodeOf(site, picture.Today) is { } place ? _tree.On(picture.Today).Path(place) : [];

    private string[] Codes(IEnumerable<long> nodes) =>
        [.. nodes.Select(id => _tree.Nodes[id].Code).Order(StringComparer.Ordinal)];

    private static NodeName[] Names(IEnumerable<Node> path) =>
        [.. path.Select(static node => new NodeName(node.Code, node.Name, node.Level))];

    private static DateTimeOffset? In(DateTimeOffset? moment, TimeZoneInfo zone) =>
        moment is { } at ? TimeZoneInfo.ConvertTime(at, zone) : null;
}
