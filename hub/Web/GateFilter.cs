using CheckIn.Hub.Sites;
using CheckIn.Hub.Web.Parts;

namespace CheckIn.Hub.Web;

/// <summary>Which gates a list shows, as its address asks.</summary>
internal sealed class GateFilter(TableQuery query, SiteTree tree, DateOnly day)
{
    internal const string State = "state", Site = "site", Node = "node";
    private readonly IReadOnlyList<string> _words = SearchText.Words(query.Search);
    private readonly string? _state = query[State];
    private readonly FleetScope _scope = new(query[Node], query[Site]);

    /// <summary>Null = it shows all.</summary>
    internal Func<GateRow, bool>? Shows => query.IsNarrowed ? IsShown : null;

    private bool IsShown(GateRow gate) => (_state is null || gate.Shown == _state)
        && SearchText.Matches(gate.Folded, _words)
        && ((_scope.Node ?? _scope.Site) is null || tree.Covers(_scope, gate.Id, gate.Site, day));
}
