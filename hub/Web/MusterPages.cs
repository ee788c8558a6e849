using CheckIn.Hub.Accounts;
using CheckIn.Hub.Fleet.Offline;
using CheckIn.Hub.Visits;
using CheckIn.Hub.Web.Pages;

namespace CheckIn.Hub.Web;

/// <summary><c>/sites/CODE/muster</c>: who is inside a site, to read, and to print when a building is emptied.</summary>
internal static class MusterPages
{
    private const int MostShown = 2000;

    internal static void MapMusterPages(this WebApplication app) => app.MapGroup("/sites").ExcludeFromDescription()
        .Get("/{code}/muster", Access.To(Capability.SeePresence), Show);

    private static IResult Show(
        string code, VisitBook visits, MusterGates gates, GatePlaces places, SightBook sights, HttpContext http, string? lang)
    {
        var page = WebPages.PageFor(http, lang);
        var tree = sights.Of(http, Capability.SeePresence).Tree;
        if (!tree.Sites.TryGetValue(code, out var site))
            return SitePages.Missing(page);
        return WebPages.Render<MusterPage>(page, new()
        {
            ["Site"] = site,
            ["Presence"] = visits.Presence(site, visits.Today(site)),
            ["People"] = visits.Muster(site, MostShown),
            ["NotHeard"] = gates.NotHeard(code),
            ["Labels"] = places.Recent().Where(gate => gate.Value is { Label: not null } && gate.Value.Site == code)
                .ToDictionary(static gate => gate.Key, static gate => gate.Value.Label!, StringComparer.Ordinal),
        });
    }
}
