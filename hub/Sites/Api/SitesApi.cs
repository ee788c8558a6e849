using CheckIn.Hub.Accounts;
using CheckIn.Hub.Enrolment;
using CheckIn.Hub.Web;
using CheckIn.Hub.Web.Parts;
using Microsoft.AspNetCore.Mvc;

namespace CheckIn.Hub.Sites;

/// <summary>
/// Sites, for page, command line and scripts: those that whoever asks sees, and no others.
/// </summary>
internal static class SitesApi
{
    private const int MaxBody = 128 * 1024;
    private static readonly string[] Told = ["state", "state_why", "gates", "last_scan", "is_open", "in_maintenance",
        "days_left", "support", "path", SiteColumns.Code];

    internal static RouteGroupBuilder Group(WebApplication app, int maxBody = MaxBody) => app.MapGroup("/api/v1")
        .AddEndpointFilter(ApiRequests.AnswerAsync)
        .AddEndpointFilter(SiteRequests.AnswerAsync).WithMetadata(new RequestSizeLimitAttribute(maxBody))
        .ProducesProblem(400).ProducesProblem(403).ProducesProblem(404).ProducesProblem(409);

    internal static void MapSitesApi(this WebApplication app)
    {
        var api = Group(app);
        api.Get("/sites", Access.To(Capability.SeeFleet), List).Produces<SiteList>().WithSummary(
            "Sites by code, from after= on; limit 1 to 1000, default 100. Narrowed by node= (with all below it), "
            + "kind=, state=, group=dimension:value, q= (words of name, code or address), overdue=true.");
        api.Get("/sites/{code}", Access.To(Capability.SeeFleet), Get).Produces<SiteAnswer>()
            .WithSummary("A site: what is said of it, how far it is equipped and why, whether it is open.");
        api.Put("/sites/{code}", Access.To(Capability.EditSites), PutAsync)
            .Accepts<Dictionary<string, string>>("application/json").Produces<SiteAnswer>().WithSummary(
            "Says of a site what is in the fields, named as the columns of the file; a new one is added. What is not "
            + "given stays, null empties.");
        api.Delete("/sites/{code}", Access.To(Capability.EditSites), DeleteAsync).Produces(204)
            .WithSummary("Takes out a site that was there by mistake; one with gates stays.");
        api.Get("/sites/overdue", Access.To(Capability.SeeFleet), Overdue).Produces<SiteList>().WithSummary(
            "Sites that are not equipped though their deadline has passed, the longest overdue first; node=, limit=.");
        api.Get("/sites/export", Access.To(Capability.SeeFleet), ExportAsync).Produces(200, contentType: "text/csv")
            .WithSummary("Sites as the file that import reads, with their state; narrowed as the list is.");
        Group(app, CensusFile.MostBytes).Post("/sites/import", Access.To(Capability.EditSites), ImportAsync)
            .Accepts<string>("text/csv").Produces<ImportReport>().WithSummary(
                "A census as CSV: all of it is taken or nothing, and then every error is told by line and column. "
                + "dry_run=true only says what would be done.");
    }

    private static IResult List(
        DeploymentDesk desk, SightBook sights, HttpContext http, TimeProvider time, string? node = null,
        string? kind = null, string? state = null,
        string? group = null, string? q = null, string? overdue = null, string? after = null, string? limit = null)
    {
        var (picture, most) = (desk.Now(sights.Of(http, Capability.SeeFleet)), SiteRequests.Limit(limit));
        var views = new SiteViews(picture, time.GetUtcNow());
        var rows = SiteFilter.Of(picture.Tree, node, kind, state, group, q, overdue).Rows(picture, after).Take(most + 1)
            .ToList();
        return Results.Json(
            new SiteList([.. rows.Take(most).Select(views.Of)], rows.Count > most ? rows[most - 1].Code : null),
            SitesJson.Default.SiteList);
    }

    private static IResult Overdue(
        DeploymentDesk desk, SightBook sights, HttpContext http, TimeProvider time, string? node = null,
        string? limit = null)
    {
        var (picture, most) = (desk.Now(sights.Of(http, Capability.SeeFleet)), SiteRequests.Limit(limit));
        var scope = new FleetScope(Node: NodesApi.Known(picture.Tree, node)?.Code);
        var views = new SiteViews(picture, time.GetUtcNow());
        var rows = picture.Overdue.Where(site => picture.Tree.Covers(scope, site.Code, picture.Today)).ToList();
        return Results.Json(
            new SiteList([.. rows.Take(most).Select(views.Of)], null, rows.Count), SitesJson.Default.SiteList);
    }

    private static IResult Get(
        string code, DeploymentDesk desk, SightBook sights, HttpContext http, TimeProvider time)
    {
        var sight = sights.Of(http, Capability.SeeFleet);
        var site = sight.Tree.Sites.GetValueOrDefault(code) ?? throw SiteRegister.NoSuchSite(code);
        return Answer(site, desk, sight, time);
    }

    private static async Task<IResult> PutAsync(
        string code, SiteRegister register, DeploymentDesk desk, SightBook sights, TimeProvider time, HttpContext http)
    {
        var site = await register.SaveAsync(
            code, await SiteRequests.FieldsAsync(http, Told), Caller.Of(http).Actor, CancellationToken.None,
            sights.Later(http, Capability.EditSites));
        return Answer(site, desk, sights.Of(http, Capability.EditSites), time);
    }

    private static IResult Answer(Site site, DeploymentDesk desk, Sight sight, TimeProvider time) =>
        Results.Json(new SiteViews(desk.Now(sight), time.GetUtcNow()).Of(site), SitesJson.Default.SiteAnswer);

    private static async Task<IResult> DeleteAsync(
        string code, SiteRegister register, SightBook sights, HttpContext http)
    {
        await register.RemoveAsync(
            code, Caller.Of(http).Actor, CancellationToken.None, sights.Later(http, Capability.EditSites));
        return Results.NoContent();
    }

    private static async Task<IResult> ImportAsync(
        SiteRegister register, DeploymentDesk desk, ILogger<SiteRegister> logger, SightBook sights,
        HttpContext http, bool dry_run = false)
    {
        var file = await CensusFile.ReadAsync(http.Request.Body, http.RequestAborted);
        var plan = await register.ImportAsync(
            file, dry_run, Caller.Of(http).Actor, CancellationToken.None, sights.Later(http, Capability.EditSites));
        if (!dry_run)
            Log.SitesImported(logger, plan.Added.Count, plan.Changed.Count, plan.Unchanged);
        return Results.Json(
            new ImportReport(file.Rows.Count, plan.Added.Count, plan.Changed.Count, plan.Unchanged, dry_run,
                SitePlaces.ToPlace(desk.Now(), plan.Written)),
            SitesJson.Default.ImportReport);
    }

    private static async Task ExportAsync(
        DeploymentDesk desk, SightBook sights, HttpContext http, string? node = null, string? kind = null,
        string? state = null,
        string? group = null, string? q = null, string? overdue = null)
    {
        var picture = desk.Now(sights.Of(http, Capability.SeeFleet));
        var rows = SiteFilter.Of(picture.Tree, node, kind, state, group, q, overdue).Rows(picture, null);
        http.Response.ContentType = "text/csv; charset=utf-8";
        http.Response.Headers.ContentDisposition = "attachment; filename=\"sites.csv\"";
        await CensusExport.WriteAsync(http.Response.Body, picture, rows);
    }
}
