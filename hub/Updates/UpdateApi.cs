using CheckIn.Hub.Accounts;
using CheckIn.Hub.Rollouts;
using CheckIn.Hub.Web;
using CheckIn.Updates;
using Microsoft.AspNetCore.Mvc;

namespace CheckIn.Hub.Updates;

/// <summary>
/// Packages and rollouts, for page, command line and scripts. Packages are the whole hub's; of a rollout everybody
/// sees the gates that he looks after.
/// </summary>
internal static class UpdateApi
{
    private const int MaxBody = 64 * 1024, MostRows = 1000, UsualRows = 100;

    internal static void MapUpdates(this WebApplication app)
    {
        var api = app.MapGroup("/api/v1/updates").AddEndpointFilter(ApiRequests.AnswerAsync)
            .ProducesProblem(400).ProducesProblem(403).ProducesProblem(404).ProducesProblem(409).ProducesProblem(429);
        api.Get("", Access.To(Capability.SeeUpdates), GetOverview).Produces<UpdateOverview>()
            .WithSummary("Versions that gates run, packages, and rollouts.");
        api.Get("/packages", Access.To(Capability.SeeUpdates), GetPackages).Produces<PackageList>()
            .WithSummary("Packages, the latest release first.");
        api.Post("/packages", Access.WholeHub(Capability.ManageUpdates).Freshly, AddAsync)
            .Accepts<byte[]>("application/octet-stream").Produces<PackageRow>(201)
            .WithMetadata(new RequestSizeLimitAttribute(UpdateLimits.Package))
            .WithSummary("Adds a package: the file as it is. It is taken only if a trusted release key has signed it.");
        api.Delete("/packages/{release:long}", Access.WholeHub(Capability.ManageUpdates).Freshly, RemoveAsync).Produces(204)
            .WithSummary("Removes a package that no rollout goes on with; gates that have it keep it.");
        MapRollouts(api.MapGroup("/rollouts").WithMetadata(new RequestSizeLimitAttribute(MaxBody)));
    }

    private static void MapRollouts(RouteGroupBuilder api)
    {
        api.Get("", Access.To(Capability.SeeUpdates), (RolloutRequests rollouts, HttpContext http) => Results.Json(
            new RolloutList(Rows(rollouts.All(Caller.Of(http)))), UpdateApiJson.Default.RolloutList))
            .Produces<RolloutList>().WithSummary("Rollouts, newest first.");
        api.Post("", Access.To(Capability.ManageUpdates).Freshly, StartAsync)
            .Accepts<RolloutRequest>("application/json").Produces<RolloutStarted>(201)
            .WithSummary("Begins a rollout of a release to a node, a site, some gates or all, stage by stage.");
        api.Get("/{id:long}", Access.To(Capability.SeeUpdates), (long id, RolloutRequests rollouts, HttpContext http) =>
            Results.Json(RolloutRow.Of(rollouts.Find(id, Caller.Of(http))), UpdateApiJson.Default.RolloutRow))
            .Produces<RolloutRow>().WithSummary("One rollout, with its stages.");
        api.Get("/{id:long}/gates", Access.To(Capability.SeeUpdates), GetGates).Produces<RolloutGateList>()
            .WithSummary("Its gates by id: step=pending, asked, undecided, confirmed, failed, passed or gone; after=, limit 1 to "
                + "1000, default 100.");
        api.Post("/{id:long}/stop", Access.To(Capability.ManageUpdates), StopAsync).Produces(204)
            .WithSummary("Stops it: no more gates are asked, and what is not decided is taken back.");
        api.Post("/{id:long}/resume", Access.To(Capability.ManageUpdates).Freshly, ResumeAsync).Produces(204)
            .WithSummary("Has a stopped rollout go on; what failed so far does not count against it any more.");
    }

    private static IResult GetOverview(RolloutRequests rollouts, PackageStore packages, HttpContext http)
    {
        var caller = Caller.Of(http);
        return Results.Json(
            new UpdateOverview(
                rollouts.Versions(caller), [.. packages.All.Select(PackageRow.Of)], Rows(rollouts.All(caller))),
            UpdateApiJson.Default.UpdateOverview);
    }

    private static IResult GetPackages(PackageStore packages) => Results.Json(
        new PackageList([.. packages.All.Select(PackageRow.Of)]), UpdateApiJson.Default.PackageList);

    private static async Task<IResult> AddAsync(PackageStore packages, HttpContext http)
    {
        var added = await packages.AddAsync(http.Request.Body, Caller.Of(http).Actor, http.RequestAborted);
        return Results.Json(
            PackageRow.Of(added), UpdateApiJson.Default.PackageRow, statusCode: StatusCodes.Status201Created);
    }

    private static async Task<IResult> RemoveAsync(long release, PackageStore packages, HttpContext http)
    {
        await packages.RemoveAsync(release, Caller.Of(http).Actor);
        return Results.NoContent();
    }

    private static async Task<IResult> StartAsync(RolloutRequests rollouts, HttpContext http)
    {
        var asked = await ApiRequests.ReadAsync(http, UpdateApiJson.Default.RolloutRequest);
        return Results.Json(
            await rollouts.StartAsync(asked, Caller.Of(http)), UpdateApiJson.Default.RolloutStarted,
            statusCode: StatusCodes.Status201Created);
    }

    private static IResult GetGates(
        long id, RolloutRequests rollouts, HttpContext http, string? step = null, string? after = null, int limit = UsualRows)
    {
        var (caller, most) = (Caller.Of(http), Math.Clamp(limit, 1, MostRows));
        var rows = rollouts.Gates(rollouts.Find(id, caller), caller, step is "" ? null : step, after, most);
        return Results.Json(
            new RolloutGateList(rows, rows.Count == most ? rows[^1].Gate : null), UpdateApiJson.Default.RolloutGateList);
    }

    private static async Task<IResult> StopAsync(long id, RolloutRequests rollouts, HttpContext http)
    {
        await rollouts.StopAsync(id, Caller.Of(http));
        return Results.NoContent();
    }

    private static async Task<IResult> ResumeAsync(long id, RolloutRequests rollouts, HttpContext http)
    {
        await rollouts.ResumeAsync(id, Caller.Of(http));
        return Results.NoContent();
    }

    private static IReadOnlyList<RolloutRow> Rows(IReadOnlyList<RolloutPicture> pictures) =>
        [.. pictures.Select(RolloutRow.Of)];
}
