using CheckIn.Hub.Web;

namespace CheckIn.Hub.Accounts.Api;

/// <summary>Who may sign in, and what he may.</summary>
internal static class PeopleApi
{
    internal static void Map(RouteGroupBuilder api)
    {
        var see = Access.To(Capability.ManagePeople);
        api.Get("/people", see, GetPeople).Produces<PeopleList>()
            .WithSummary("Everybody whom the caller may see, by name.");
        api.Get("/people/{name}", see, GetPerson).Produces<PersonRow>().WithSummary("One person.");
        api.Post("/people", see.Freshly, InviteAsync).Accepts<PersonOrder>("application/json").Produces<LinkRow>(201)
            .WithSummary("Invites somebody with at least one role; the answer has his link, good once in 24 hours.");
        api.Post("/people/setup", Access.Local.Freshly, SetUpAsync).Produces<LinkRow>(201)
            .WithSummary("A new link for the first administrator, while there is nobody; earlier ones are void.");
        api.Post("/people/{name}/reset", see.Freshly, ResetAsync).Produces<LinkRow>(201)
            .WithSummary("Somebody's password, factors and sessions are void; the answer has a link to begin anew.");
        api.Post("/people/{name}/roles", see.Freshly, GiveAsync).Accepts<RoleRow>("application/json").Produces(204)
            .WithSummary("Gives a role; his sessions end.");
        api.Delete("/people/{name}/roles/{role}", see.Freshly, TakeAsync).Produces(204)
            .WithSummary("Takes a role: node= of which, without it that for the whole hub. His sessions end, and "
                + "tokens of his that go beyond what is left.");
        api.Delete("/people/{name}/sessions", see.Freshly, EndAsync).Produces(204)
            .WithSummary("Ends somebody's sessions.");
        api.Delete("/people/{name}", see.Freshly, RemoveAsync).Produces(204)
            .WithSummary("Removes somebody, with his sessions and tokens. The last administrator stays.");
    }

    private static IResult GetPeople(AccountDesk desk, HttpContext http) => Results.Json(
        new PeopleList([.. desk.VisibleTo(Caller.Of(http)).Select(PersonRow.Of)]), AccountJson.Default.PeopleList);

    private static IResult GetPerson(string name, AccountDesk desk, HttpContext http) =>
        Results.Json(PersonRow.Of(desk.Find(Caller.Of(http), name)), AccountJson.Default.PersonRow);

    private static async Task<IResult> InviteAsync(AccountDesk desk, LinkAddress address, HttpContext http)
    {
        var order = await ApiRequests.ReadAsync(http, AccountJson.Default.PersonOrder);
        var (person, link) = await desk.InviteAsync(
            Caller.Of(http),
            new Invitation(order.Name, order.DisplayName, [.. (order.Roles ?? []).Select(static role => role.Read())]),
            http.RequestAborted);
        return Answer(person.Name, link, address);
    }

    private static async Task<IResult> SetUpAsync(OneTimeLinks links, LinkAddress address, HttpContext http) =>
        Answer(null, await links.MakeFirstAsync(Caller.Of(http).Actor, http.RequestAborted), address);

    private static async Task<IResult> ResetAsync(
        string name, AccountDesk desk, LinkAddress address, HttpContext http) =>
        Answer(name, await desk.ResetAsync(Caller.Of(http), name, http.RequestAborted), address);

    private static async Task<IResult> GiveAsync(string name, AccountDesk desk, HttpContext http)
    {
        var role = await ApiRequests.ReadAsync(http, AccountJson.Default.RoleRow);
        await desk.GrantAsync(Caller.Of(http), name, role.Read(), http.RequestAborted);
        return Results.NoContent();
    }

    private static async Task<IResult> TakeAsync(
        string name, string role, string? node, AccountDesk desk, HttpContext http)
    {
        await desk.WithdrawAsync(Caller.Of(http), name, new RoleRow(role, node).Read(), http.RequestAborted);
        return Results.NoContent();
    }

    private static async Task<IResult> EndAsync(string name, AccountDesk desk, HttpContext http)
    {
        await desk.EndSessionsAsync(Caller.Of(http), name, http.RequestAborted);
        return Results.NoContent();
    }

    private static async Task<IResult> RemoveAsync(string name, AccountDesk desk, HttpContext http)
    {
        await desk.RemoveAsync(Caller.Of(http), name, http.RequestAborted);
        return Results.NoContent();
    }

    internal static IResult Answer(string? person, OneTimeLink link, LinkAddress address) => Results.Json(
        new LinkRow(person, address.Set, link.Path, link.ExpiresAt), AccountJson.Default.LinkRow,
        statusCode: StatusCodes.Status201Created);
}
