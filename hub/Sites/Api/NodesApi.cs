using CheckIn.Hub.Accounts;
using CheckIn.Hub.Enrolment;
using CheckIn.Hub.Web;

namespace CheckIn.Hub.Sites;

/// <summary>Nodes and their levels.</summary>
internal static class NodesApi
{
    private static readonly string[] Told = ["before", "path", "deployment", NodeColumns.Code];

    internal static void MapNodesApi(this WebApplication app)
    {
        var api = SitesApi.Group(app);
        api.Get("/nodes", Access.To(Capability.SeeFleet), List).Produces<NodeList>().WithSummary(
            "Nodes by code with how far their sites are equipped, from after= on; limit 1 to 1000, default 100. With "
            + "parent=CODE those right below it, with parent= (empty) those at the top; all=true also those that "
            + "ended.");
        api.Get("/nodes/{code}", Access.To(Capability.SeeFleet), Get).Produces<NodeAnswer>()
            .WithSummary("A node: its path, what it was and became, how far its sites are equipped.");
        api.Put("/nodes/{code}", Access.To(Capability.EditNodes), PutAsync)
            .Accepts<Dictionary<string, string>>("application/json").Produces<NodeAnswer>().WithSummary(
            "Says of a node what is in the fields, named as the columns of the file; a new one is added. What is not "
            + "given stays, null empties.");
        api.Get("/nodes/export", Access.To(Capability.SeeFleet), ExportAsync).Produces(200, contentType: "text/csv")
            .WithSummary("All nodes as the file that import reads.");
        api.Get("/levels", Access.To(Capability.SeeFleet), Levels).Produces<LevelList>().WithSummary("The kinds of nodes, the highest first.");
        api.Put("/levels/{name}", Access.WholeHub(Capability.EditNodes), PutLevelAsync).Accepts<LevelAnswer>("application/json").Produces<LevelAnswer>()
            .WithSummary("Adds a kind of node, or says something else of it; rank 1 is the highest.");
        SitesApi.Group(app, CensusFile.MostBytes).Post("/nodes/import", Access.To(Capability.EditNodes), ImportAsync)
            .Accepts<string>("text/csv").Produces<ImportReport>().WithSummary(
                "Nodes as CSV: all of it is taken or nothing, and then every error is told by line and column. "
                + "dry_run=true only says what would be done.");
    }

    /// <summary>The node that was named; null = none was.</summary>
    /// <exception cref="SitesException">There is none of that code.</exception>
    internal static Node? Known(SiteTree tree, string? code) => code is null ? null
        : tree.NodeByCode(code) ?? throw new SitesException(
            $"There is no node '{CellText.Short(code)}'. Nothing was done; checkin-hub nodes list shows them.",
            $"Không có đơn vị '{CellText.Short(code)}'. Chưa làm gì cả; xem checkin-hub nodes list.")
        {
            IsUnknown = true,
        };

    private static IResult List(
        DeploymentDesk desk, SightBook sights, HttpContext http, TimeProvider time, string? parent = null,
        string? all = null,
        string? after = null, string? limit = null)
    {
        var (picture, most) = (desk.Now(sights.Of(http, Capability.SeeFleet)), SiteRequests.Limit(limit));
        var (tree, today) = (picture.Tree, picture.Today);
        var nodes = parent is not null ? tree.On(today).Children(parent.Length == 0 ? null : Known(tree, parent))
            : tree.Nodes.Values.Where(node => all == "true" || node.IsValidOn(today));
        var rows = nodes.Where(node => string.CompareOrdinal(node.Code, after) > 0)
            .OrderBy(static node => node.Code, StringComparer.Ordinal).Take(most + 1).ToList();
        var views = new SiteViews(picture, time.GetUtcNow());
        return Results.Json(
            new NodeList([.. rows.Take(most).Select(views.Of)], DeploymentAnswer.Of(picture.All),
            DeploymentAnswer.Of(picture.Nowhere),
                rows.Count > most ? rows[most - 1].Code : null),
            SitesJson.Default.NodeList);
    }

    private static IResult Get(
        string code, DeploymentDesk desk, SightBook sights, HttpContext http, TimeProvider time) =>
        Answer(code, desk.Now(sights.Of(http, Capability.SeeFleet)), time);

    private static IResult Answer(string code, DeploymentPicture picture, TimeProvider time) => Results.Json(
        new SiteViews(picture, time.GetUtcNow()).Of(Known(picture.Tree, code)!), SitesJson.Default.NodeAnswer);

    private static async Task<IResult> PutAsync(
        string code, SiteRegister register, DeploymentDesk desk, SightBook sights, TimeProvider time, HttpContext http)
    {
        await register.SaveNodeAsync(
            code, await SiteRequests.FieldsAsync(http, Told), Caller.Of(http).Actor, CancellationToken.None,
            sights.Later(http, Capability.EditNodes));
        return Answer(code, desk.Now(sights.Of(http, Capability.EditNodes)), time);
    }

    private static IResult Levels(SiteRegister register) => Results.Json(
        new LevelList([.. register.Tree.Levels.Select(LevelAnswer.Of)]), SitesJson.Default.LevelList);

    private static async Task<IResult> PutLevelAsync(string name, SiteRegister register, HttpContext http)
    {
        var asked = await ApiRequests.ReadAsync(http, SitesJson.Default.LevelAnswer);
        var level = await register.SaveLevelAsync(
            new NodeLevel(name, asked.Rank, asked.Vi?.Trim() ?? "", asked.En?.Trim() ?? ""), Caller.Of(http).Actor,
            CancellationToken.None);
        return Results.Json(LevelAnswer.Of(level), SitesJson.Default.LevelAnswer);
    }

    private static async Task<IResult> ImportAsync(
        SiteRegister register, DeploymentDesk desk, ILogger<SiteRegister> logger, SightBook sights,
        HttpContext http, bool dry_run = false)
    {
        var file = await CensusFile.ReadAsync(http.Request.Body, http.RequestAborted);
        var plan = await register.ImportNodesAsync(
            file, dry_run, Caller.Of(http).Actor, CancellationToken.None, sights.Later(http, Capability.EditNodes));
        if (!dry_run)
            Log.NodesImported(logger, plan.Added.Count, plan.Changed.Count, plan.Unchanged);
        var picture = desk.Now(sights.Of(http, Capability.EditNodes));
        return Results.Json(
            new ImportReport(file.Rows.Count, plan.Added.Count, plan.Changed.Count, plan.Unchanged, dry_run,
                SitePlaces.ToPlace(picture, picture.Tree.Sites.Values)),
            SitesJson.Default.ImportReport);
    }

    private static async Task ExportAsync(SightBook sights, HttpContext http)
    {
        http.Response.ContentType = "text/csv; charset=utf-8";
        http.Response.Headers.ContentDisposition = "attachment; filename=\"nodes.csv\"";
        await CensusExport.WriteAsync(http.Response.Body, sights.Of(http, Capability.SeeFleet).Tree);
    }
}
