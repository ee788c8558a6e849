using System.Globalization;
using CheckIn.Hub.Accounts;
using CheckIn.Hub.Sites;
using CheckIn.Hub.Web.Pages;
using Microsoft.AspNetCore.Http.HttpResults;

namespace CheckIn.Hub.Web;

/// <summary><c>/offline</c>: which gates are not there, since when and why; or on a past day, when and for how
/// long.</summary>
internal static class OfflinePages
{
    private const int MostGates = 200;

    internal static void MapOfflinePages(this WebApplication app) => app.Get("/offline", Access.To(Capability.SeeFleet), ShowAsync)
        .ExcludeFromDescription();

    private static async Task<RazorComponentResult<OfflinePage>> ShowAsync(
        SiteParts parts, HttpContext http, string? lang, string? day, string? node)
    {
        var page = WebPages.PageFor(http, lang);
        var fleet = await parts.Fleet.NowAsync(page.Sight!, http.RequestAborted);
        var asked = DateOnly.TryParseExact(day, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None,
            out var some)
            && some <= fleet.Today ? some : (DateOnly?)null;
        var at = node is null ? null : fleet.Tree.NodeByCode(node);
        return WebPages.Render<OfflinePage>(page, new()
        {
            ["View"] = View(asked, at, fleet, parts, page),
            ["NameOf"] = (string kind, string code) => NameOf(kind, code, fleet, page.Words),
        });
    }

    private static OfflineView View(DateOnly? day, Node? node, FleetPicture fleet, SiteParts parts,
        PageContext page)
    {
        var (words, sight) = (page.Words, page.Sight);
        var scope = new FleetScope(Node: node?.Code);
        var report = day is { } some ? parts.Offline.OfDay(some, scope, sight)
            : parts.Offline.Now(scope, sight);
        var shown = report.Gates.OrderByDescending(OfflineView.IsMissed).Take(MostGates).ToArray();
        return new OfflineView(day, fleet.Today, node,
            node is null ? [] : [.. fleet.Tree.On(fleet.Today).Path(node).Skip(1).Reverse()], report,
            NodePages.Below(node, fleet, parts.Offline, day ?? fleet.Today, page), shown,
                report.Gates.Count - shown.Length,
            report.Gates.Where(static gate => gate.Latest.Until is null).Sum(static gate => gate.Latest.Backlog ?? 0));
    }

    private static string NameOf(string kind, string code, FleetPicture fleet, Words words) => kind switch
    {
        "site" => fleet.Sites.TryGetValue(code, out var site) ? site.Site.Name : code,
        "node" => fleet.Tree.NodeByCode(code) is { } node ? NodeNames.Of(node, words) : code,
        _ => "",
    };
}
