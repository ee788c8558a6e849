using CheckIn.Hub.Accounts;
using CheckIn.Hub.Settings;
using CheckIn.Hub.Sites;
using CheckIn.Hub.Web.Pages;
using CheckIn.Hub.Web.Parts;
using Microsoft.AspNetCore.Http.HttpResults;

namespace CheckIn.Hub.Web;

/// <summary>The wall, the list of gates, and what keeps pages live.</summary>
internal static class FleetPages
{
    private const int PageSize = 100;

    internal static void MapFleetPages(this WebApplication app)
    {
        var pages = app.MapGroup("").AddEndpointFilter(PageFaults.TellAsync).ExcludeFromDescription();
        pages.Get("/", Access.To(Capability.SeeFleet), WallAsync);
        pages.Get("/gates", Access.To(Capability.SeeFleet), GatesAsync);
        app.Get("/live", Access.To(Capability.SeeFleet), static (LiveNews news, SightBook sights, HttpContext http) =>
                news.TellAsync(http, () => sights.Of(http, Capability.SeeFleet))).ExcludeFromDescription();
    }

    private static async Task<RazorComponentResult<WallPage>> WallAsync(WallPages walls, HttpContext http, string? lang)
    {
        var page = WebPages.PageFor(http, lang);
        return WebPages.Render<WallPage>(
            page, new() { ["View"] = await walls.OfAsync(page.Words, page.Sight!, http.RequestAborted) });
    }

    private static async Task<RazorComponentResult<GatesPage>> GatesAsync(
        GateRows gates, HttpContext http, string? lang)
    {
        var page = WebPages.PageFor(http, lang);
        var query = TableQuery.Of(http.Request, "/gates", GateFilter.State, GateFilter.Site, GateFilter.Node);
        var roll = await gates.RecentAsync(page.Sight!, http.RequestAborted);
        var tree = page.Sight!.Tree;
        var filter = new GateFilter(query, tree, HubZone.DayOf(page.Now));
        return WebPages.Render<GatesPage>(page, new()
        {
            ["Roll"] = roll,
            ["Query"] = query,
            ["Sites"] = tree.Sites,
            ["Rows"] = roll.Sorted(query.Sort).Page(query.After, query.IsDescending, PageSize, filter.Shows),
        });
    }
}
