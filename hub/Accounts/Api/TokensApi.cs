using CheckIn.Hub.Web;

namespace CheckIn.Hub.Accounts.Api;

/// <summary>Tokens for programs: one's own, and those of whom one manages.</summary>
internal static class TokensApi
{
    internal static void Map(RouteGroupBuilder api)
    {
        api.Get("/tokens", Access.SignedIn, GetTokens).Produces<TokenList>()
            .WithSummary("Tokens: one's own, and those of people whom one manages. Their texts are not among it.");
        api.Post("/tokens", Access.SignedIn.Freshly, MakeAsync).Accepts<TokenRequest>("application/json")
            .Produces<TokenMade>(201)
            .WithSummary("Makes a token of one role, at most what one may oneself, for 1 to 366 days, default 90; the "
                + "answer has its text, which is told once.");
        api.Delete("/tokens/{name}", Access.SignedIn.Freshly, WithdrawAsync).Produces(204)
            .WithSummary("Withdraws a token: at once, also for what still runs with it.");
    }

    private static IResult GetTokens(TokenBook tokens, PeopleBook people, TimeProvider time, HttpContext http)
    {
        var now = time.GetUtcNow();
        return Results.Json(
            new TokenList([.. tokens.VisibleTo(Caller.Of(http)).Select(token => Row(token, people, now))]),
            AccountJson.Default.TokenList);
    }

    private static async Task<IResult> MakeAsync(
        TokenBook tokens, PeopleBook people, TimeProvider time, HttpContext http)
    {
        var order = await ApiRequests.ReadAsync(http, AccountJson.Default.TokenRequest);
        var made = await tokens.MakeAsync(
            Caller.Of(http), new TokenOrder(order.Name, new RoleRow(order.Role, order.Node).Read(), order.Days),
            http.RequestAborted);
        return Results.Json(
            new TokenMade(Row(made.Token, people, time.GetUtcNow()), made.Text), AccountJson.Default.TokenMade,
            statusCode: StatusCodes.Status201Created);
    }

    private static async Task<IResult> WithdrawAsync(string name, TokenBook tokens, HttpContext http)
    {
        await tokens.WithdrawAsync(Caller.Of(http), name, http.RequestAborted);
        return Results.NoContent();
    }

    private static TokenRow Row(ApiToken token, PeopleBook people, DateTimeOffset now) => new(
        token.Name, token.Grant.Role.Word(), token.Grant.Node,
        token.Owner is { } owner ? people.Find(owner)?.Name : null, token.MadeAt, token.ExpiresAt,
        token.ExpiresAt <= now, token.UsedAt);
}
