using System.Collections.Immutable;
using CheckIn.Hub.Alerts;
using CheckIn.Hub.Sites;

namespace CheckIn.Hub.Web;

/// <summary>
/// Alerts with what they are about, where the gates and the places are at hand and nothing need be counted.
/// </summary>
internal static class GateAlerts
{
    /// <summary>On the page of what it is about.</summary>
    internal static AlertView Own(Alert alert) => new(
        alert with { Detail = alert.Detail.ToImmutableDictionary().Remove(AlertDetails.Into) }, "", null, null);

    /// <summary>Among others.</summary>
    internal static AlertView Named(Alert alert, GateRoll roll, SiteTree tree, Words words)
    {
        var id = alert.Subject.Id;
        switch (alert.Subject.Kind)
        {
            case AlertSubjectKind.Gate:
                var gate = roll.Of(id);
                return new(alert, gate?.Name ?? id, SiteName(gate?.Site, tree), "/gates/" + id);
            case AlertSubjectKind.Site:
                return new(alert, SiteName(id, tree), null, tree.Sites.ContainsKey(id) ? "/sites/" + id : null);
            case AlertSubjectKind.Node:
                var node = tree.NodeByCode(id);
                return node is null ? new(alert, id, null, null)
                    : new(alert, NodeNames.Of(node, words), null, "/nodes/" + id);
            default:
                return new(alert, null, null, null);
        }
    }

    private static string? SiteName(string? code, SiteTree tree) =>
        code is not null && tree.Sites.TryGetValue(code, out var site) ? site.Name : code;
}
