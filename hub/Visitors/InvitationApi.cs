using CheckIn.Hub.Accounts;
using CheckIn.Hub.Web;
using CheckIn.Hub.Web.Visitors;
using Microsoft.AspNetCore.Mvc;

namespace CheckIn.Hub.Visitors;

/// <summary>Invitations, for scripts. Whoever looks after a node invites people to it and to what is below it.</summary>
internal static class InvitationApi
{
    private const int MaxBody = 16 * 1024, MostRows = 1000, UsualRows = 100;

    internal static void MapInvitations(this WebApplication app)
    {
        var api = app.MapGroup("/api/v1/invitations").AddEndpointFilter(ApiRequests.AnswerAsync)
            .WithMetadata(new RequestSizeLimitAttribute(MaxBody))
            .ProducesProblem(400).ProducesProblem(403).ProducesProblem(404).ProducesProblem(503);
        api.Get("", Access.To(Capability.SeePasses), List).Produces<InvitationList>()
            .WithSummary("Invitations, the newest first, older ones by before=; limit 1 to 1000, default 100.");
        api.Post("", Access.To(Capability.IssuePasses), MakeAsync)
            .Accepts<InvitationRequest>("application/json").Produces<InvitationAnswer>(201).WithSummary(
                "Makes a link by which people declare and get their passes by themselves. It is told now and never again.");
        api.Post("/{number:long}/revoke", Access.To(Capability.IssuePasses), RevokeAsync).Produces(204)
            .WithSummary("Ends an invitation, with every pass that came of it.");
    }

    private static IResult List(
        InvitationDesk desk, SightBook sights, TimeProvider time, HttpContext http, long? before = null, int limit = UsualRows)
    {
        var (found, next) = desk.Page(before, Math.Clamp(limit, 1, MostRows), sights.Of(http, Capability.SeePasses));
        var now = time.GetUtcNow();
        return Results.Json(
            new InvitationList([.. found.Select(one => InvitationRow.Of(one, now))], next),
            InvitationsJson.Default.InvitationList);
    }

    private static async Task<IResult> MakeAsync(
        InvitationDesk desk, SightBook sights, LinkAddress address, TimeProvider time, HttpContext http)
    {
        var asked = await ApiRequests.ReadAsync(http, InvitationsJson.Default.InvitationRequest);
        var now = time.GetUtcNow();
        var made = await desk.MakeAsync(asked.Read(now), Caller.Of(http).Actor, sights.Of(http, Capability.IssuePasses));
        return Results.Json(
            new InvitationAnswer(InvitationRow.Of(made.Invitation, now), InvitationPages.LinkOf(made, address, http)),
            InvitationsJson.Default.InvitationAnswer, statusCode: StatusCodes.Status201Created);
    }

    private static async Task<IResult> RevokeAsync(long number, InvitationDesk desk, SightBook sights, HttpContext http)
    {
        await desk.RevokeAsync(number, Caller.Of(http).Actor, sights.Of(http, Capability.IssuePasses));
        return Results.NoContent();
    }
}
