using System.Collections.Immutable;
using CheckIn.Hub.Accounts;

namespace CheckIn.Hub.Alerts;

/// <summary>
/// Alerts as somebody sees them who does not see the whole hub. One about his gate, site or node is his as it is. That
/// all of a node above his is offline is told him of his own, without what it counts elsewhere: then his gates have no
/// alerts of their own, because that one stands in their place. Everything else, the hub's own among it, is not his.
/// </summary>
internal static class AlertSight
{
    private static readonly string[] OfAnyPart = [AlertDetails.Cause, AlertDetails.IsSure];

    /// <summary>Those that he sees, as he sees them.</summary>
    internal static IReadOnlyList<Alert> Of(IReadOnlyList<Alert> alerts, Sight sight) =>
        sight.IsWhole ? alerts : [.. alerts.Select(alert => Of(alert, sight)).OfType<Alert>()];

    /// <summary>Null = it is not his.</summary>
    internal static Alert? Of(Alert alert, Sight sight)
    {
        if (sight.IsWhole)
            return alert;
        if (sight.Sees(alert.Subject))
            return WithKnownPlaces(alert, sight);
        return PartOf(alert.Kind, alert.Subject, sight) is not { } own ? null : alert with
        {
            Subject = own,
            Detail = alert.Detail.Where(static pair => OfAnyPart.Contains(pair.Key)).ToImmutableDictionary(),
        };
    }

    /// <summary>Whether he sees any of it.</summary>
    internal static bool Sees(string kind, AlertSubject subject, Sight sight) =>
        sight.Sees(subject) || PartOf(kind, subject, sight) is not null;

    /// <summary>Differs whenever what is told of these differs.</summary>
    internal static int Mark(IReadOnlyList<Alert> alerts)
    {
        var mark = default(HashCode);
        foreach (var alert in alerts)
        {
            mark.Add((alert.Id, alert.Level, alert.AcknowledgedAt, alert.SnoozedUntil, alert.ClearedAt));
            mark.Add(alert.Subject);
        }
        return mark.ToHashCode();
    }

    private static AlertSubject? PartOf(string kind, AlertSubject subject, Sight sight) =>
        kind == AlertKinds.Offline && subject.Kind == AlertSubjectKind.Node
        && sight.HighestBelow(subject.Id) is { } own ? new AlertSubject(AlertSubjectKind.Node, own) : null;

    /// <summary>What took its place may be where the gate once was, and he is not.</summary>
    private static Alert WithKnownPlaces(Alert alert, Sight sight)
    {
        if (!alert.Detail.TryGetValue(AlertDetails.Into, out var into))
            return alert;
        var isKnown = into.Split(':', 2) switch
        {
            ["site", var code] => sight.SeesSite(code),
            ["node", var code] => sight.Tree.NodeByCode(code) is not null,
            _ => true,
        };
        return isKnown ? alert
            : alert with { Detail = alert.Detail.ToImmutableDictionary().Remove(AlertDetails.Into) };
    }
}
