using CheckIn.Hub.Alerts;
using CheckIn.Hub.Fleet.Offline;
using CheckIn.Hub.Sites;

namespace CheckIn.Hub.Web;

/// <summary>An alert with what it is about, as people call it.</summary>
/// <param name="Name">Of the gate, site or node; null = the hub.</param>
/// <param name="Place">Where the gate is, or null.</param>
/// <param name="Href">Its page, without the language; null = it has none.</param>
public sealed record AlertView(Alert Alert, string? Name, string? Place, string? Href)
{
    /// <summary>How its severity looks.</summary>
    public string Class => Alert.Severity switch
    {
        Severity.Critical => "lost",
        Severity.Warning => "degraded",
        _ => "stopped",
    };

    /// <summary>What its details add: cause, backlog, how many gates, lanes, days.</summary>
    public string Detail(Words words)
    {
        var (text, offline) = (AlertWords.Of(words), OfflineWords.Of(words));
        var parts = new List<string>();
        if (Of("cause") is { } cause && OfflineCauses.Find(cause) is { } why && why != OfflineCause.Unknown)
            parts.Add(offline.CauseOf(why, Of("sure") is "true" or "1"));
        if (Of("gates") is { } gates)
            parts.Add(FleetWords.Fill(text.OfGates, gates));
        if (Of("backlog") is { } backlog && long.TryParse(backlog, out var waiting) && waiting > 0)
            parts.Add(FleetWords.Fill(text.Waiting, words.Number(waiting)));
        if (Of("days") is { } days)
            parts.Add(FleetWords.Fill(text.DaysLeft, days));
        if (Of("lane") is { } lane)
            parts.Add(lane);
        return string.Join(" · ", parts);
    }

    internal static AlertView Of(Alert alert, FleetPicture fleet, Words words)
    {
        var (kind, id) = (alert.Subject.Kind, alert.Subject.Id);
        switch (kind)
        {
            case AlertSubjectKind.Gate:
                var gate = fleet.Find(id);
                return new(alert, gate?.Name ?? id, SiteName(gate?.Site, fleet), "/gates/" + id);
            case AlertSubjectKind.Site:
                return new(alert, SiteName(id, fleet), NodeName(id, fleet, words), fleet.Sites.ContainsKey(id) ? "/sites/" + id : null);
            case AlertSubjectKind.Node:
                var node = fleet.Tree.NodeByCode(id);
                return new(alert, node is null ? id : NodeNames.Of(node, words), null, node is null ? null : "/nodes/" + id);
            default:
                return new(alert, null, null, null);
        }
    }

    private string? Of(string name) => Alert.Detail.GetValueOrDefault(name);

    private static string? SiteName(string? code, FleetPicture fleet) =>
        code is not null && fleet.Sites.TryGetValue(code, out var site) ? site.Site.Name : code;

    private static string? NodeName(string code, FleetPicture fleet, Words words) =>
        fleet.Sites.TryGetValue(code, out var site) && site.Node is { } node ? NodeNames.Of(node, words) : null;
}
