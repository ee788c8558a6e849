using System.Text;
using System.Text.Json;
using CheckIn.Enrolment;
using CheckIn.Hub.Accounts;
using CheckIn.Hub.Authority;
using CheckIn.Hub.Desired;
using CheckIn.Hub.Keys;
using CheckIn.Hub.Web;
using Microsoft.AspNetCore.Mvc;

namespace CheckIn.Hub.Enrolment;

/// <summary>
/// What people do with gates beside looking: page, command line and scripts go through here.
/// </summary>
internal static class AdminApi
{
    private const int MaxBody = 128 * 1024;
    private static readonly TimeSpan BundleLifetime = TimeSpan.FromDays(2);

    internal static void MapAdmin(this WebApplication app)
    {
        var api = app.MapGroup("/api/v1")
            .AddEndpointFilter(ApiRequests.AnswerAsync)
            .WithMetadata(new RequestSizeLimitAttribute(MaxBody))
            .ProducesProblem(400).ProducesProblem(403).ProducesProblem(404)
            .ProducesProblem(409).ProducesProblem(429).ProducesProblem(503);
        MapClaims(api);
        MapGates(api);
        MapPlans(api);
        api.Post("/keys/rotate", Access.WholeHub(Capability.RotateKeys), RotateAsync).Accepts<RotateRequest>("application/json").Produces(204)
            .WithSummary("New tag keys for gates of a site, or of every site.");
    }

    private static void MapClaims(RouteGroupBuilder api)
    {
        api.Post("/enrolment-codes", Access.To(Capability.EnrolGates), IssueAsync).Accepts<CodeRequest>("application/json").Produces<CodeAnswer>(201)
            .WithSummary("A one-time code for a gate. It is told once and kept nowhere.");
        api.Get("/enrolment-codes/{id}", Access.To(Capability.EnrolGates), GetClaim).Produces<ClaimState>()
            .WithSummary(
                "How a claim is: waiting, used (by which gate, with the fingerprint of its key), expired, withdrawn.");
        api.Delete("/enrolment-codes/{id}", Access.To(Capability.EnrolGates), WithdrawAsync).Produces<WithdrawnAnswer>()
            .WithSummary("Withdraws a claim, or everything that waits of a bundle.");
        api.Post("/enrolment-bundles", Access.To(Capability.EnrolGates), IssueBundleAsync)
            .Accepts<BundleRequest>("application/json").Produces<BundleAnswer>(201)
            .WithSummary("Signed claims for many gates; split: one file for each.");
    }

    private static void MapGates(RouteGroupBuilder api)
    {
        api.Get("/gates/{id}/certificates", Access.To(Capability.SeeIdentities), GetCertificates).Produces<CertificateList>()
            .WithSummary("A gate's standing and its certificates, newest first.");
        api.Post("/gates/{id}/replace", Access.To(Capability.EnrolGates), ReplaceAsync)
            .Accepts<ReplaceRequest>("application/json").Produces<CodeAnswer>(201)
            .WithSummary(
                "A code for a unit that takes this gate's place; its use revokes the old one's certificates.");
        api.Post("/gates/{id}/revoke", Access.To(Capability.RetireGates), RevokeAsync).Accepts<RevokeRequest>("application/json").Produces(204)
            .WithSummary("Revokes the gate's certificates and cuts its connection; its history stays.");
        api.Post("/gates/{id}/decommission", Access.To(Capability.RetireGates), DecommissionAsync).Produces(204)
            .WithSummary("Has the gate deliver what it has and wipe itself; then its certificates are revoked.");
    }

    private static void MapPlans(RouteGroupBuilder api)
    {
        api.Get("/plans", Access.To(Capability.EnrolGates), (LanePlans plans) => Results.Json(new PlanList(plans.Names), AdminJson.Default.PlanList))
            .Produces<PlanList>().WithSummary("Names of the lane plans.");
        api.Get("/plans/{name}", Access.To(Capability.EnrolGates), GetPlan).WithSummary("A lane plan: sections as in a gate's appsettings.json.");
        api.Put("/plans/{name}", Access.WholeHub(Capability.EditPlans), SavePlanAsync)
            .Accepts<Dictionary<string, object>>("application/json").Produces<PlanSaved>()
            .WithSummary("Saves a lane plan; gates that have it take it up.");
    }

    private static async Task<IResult> IssueAsync(
        EnrolmentDesk desk, SightBook sights, TimeProvider time, HttpContext http)
    {
        var asked = await ApiRequests.ReadAsync(http, AdminJson.Default.CodeRequest);
        var order = new ClaimOrder(asked.Site ?? "", asked.Plan ?? "in", asked.Gate, asked.Label);
        return Created(
            await desk.IssueAsync(
                order, Caller.Of(http).Actor, http.RequestAborted, sights.Of(http, Capability.EnrolGates)), time);
    }

