using CheckIn.Credentials;
using CheckIn.Hub.Accounts;
using CheckIn.Hub.Sites;
using CheckIn.Hub.Web;
using Microsoft.AspNetCore.Mvc;

namespace CheckIn.Hub.Cards;

/// <summary>
/// Cards, for command line and scripts. Whoever looks after a node lists cards for its sites; those of everywhere are the whole
/// hub's. Numbers come in bodies, since addresses are kept in logs, and none is ever told.
/// </summary>
internal static class CardApi
{
    private const int MaxBody = 128 * 1024, MostRows = 1000, UsualRows = 100;

    internal static void MapCards(this WebApplication app)
    {
        var api = Group(app, MaxBody);
        var (see, edit) = (Access.To(Capability.SeePasses), Access.To(Capability.EditCards).Freshly);
        api.Get("", see, List).Produces<CardListList>().WithSummary(
            "Lists of cards by site, that of everywhere first, from after= on; limit 1 to 1000, default 100. Counts only.");
        api.Post("", edit, ChangeAsync).Accepts<CardRequest>("application/json").Produces(204).WithSummary(
            "Lists cards by number, or says something else of those that are listed: category, denied, from, until. All of "
            + "them or none.");
        api.Post("/remove", edit, RemoveAsync).Accepts<CardRemoval>("application/json").Produces(204)
            .WithSummary("Takes cards out of a list, all of them or none.");
        api.Post("/find", see, FindAsync).Accepts<CardQuestion>("application/json").Produces<CardAnswer>()
            .WithSummary("What is said of a number, by site.");
        api.Delete("", edit, ClearAsync).Produces(204).WithSummary(
            "Takes every card out of the list of site=, without it of that of everywhere, with all=true of every list.");
        Group(app, CardImport.MostBytes).Post("/import", edit, ImportAsync)
            .Accepts<string>("text/csv").Produces<CardImportReport>().WithSummary(
                "Cards as CSV, in place of those of site=, without it of those of everywhere: all of the file is taken or "
                + "nothing, and then every error is told by line and column. dry_run=true only says what would be done.");
    }

    private static RouteGroupBuilder Group(WebApplication app, int maxBody) => app.MapGroup("/api/v1/cards")
        .AddEndpointFilter(ApiRequests.AnswerAsync).AddEndpointFilter(SiteRequests.AnswerAsync)
        .WithMetadata(new RequestSizeLimitAttribute(maxBody))
        .ProducesProblem(400).ProducesProblem(403).ProducesProblem(404).ProducesProblem(409).ProducesProblem(503);

    private static IResult List(CardDesk desk, SightBook sights, HttpContext http, string? after = null, int limit = UsualRows)
    {
        var (lists, next) = desk.Page(after, Math.Clamp(limit, 1, MostRows), sights.Of(http, Capability.SeePasses));
        return Results.Json(new CardListList([.. lists.Select(CardListAnswer.Of)], next), CardsJson.Default.CardListList);
    }

    private static async Task<IResult> ChangeAsync(CardDesk desk, SightBook sights, HttpContext http)
    {
        var asked = await ApiRequests.ReadAsync(http, CardsJson.Default.CardRequest);
        await desk.ChangeAsync(asked.Read(), Caller.Of(http).Actor, sights.Of(http, Capability.EditCards));
        return Results.NoContent();
    }

    private static async Task<IResult> RemoveAsync(CardDesk desk, SightBook sights, HttpContext http)
    {
        var asked = await ApiRequests.ReadAsync(http, CardsJson.Default.CardRemoval);
        await desk.RemoveAsync(
            CardNumbers.Read(asked.Numbers, asked.Kind), asked.Site, Caller.Of(http).Actor, sights.Of(http,
                Capability.EditCards));
        return Results.NoContent();
    }

    private static async Task<IResult> FindAsync(CardDesk desk, SightBook sights, HttpContext http)
    {
        var asked = await ApiRequests.ReadAsync(http, CardsJson.Default.CardQuestion);
        PrintedNumber number = CardNumbers.Read([asked.Number ?? ""], asked.Kind)[0];
        var found = desk.Find(number, sights.Of(http, Capability.SeePasses));
        return Results.Json(
            new CardAnswer([.. found.Select(one => CardRow.Of(one.Site, one.Card, desk.ZoneOf(one.Site)))]),
                CardsJson.Default.CardAnswer);
    }

    private static async Task<IResult> ClearAsync(CardDesk desk, SightBook sights, HttpContext http, string? site = null,
        bool all = false)
    {
        await desk.ClearAsync(site, all, Caller.Of(http).Actor, sights.Of(http, Capability.EditCards));
        return Results.NoContent();
    }

    private static async Task<IResult> ImportAsync(
        CardDesk desk, SightBook sights, HttpContext http, string? site = null, bool dry_run = false)
    {
        var file = await CensusFile.ReadAsync(http.Request.Body, http.RequestAborted);
        var cards = await desk.ImportAsync(file, site, dry_run, Caller.Of(http).Actor, sights.Of(http, Capability.EditCards));
        return Results.Json(new CardImportReport(cards, dry_run), CardsJson.Default.CardImportReport);
    }
}
