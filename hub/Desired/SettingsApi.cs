using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using CheckIn.Hub.Accounts;
using CheckIn.Hub.Rollouts;
using CheckIn.Hub.Updates;
using CheckIn.Hub.Web;
using Microsoft.AspNetCore.Mvc;

namespace CheckIn.Hub.Desired;

/// <summary>
/// Settings of gates, for command line and scripts. A scope is named by its word: hub, node:CODE,
/// group:DIMENSION=VALUE, site:CODE or gate:ID.
/// </summary>
internal static class SettingsApi
{
    private const int MaxBody = 256 * 1024, MostRows = 1000, UsualRows = 100;

    internal static void MapSettings(this WebApplication app)
    {
        var api = app.MapGroup("/api/v1/settings").AddEndpointFilter(ApiRequests.AnswerAsync)
            .WithMetadata(new RequestSizeLimitAttribute(MaxBody))
            .ProducesProblem(400).ProducesProblem(403).ProducesProblem(404).ProducesProblem(409);
        api.Get("", Access.To(Capability.SeeSettings), GetScopes).Produces<ScopeList>()
            .WithSummary("Scopes that say something of settings, and how many of their gates have it.");
        api.Get("/differing", Access.To(Capability.SeeSettings), GetDiffering).Produces<DifferenceList>()
            .WithSummary("Gates that have something else in force than what is wanted, by id: scope=, after=, limit 1 to 1000, "
                + "default 100.");
        MapScopes(api.MapGroup("/scopes/{scope}"));
        MapRollouts(api.MapGroup("/rollouts"));
        app.MapGroup("/api/v1/gates/{id}/settings").AddEndpointFilter(ApiRequests.AnswerAsync)
            .ProducesProblem(403).ProducesProblem(404)
            .Get("", Access.To(Capability.SeeSettings), GetGate).Produces<GateSettingsRow>()
            .WithSummary("A gate's settings as they are wanted, where each comes from, and what the gate has applied.");
    }

    private static void MapScopes(RouteGroupBuilder api)
    {
        api.Get("", Access.To(Capability.SeeSettings), (string scope, SettingsRequests settings, HttpContext http) => Results.Json(
            ScopeRow.Of(settings.Layer(scope, Caller.Of(http))), SettingsJson.Default.ScopeRow))
            .Produces<ScopeRow>().WithSummary("What a scope says, and what is being rolled out in it.");
        api.Get("/history", Access.To(Capability.SeeSettings), GetHistory).Produces<VersionList>()
            .WithSummary("Its versions, newest first: before=, limit 1 to 1000, default 100.");
        api.Post("/preview", Access.To(Capability.EditSettings), PreviewAsync)
            .Accepts<ChangeRequest>("application/json").Produces<PreviewRow>()
            .WithSummary("What would come of a change; nothing is changed.");
        api.Post("/change", Access.To(Capability.EditSettings).Freshly, ChangeAsync)
            .Accepts<ChangeRequest>("application/json").Produces<SettingsChange>()
            .WithSummary("Changes what a scope says by a JSON merge patch, at once or stage by stage. 409 = somebody else has "
                + "changed it since the expected version.");
        api.Post("/rollback", Access.To(Capability.EditSettings).Freshly, RollBackAsync)
            .Accepts<RollBackRequest>("application/json").Produces<SettingsChange>()
            .WithSummary("Says an earlier version again; what is being rolled out ends and is taken back.");
    }

    private static void MapRollouts(RouteGroupBuilder api)
    {
        api.Get("", Access.To(Capability.SeeSettings), (SettingsRequests settings, HttpContext http) => Results.Json(
            new SettingsRolloutList(settings.Rollouts(Caller.Of(http))), SettingsJson.Default.SettingsRolloutList))
            .Produces<SettingsRolloutList>().WithSummary("Rollouts of settings, newest first.");
        api.Get("/{id:long}", Access.To(Capability.SeeSettings), (long id, SettingsRequests settings, HttpContext http) =>
            Results.Json(settings.Rollout(id, Caller.Of(http)), SettingsJson.Default.SettingsRolloutRow))
            .Produces<SettingsRolloutRow>().WithSummary("One rollout of settings, with its stages.");
        api.Get("/{id:long}/gates", Access.To(Capability.SeeSettings), GetRolloutGates).Produces<RolloutGateList>()
            .WithSummary("Its gates by id: step=pending, asked, undecided, confirmed, failed, passed or gone; after=, limit 1 to "
                + "1000, default 100.");
        api.Post("/{id:long}/stop", Access.To(Capability.EditSettings), async (
            long id, SettingsRequests settings, HttpContext http) =>
        {
            await settings.StopAsync(id, Caller.Of(http));
            return Results.NoContent();
        }).Produces(204).WithSummary("Stops it: gates that have decided keep what they have, the others get it back.");
        api.Post("/{id:long}/resume", Access.To(Capability.EditSettings).Freshly, async (
            long id, SettingsRequests settings, HttpContext http) =>
        {
            await settings.ResumeAsync(id, Caller.Of(http));
            return Results.NoContent();
        }).Produces(204).WithSummary("Has a stopped rollout go on; what failed so far does not count against it any more.");
    }