    private static async Task<IResult> ReplaceAsync(
        string id, EnrolmentDesk desk, SightBook sights, TimeProvider time, HttpContext http)
    {
        var asked = await ApiRequests.ReadAsync(http, AdminJson.Default.ReplaceRequest);
        var order = desk.OrderToReplace(
            id, asked.Site, asked.Plan, asked.Label, sights.Of(http, Capability.EnrolGates));
        return Created(
            await desk.IssueAsync(
                order, Caller.Of(http).Actor, http.RequestAborted, sights.Of(http, Capability.EnrolGates)), time);
    }

    private static IResult Created(IssuedCode issued, TimeProvider time)
    {
        var left = (long)Math.Round((issued.ExpiresAt - time.GetUtcNow()).TotalSeconds);
        var answer = new CodeAnswer(issued.Id, issued.Code.ToString(), issued.Code.ToQr(), issued.ExpiresAt, left);
        return Results.Text(
            JsonSerializer.Serialize(answer, AdminJson.Default.CodeAnswer), "application/json", Encoding.UTF8,
            StatusCodes.Status201Created);
    }

    private static IResult GetClaim(string id, EnrolmentDesk desk, SightBook sights, HttpContext http) =>
        Results.Json(desk.Look(id, sights.Of(http, Capability.EnrolGates)) ?? throw ClaimRules.NoSuchClaim(id), AdminJson.Default.ClaimState);

    private static async Task<IResult> WithdrawAsync(
        string id, EnrolmentDesk desk, SightBook sights, HttpContext http) => Results.Json(
        new WithdrawnAnswer(await desk.WithdrawAsync(
            id, Caller.Of(http).Actor, http.RequestAborted, sights.Of(http, Capability.EnrolGates))),
        AdminJson.Default.WithdrawnAnswer);

    private static async Task<IResult> IssueBundleAsync(EnrolmentDesk desk, SightBook sights, HttpContext http)
    {
        var asked = await ApiRequests.ReadAsync(http, AdminJson.Default.BundleRequest);
        var lifetime = asked.LifetimeS is { } seconds
            ? TimeSpan.FromSeconds(Math.Clamp(seconds, 0, int.MaxValue)) : BundleLifetime;
        var bundles = await desk.IssueBundlesAsync(
            new ClaimOrder(asked.Site ?? "", asked.Plan ?? "in"), asked.Count, lifetime, asked.Split,
            Caller.Of(http).Actor, http.RequestAborted, sights.Of(http, Capability.EnrolGates));
        var files = bundles.Select(
            bundle => JsonSerializer.Serialize(bundle, EnrolmentJson.Default.ClaimBundle)).ToList();
        var expires = DateTimeOffset.FromUnixTimeMilliseconds(bundles[0].ExpiresAt);
        return Results.Json(
            new BundleAnswer(bundles[0].Bundle, expires, files), AdminJson.Default.BundleAnswer,
            statusCode: StatusCodes.Status201Created);
    }

    private static IResult GetCertificates(
        string id, EnrolmentDesk desk, GateIdentities identities, SightBook sights, HttpContext http)
    {
        var gate = desk.Known(id, sights.Of(http, Capability.SeeIdentities));
        return Results.Json(
            new CertificateList(
                gate.Id, gate.Label, gate.Site, gate.Plan, gate.Standing, gate.Since, identities.Of(id)),
            AdminJson.Default.CertificateList);
    }

    private static async Task<IResult> RevokeAsync(string id, EnrolmentDesk desk, SightBook sights, HttpContext http)
    {
        var asked = await ApiRequests.ReadAsync(http, AdminJson.Default.RevokeRequest);
        // Once begun it is done, whoever goes away meanwhile.
        await desk.RevokeAsync(
            id, ClaimRules.CheckWhy(asked.Why), Caller.Of(http).Actor, CancellationToken.None,
            sights.Of(http, Capability.RetireGates));
        return Results.NoContent();
    }

    private static async Task<IResult> DecommissionAsync(string id, EnrolmentDesk desk, SightBook sights, HttpContext http)
    {
        await desk.DecommissionAsync(
            id, Caller.Of(http).Actor, CancellationToken.None, sights.Of(http, Capability.RetireGates));
        return Results.NoContent();
    }

    private static IResult GetPlan(string name, LanePlans plans) => plans.Find(name) is { } plan
        ? Results.Text(LanePlans.Text(plan), "application/json", Encoding.UTF8)
        : throw ClaimRules.NoSuchPlan(name, plans.Names);

    private static async Task<IResult> SavePlanAsync(
        string name, LanePlans plans, DesiredNotices notices, HttpContext http)
    {
        var gates = await plans.SaveAsync(name, await ApiRequests.ReadTextAsync(http), Caller.Of(http).Actor, CancellationToken.None);
        notices.Changed(gates.Select(gate => gate.Id));
        return Results.Json(new PlanSaved(name, gates.Count), AdminJson.Default.PlanSaved);
    }

    private static async Task<IResult> RotateAsync(KeyRing keys, DesiredNotices notices, HttpContext http)
    {
        var asked = await ApiRequests.ReadAsync(http, AdminJson.Default.RotateRequest);
        await keys.RotateAsync(asked.Site, Caller.Of(http).Actor, CancellationToken.None);
        notices.SiteChanged(asked.Site);
        return Results.NoContent();
    }
}
