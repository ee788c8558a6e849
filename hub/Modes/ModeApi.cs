using CheckIn.Hub.Accounts;
using CheckIn.Hub.Web;
using Microsoft.AspNetCore.Mvc;

namespace CheckIn.Hub.Modes;

/// <summary>Hold open, lockdown and free passage, for page, command line and scripts.</summary>
internal static class ModeApi
{
    private const int MaxBody = 8 * 1024, MostRows = 1000, UsualRows = 100;

    internal static void MapModes(this WebApplication app)
    {
        var api = app.MapGroup("/api/v1").AddEndpointFilter(ApiRequests.AnswerAsync)
            .WithMetadata(new RequestSizeLimitAttribute(MaxBody))
            .ProducesProblem(400).ProducesProblem(403).ProducesProblem(404).ProducesProblem(409);
        api.Get("/modes", Access.To(Capability.SeeSettings), List).Produces<ModeList>().WithSummary(
            "Orders of lockdown, hold open and free passage that stand, the latest first; state=past: those that are over, "
            + "limit 1 to 1000, default 100.");
        api.Get("/gates/{id}/modes", Access.To(Capability.SeeSettings), OfGate).Produces<GateModeList>()
            .WithSummary("Orders that concern a gate, and what it has said of each.");
        api.Post("/modes", Access.To(Capability.SetModes).Freshly, OrderAsync)
            .Accepts<ModeOrderRequest>("application/json").Produces<ModeRow>(201).WithSummary(
                "Orders a mode for a scope, or for one lane of its gates, until a time. A gate that is away takes it up when "
                + "it comes, if its time is not over.");
        api.Post("/modes/{id}/end", Access.To(Capability.SetModes).Freshly, EndAsync).Produces(204)
            .WithSummary("Ends an order before its time. A gate that is away ends it when it comes, or at its time.");
    }

    private static IResult List(
        ModeDesk desk, SightBook sights, HttpContext http, string? state = null, int limit = UsualRows)
    {
        var sight = sights.Of(http, Capability.SeeSettings);
        var rows = state == "past"
            ? desk.Past(sight, Math.Clamp(limit, 1, MostRows)).Select(static order => ModeRow.Of(order))
            : desk.Standing(sight).Select(ModeRow.Of);
        return Results.Json(new ModeList([.. rows]), ModesJson.Default.ModeList);
    }

    private static IResult OfGate(string id, ModeDesk desk, SightBook sights, HttpContext http)
    {
        var sight = sights.Of(http, Capability.SeeSettings);
        if (!desk.Knows(id, sight))
            throw ModeException.NoSuchPlace("gate:" + id);
        return Results.Json(
            new GateModeList([.. desk.Of(id, sight).Select(GateModeRow.Of)]), ModesJson.Default.GateModeList);
    }

    private static async Task<IResult> OrderAsync(ModeDesk desk, SightBook sights, HttpContext http)
    {
        var asked = await ApiRequests.ReadAsync(http, ModesJson.Default.ModeOrderRequest);
        var sight = sights.Of(http, Capability.SetModes);
        var order = await desk.OrderAsync(asked.Read(), Caller.Of(http).Actor, sight);
        return Results.Json(
            ModeRow.Of(order, desk.Gates(order, sight).Count(), 0), ModesJson.Default.ModeRow,
            statusCode: StatusCodes.Status201Created);
    }

    private static async Task<IResult> EndAsync(string id, ModeDesk desk, SightBook sights, HttpContext http)
    {
        await desk.EndAsync(id, Caller.Of(http).Actor, sights.Of(http, Capability.SetModes));
        return Results.NoContent();
    }
}
