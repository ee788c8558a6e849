using CheckIn.Hub.Accounts;
using CheckIn.Hub.Desk;
using CheckIn.Hub.Settings;
using CheckIn.Hub.Web.Pages;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;

namespace CheckIn.Hub.Web.Venues;

/// <summary><c>/desk</c>: whether somebody came in today. What was typed is in no address and in no answer.</summary>
internal static class DeskPages
{
    internal const string Path = "/desk";
    private const int MaxForm = 16 * 1024, MostSuggested = 500;

    internal static void MapDeskPages(this WebApplication app)
    {
        var (access, pages) = (Access.To(Capability.AskDesk), app.MapGroup(Path).AddEndpointFilter(PageFaults.TellAsync)
            .ExcludeFromDescription().WithMetadata(new RequestSizeLimitAttribute(MaxForm)));
        pages.Get("", access, static (SightBook sights, HttpContext http, string? lang) =>
            Page(sights, http, WebPages.PageFor(http, lang), null, null, null));
        pages.Post("", access, AskAsync);
    }

    private static async Task<IResult> AskAsync(
        DeskBook desk, DeskLimits limits, SightBook sights, HttpContext http, string? lang)
    {
        var page = WebPages.PageFor(http, lang);
        var fields = await http.Request.ReadFormAsync(http.RequestAborted);
        var site = fields["site"].ToString().Trim();
        try
        {
            limits.Take(http);
            var visits = await desk.AskAsync(
                fields["code"].ToString(), site, Caller.Of(http).Actor, sights.Of(http, Capability.AskDesk));
            return Page(sights, http, page, site, visits, null);
        }
        catch (RefusalException e)
        {
            return Page(sights, http, page, site, null, e);
        }
    }

    private static RazorComponentResult<DeskPage> Page(
        SightBook sights, HttpContext http, PageContext page, string? site, IReadOnlyList<DeskVisit>? visits,
        RefusalException? problem) => WebPages.Render<DeskPage>(page, new()
        {
            ["Site"] = site,
            ["Sites"] = sights.Of(http, Capability.AskDesk).Tree.Sites.Keys.Order(StringComparer.Ordinal).Take(MostSuggested)
                .ToArray(),
            ["Visits"] = visits,
            ["Problem"] = problem?.In(SitePages.LanguageOf(page)),
        }, problem is null ? StatusCodes.Status200OK : ApiRequests.StatusOf(problem));
}
