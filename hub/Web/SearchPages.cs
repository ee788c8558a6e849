using CheckIn.Hub.Accounts;
using CheckIn.Hub.Sites;
using CheckIn.Hub.Web.Pages;
using CheckIn.Hub.Web.Parts;

namespace CheckIn.Hub.Web;

/// <summary>Something that was found, whatever it is.</summary>
/// <param name="Where">What it stands in; null = nothing is known of that.</param>
/// <param name="State">Of a gate; null = <paramref name="Gates"/> are counted.</param>
public sealed record SearchHit(string Id, string Name, string Href, string? Where, string? State, StateCounts Gates);

/// <summary>What was found of one sort.</summary>
/// <param name="Sort">gates, sites or nodes.</param>
public sealed record SearchHits(string Sort, KeysetPage<SearchHit> Page);

/// <summary>
/// <c>/search?q=</c>: gates, sites and nodes that whoever asks sees, by what people call them. First some of each sort;
/// <c>in=</c> lists one of them whole. What each sort can be found by is folded once and kept, so that a search is one
/// walk.
/// </summary>
internal static class SearchPages
{
    internal const string Path = "/search", Gates = "gates", Sites = "sites", Nodes = "nodes";
    private const int Few = 8, PageSize = 50;

    internal static void MapSearchPages(this WebApplication app) => app.MapGroup("")
        .AddEndpointFilter(PageFaults.TellAsync).ExcludeFromDescription()
        .Get(Path, Access.To(Capability.SeeFleet), ShowAsync);

    private static async Task<IResult> ShowAsync(FleetPictures fleet, HttpContext http, string? lang, string? go)
    {
        var page = WebPages.PageFor(http, lang);
        var query = TableQuery.Of(http.Request, Path, "in");
        var picture = await fleet.NowAsync(page.Sight!, http.RequestAborted);
        // Who types a whole id in the head of a page wants that gate, and not a list of one.
        if (go is not null && query.Search?.ToLowerInvariant() is { } id && picture.Roll.Of(id) is not null)
            return EnrolPages.SeeOther(http, page.Link("/gates/" + Uri.EscapeDataString(id)));
        return WebPages.Render<SearchPage>(page, new()
        {
            ["Query"] = query,
            ["Found"] = query.Search is null ? [] : Find(picture, query, page),
        });
    }

    private static SearchHits[] Find(FleetPicture fleet, TableQuery query, PageContext page)
    {
        var words = SearchText.Words(query.Search);
        var only = query["in"];
        return [.. new[] { Sites, Gates, Nodes }.Where(sort => only is null || only == sort)
            .Select(sort => new SearchHits(sort, sort switch
            {
                Gates => GatesOf(fleet, words, query, page),
                Sites => SitesOf(fleet, words, query, page),
                _ => NodesOf(fleet, words, query, page),
            }))];
    }

    private static int SizeOf(TableQuery query) => query["in"] is null ? Few : PageSize;

    private static KeysetPage<SearchHit> GatesOf(
        FleetPicture fleet, IReadOnlyList<string> words, TableQuery query, PageContext page)
    {
        var found = fleet.Roll.Sorted("gate").Page(
            query.After, false, SizeOf(query), gate => SearchText.Matches(gate.Folded, words));
        return new([.. found.Rows.Select(gate => new SearchHit(
            gate.Id, gate.Name, "/gates/" + gate.Id, WhereOf(gate, fleet), gate.Shown, default))],
            found.Next, found.Count);
    }

    private static string? WhereOf(GateRow gate, FleetPicture fleet) => string.Join(" · ", new[]
    {
        gate.Label is null ? null : gate.Id,
        gate.Site is { } code ? fleet.Sites.GetValueOrDefault(code)?.Site.Name ?? code : null,
    }.OfType<string>()) is { Length: > 0 } where ? where : null;

    private static KeysetPage<SearchHit> SitesOf(
        FleetPicture fleet, IReadOnlyList<string> words, TableQuery query, PageContext page)
    {
        var found = fleet.Sorted("name").Page(
            query.After, false, SizeOf(query), site => fleet.Texts.Matches(site.Site.Code, words));
        return new([.. found.Rows.Select(site => new SearchHit(
            site.Site.Code, site.Site.Name, "/sites/" + Uri.EscapeDataString(site.Site.Code),
            site.Node is { } node ? NodeNames.Of(node, page.Words) : site.Site.Address, null, site.Gates))],
            found.Next, found.Count);
    }

    private static KeysetPage<SearchHit> NodesOf(
        FleetPicture fleet, IReadOnlyList<string> words, TableQuery query, PageContext page)
    {
        var found = fleet.Texts.Nodes.Page(query.After, false, SizeOf(query),
            node => fleet.Tree.Nodes.ContainsKey(node.Node.Id) && SearchText.Matches(node.Folded, words));
        return new([.. found.Rows.Select(one => new SearchHit(
            one.Node.Code, NodeNames.Of(one.Node, page.Words), "/nodes/" + Uri.EscapeDataString(one.Node.Code),
            AboveOf(one.Node, fleet, page), null, fleet.Of(one.Node).Gates))], found.Next, found.Count);
    }

    private static string AboveOf(Node node, FleetPicture fleet, PageContext page)
    {
        var level = NodeNames.LevelOf(node, fleet.Tree, page.Words);
        return fleet.Tree.Path(node).Skip(1).FirstOrDefault() is { } above
            ? $"{level}, {NodeNames.Of(above, page.Words)}" : level;
    }
}
