using System.Globalization;
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
        var cause = OfflineCauses.CauseOf(Of("cause"));
        string?[] parts =
        [
            cause == OfflineCause.Unknown ? null : offline.CauseOf(cause, Of("is_sure") == "true"),
            With(text.OfGates, Number("gates")), With(text.AtSites, Number("sites")),
            With(text.Waiting, Number("backlog")),
            Of("lanes") is { } lanes ? FleetWords.Fill(text.OnLanes, lanes) : null, With(text.DaysLeft, Number("days")),
            Number("percent") is { } percent ? words.Number(percent) + " %" : null,
            Of("temperature_c") is { } heat ? heat + " °C" : null, With(text.RoomLeft, Number("free_mb")),
            Number("ahead_ms") is { } ahead ? FleetWords.Fill(text.OffBy, words.Span(ahead)) : null,
            Of("into") is null ? null : FleetWords.Fill(text.Into, Into ?? text.TheHub),
        ];
        return string.Join(" · ", parts.OfType<string>());

        string? With(string format, long? value) =>
            value is { } number and not 0 ? FleetWords.Fill(format, words.Number(number)) : null;
    }

    internal static AlertView Of(Alert alert, FleetPicture fleet, Words words) =>
        About(alert, fleet, words) with { Into = IntoOf(alert.Detail.GetValueOrDefault("into"), fleet, words) };

    private static string? IntoOf(string? into, FleetPicture fleet, Words words) => into?.Split(':', 2) switch
    {
        ["site", var code] => SiteName(code, fleet),
        ["node", var code] => fleet.Tree.NodeByCode(code) is { } node ? NodeNames.Of(node, words) : code,
        _ => null,
    };

    private static AlertView About(Alert alert, FleetPicture fleet, Words words)
    {
        var (kind, id) = (alert.Subject.Kind, alert.Subject.Id);
        switch (kind)
        {
            case AlertSubjectKind.Gate:
                var gate = fleet.Roll.Of(id);
                return new(alert, gate?.Name ?? id, SiteName(gate?.Site, fleet), "/gates/" + id);
            case AlertSubjectKind.Site:
                return new(alert, SiteName(id, fleet), NodeName(id, fleet, words),
                    fleet.Sites.ContainsKey(id) ? "/sites/" + id : null);
            case AlertSubjectKind.Node:
                var node = fleet.Tree.NodeByCode(id);
                return new(alert, node is null ? id : NodeNames.Of(node, words), null,
                    node is null ? null : "/nodes/" + id);
            default:
                return new(alert, null, null, null);
        }
    }

    /// <summary>The site or node whose alert stands in place of this one, as it is called; null = none does.</summary>
    private string? Into { get; init; }

    private string? Of(string name) => Alert.Detail.GetValueOrDefault(name);

    private long? Number(string name) =>
        long.TryParse(Of(name), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var value)
            ? value : null;

    private static string? SiteName(string? code, FleetPicture fleet) =>
        code is not null && fleet.Sites.TryGetValue(code, out var site) ? site.Site.Name : code;

    private static string? NodeName(string code, FleetPicture fleet, Words words) =>
        fleet.Sites.TryGetValue(code, out var site) && site.Node is { } node ? NodeNames.Of(node, words) : null;
}
