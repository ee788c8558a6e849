using CheckIn.Hub.Accounts;
using CheckIn.Hub.Settings;
using CheckIn.Hub.Sites;
using CheckIn.Hub.Venues;
using CheckIn.Hub.Web.Pages;
using CheckIn.Hub.Web.Parts;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;

namespace CheckIn.Hub.Web.Venues;

/// <summary><c>/sites/CODE/poster</c>: the site's poster to print; a form makes it, and replaces it.</summary>
internal static class PosterPages
{
    private const int MaxForm = 4 * 1024;

    internal static void MapPosterPages(this WebApplication app)
    {
        var (access, pages) = (Access.To(Capability.PrintPosters), app.MapGroup("/sites").AddEndpointFilter(PageFaults.TellAsync)
            .ExcludeFromDescription().WithMetadata(new RequestSizeLimitAttribute(MaxForm)));
        pages.Get("/{code}/poster", access, Show);
        pages.Post("/{code}/poster", access, MakeAsync);
    }

    internal static string PathOf(string site) => $"/sites/{site}/poster";

    /// <summary>The code of a poster, as wide as it is printed.</summary>
    /// <exception cref="RefusalException">It cannot be told.</exception>
    internal static string Draw(Poster poster, Site site, PosterDesk posters, VenueWords text) => QrSvg.OfSize(
        posters.CodeOf(poster).AbsoluteUri, FleetWords.Fill(text.CodeOf, site.Name), PosterSheet.CodeCentimetres);

    private static IResult Show(string code, PosterDesk posters, SightBook sights, HttpContext http, string? lang)
    {
        var page = WebPages.PageFor(http, lang);
        return sights.Of(http, Capability.PrintPosters).Tree.Sites.TryGetValue(code, out var site)
            ? Page(site, posters, page, null) : SitePages.Missing(page);
    }

    private static async Task<IResult> MakeAsync(
        string code, PosterDesk posters, SightBook sights, HttpContext http, string? lang)
    {
        var (page, sight) = (WebPages.PageFor(http, lang), sights.Of(http, Capability.PrintPosters));
        if (!sight.Tree.Sites.TryGetValue(code, out var site))
            return SitePages.Missing(page);
        try
        {
            await posters.MakeAsync(code, Caller.Of(http).Actor, sight);
        }
        catch (RefusalException e)
        {
            return Page(site, posters, page, e);
        }
        return EnrolPages.SeeOther(http, page.Link(PathOf(code)));
    }

    private static RazorComponentResult<PosterPage> Page(
        Site site, PosterDesk posters, PageContext page, RefusalException? problem)
    {
        var text = VenueWords.Of(page.Words);
        var (poster, qr) = (posters.Find(site.Code), (string?)null);
        try
        {
            if (posters.Address is null)
                throw VenueException.NoAddress();
            if (poster is not null)
            {
                qr = Draw(poster, site, posters, text);
            }
        }
        catch (RefusalException e)
        {
            problem ??= e;
        }
        return WebPages.Render<PosterPage>(page, new()
        {
            ["Site"] = site,
            ["Qr"] = qr,
            ["Version"] = poster?.Version,
            ["MadeAt"] = poster?.MadeAt,
            ["Support"] = Supporters.NumberOf(site, page.Tree, page.Now),
            ["CanMake"] = posters.Address is not null,
            ["Problem"] = problem?.In(SitePages.LanguageOf(page)),
        }, problem is null ? StatusCodes.Status200OK : ApiRequests.StatusOf(problem));
    }
}