    private static IResult GetScopes(DesiredDesk desk, SettingsRequests settings, HttpContext http) => Results.Json(
        new ScopeList([.. desk.Layers(settings.See(Caller.Of(http))).Select(ScopeRow.Of)]), SettingsJson.Default.ScopeList);

    private static IResult GetDiffering(
        DesiredDesk desk, SettingsRequests settings, HttpContext http, string? scope = null, string? after = null,
        int limit = UsualRows)
    {
        var (sight, most) = (settings.See(Caller.Of(http)), Math.Clamp(limit, 1, MostRows));
        var rows = desk.Differing(sight, scope is null ? null : settings.Layer(scope, Caller.Of(http)).Scope, after, most);
        return Results.Json(
            new DifferenceList(
                [.. rows.Select(static row => new DifferenceRow(
                    row.Gate, row.Site, row.Since, row.IsLate, ReportRow.Of(row.Report)))],
                rows.Count == most ? rows[^1].Gate : null), SettingsJson.Default.DifferenceList);
    }

    private static IResult GetGate(string id, DesiredDesk desk, SettingsRequests settings, HttpContext http)
    {
        var gate = desk.Of(id, settings.See(Caller.Of(http))) ?? throw DesiredException.NoSuchGate(id);
        return Results.Json(
            new GateSettingsRow(
                gate.Gate, gate.Version, gate.ChangedAt, gate.Values, gate.Sources, ReportRow.Of(gate.Report)),
            SettingsJson.Default.GateSettingsRow);
    }

    private static IResult GetHistory(
        string scope, DesiredDesk desk, SettingsRequests settings, HttpContext http, long? before = null, int limit = UsualRows)
    {
        var (caller, most) = (Caller.Of(http), Math.Clamp(limit, 1, MostRows));
        var versions = desk.History(settings.Layer(scope, caller).Scope, settings.See(caller), before, most);
        return Results.Json(
            new VersionList(
                [.. versions.Select(static version => VersionOfScope.Of(version)!)],
                versions.Count == most ? versions[^1].Number : null), SettingsJson.Default.VersionList);
    }

    private static IResult GetRolloutGates(
        long id, SettingsRequests settings, HttpContext http, string? step = null, string? after = null, int limit = UsualRows)
    {
        var most = Math.Clamp(limit, 1, MostRows);
        var rows = settings.Gates(id, Caller.Of(http), step is "" ? null : step, after, most);
        return Results.Json(
            new RolloutGateList(rows, rows.Count == most ? rows[^1].Gate : null), SettingsJson.Default.RolloutGateList);
    }

    private static async Task<IResult> PreviewAsync(
        string scope, DesiredDesk desk, SettingsRequests settings, HttpContext http)
    {
        var order = SettingsRequests.OrderOf(scope, await ReadAsync(http, SettingsJson.Default.ChangeRequest));
        var (preview, language) = (desk.Preview(order, settings.Edit(Caller.Of(http))), ApiRequests.LanguageOf(http));
        return Results.Json(
            new PreviewRow(preview.Document, preview.Gates,
                [.. preview.Problems.Select(problem => ProblemRow.Of(problem, language))], preview.Cutting),
            SettingsJson.Default.PreviewRow);
    }

    private static async Task<IResult> ChangeAsync(
        string scope, DesiredDesk desk, SettingsRequests settings, HttpContext http)
    {
        var order = SettingsRequests.OrderOf(scope, await ReadAsync(http, SettingsJson.Default.ChangeRequest));
        var caller = Caller.Of(http);
        return Results.Json(
            await desk.ChangeAsync(order, caller.Actor, settings.Edit(caller)), SettingsJson.Default.SettingsChange);
    }

    private static async Task<IResult> RollBackAsync(
        string scope, DesiredDesk desk, SettingsRequests settings, HttpContext http)
    {
        var asked = await ReadAsync(http, SettingsJson.Default.RollBackRequest);
        var number = asked.Number ?? throw DesiredException.Wrong(
            "Which version is to hold again? Give its \"number\", or 0 for nothing. Nothing was changed.",
            "Cần cho biết \"number\" của phiên bản muốn quay lại, hoặc 0 để bỏ hết. Chưa thay đổi gì cả.");
        var caller = Caller.Of(http);
        return Results.Json(
            await desk.RollBackAsync(
                SettingsRequests.ScopeOf(scope), number, asked.Rollout?.Plan(), caller.Actor, settings.Edit(caller)),
            SettingsJson.Default.SettingsChange);
    }

    private static async Task<T> ReadAsync<T>(HttpContext http, JsonTypeInfo<T> type)
    {
        var text = await ApiRequests.ReadTextAsync(http);
        using var document = JsonDocument.Parse(text.Length == 0 ? "{}" : text, SettingsRequests.Strict);
        return document.RootElement.Deserialize(type) ?? throw new JsonException("null is not an object");
    }
}
