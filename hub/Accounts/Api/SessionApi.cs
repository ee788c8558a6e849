using System.Text.Json;
using CheckIn.Hub.Web;

namespace CheckIn.Hub.Accounts.Api;

/// <summary>Who asks, and what he may; and the link by which a browser of this machine asks as its operator.</summary>
internal static class SessionApi
{
    internal static void Map(RouteGroupBuilder api)
    {
        api.Get("/session", Access.SignedIn, GetSession).Produces<SessionRow>()
            .WithSummary("Who asks, and what he may where.");
        api.Post("/session/link", Access.Local.Freshly, OpenAsync).Produces<LinkRow>(201)
            .WithSummary("A link that signs a browser in as the operator of this machine; once, within two minutes.");
    }

    private static IResult GetSession(PeopleBook people, HttpContext http)
    {
        var caller = Caller.Of(http);
        var person = caller is { Kind: CallerKind.Person, PersonId: { } id } ? people.Find(id) : null;
        return Results.Json(
            new SessionRow(
                JsonNamingPolicy.SnakeCaseLower.ConvertName(caller.Kind.ToString()), person?.Name ?? caller.Token?.Name,
                person?.DisplayName, [.. caller.Grants.Select(RoleRow.Of)],
                [.. Enum.GetValues<Capability>().Where(caller.May).Select(capability => Row(caller, capability))],
                caller.Token?.ExpiresAt),
            AccountJson.Default.SessionRow);
    }

    private static CapabilityRow Row(Caller caller, Capability capability) => new(
        JsonNamingPolicy.SnakeCaseLower.ConvertName(capability.ToString()),
        caller.MayEverywhere(capability) ? null : [.. caller.NodesOf(capability)]);

    private static async Task<IResult> OpenAsync(OneTimeLinks links, LinkAddress address, HttpContext http) =>
        PeopleApi.Answer(null, await links.MakeOpenAsync(Caller.Of(http).Actor, http.RequestAborted), address);
}
