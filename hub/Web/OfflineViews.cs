using CheckIn.Hub.Fleet;
using CheckIn.Hub.Fleet.Offline;
using CheckIn.Hub.Sites;

namespace CheckIn.Hub.Web;

/// <summary>Who was not there, as the page shows it.</summary>
/// <param name="Day">Null = now.</param>
/// <param name="Node">That it is narrowed to; null = everything.</param>
/// <param name="Below">Nodes right below, with the availability of each.</param>
/// <param name="Gates">The first of the report's.</param>
/// <param name="MoreGates">How many it has besides.</param>
/// <param name="Waiting">Events waiting in gates that are away.</param>
public sealed record OfflineView(
    DateOnly? Day, DateOnly Today, Node? Node, IReadOnlyList<Node> Above, OfflineReport Report,
    IReadOnlyList<NodeRow> Below, IReadOnlyList<OfflineGate> Gates, int MoreGates, long Waiting)
{
    /// <summary>Its address, with another day or node.</summary>
    public static string Href(DateOnly? day, string? node)
    {
        var asked = new List<string>();
        if (day is { } some)
            asked.Add("day=" + some.ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture));
        if (node is not null)
            asked.Add("node=" + Uri.EscapeDataString(node));
        return asked.Count == 0 ? "/offline" : "/offline?" + string.Join('&', asked);
    }

    /// <summary>The same as a file.</summary>
    public string CsvHref => "/api/v1" + Href(Day, Node?.Code) is var href && href.Contains('?',
        StringComparison.Ordinal)
        ? href + "&format=csv" : href + "?format=csv";

    /// <summary>The gates that are away at the end of the report's time and belong there.</summary>
    public int Away => Report.Gates.Count(static gate => IsMissed(gate) && gate.Latest.Until is null);

    /// <summary>Whoever is no longer to come is not missing.</summary>
    internal static bool IsMissed(OfflineGate gate) => gate.Latest.State != PresenceState.Revoked;
}
