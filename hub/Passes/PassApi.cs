using CheckIn.Hub.Accounts;
using CheckIn.Hub.Enrolment.Commands;
using CheckIn.Hub.Web;
using Microsoft.AspNetCore.Mvc;

namespace CheckIn.Hub.Passes;

/// <summary>Passes, for command line and scripts. Whoever looks after a node issues passes that are good within it.</summary>
internal static class PassApi
{
    private const int MaxBody = 64 * 1024, MostRows = 1000, UsualRows = 100;

    internal static void MapPasses(this WebApplication app)
    {
        var api = app.MapGroup("/api/v1/passes").AddEndpointFilter(ApiRequests.AnswerAsync)
            .WithMetadata(new RequestSizeLimitAttribute(MaxBody))
            .ProducesProblem(400).ProducesProblem(403).ProducesProblem(404).ProducesProblem(409).ProducesProblem(503);
        api.Get("", Access.To(Capability.SeePasses), List).Produces<PassList>()
            .WithSummary("Passes that were issued, the newest first, older ones by before=; limit 1 to 1000, default 100.");
        api.Post("", Access.To(Capability.IssuePasses), IssueAsync)
            .Accepts<PassRequest>("application/json").Produces<PassAnswers>(201).WithSummary(
                "Issues passes: static ones for cards and paper, 1 to 1000 at once, or a rotating one for a phone's key. Their "
                + "codes are told now and never again.");
        api.Post("/revoke", Access.To(Capability.IssuePasses), RevokeAsync)
            .Accepts<RevocationRequest>("application/json").Produces(204)
            .WithSummary("Revokes passes, all of them or none; gates that are connected know within seconds.");
        api.Get("/keys", Access.WholeHub(Capability.SeePasses), GetKeys).Produces<PassKeyList>()
            .WithSummary("Keys that sign passes: the next, the one that signs, and those that are still believed.");
        api.Post("/keys/rotate", Access.WholeHub(Capability.RotateKeys).Freshly, RotateAsync)
            .Accepts<PassRotation>("application/json").Produces<PassKeyRow>().WithSummary(
                "Makes another key for passes, which signs when gates have known it long enough, or now; distrust ends every "
                + "pass of the keys before.");
    }

    private static IResult List(
        PassDesk desk, SightBook sights, HttpContext http, long? before = null, int limit = UsualRows)
    {
        var (passes, next) = desk.Page(before, Math.Clamp(limit, 1, MostRows), sights.Of(http, Capability.SeePasses));
        return Results.Json(new PassList([.. passes.Select(PassRow.Of)], next), PassesJson.Default.PassList);
    }

    private static async Task<IResult> IssueAsync(PassDesk desk, SightBook sights, HttpContext http)
    {
        var asked = await ApiRequests.ReadAsync(http, PassesJson.Default.PassRequest);
        var draw = DrawingOf(asked.Picture);
        var issued = await desk.IssueAsync(asked.Read(), Caller.Of(http).Actor, sights.Of(http, Capability.IssuePasses));
        return Results.Json(
            new PassAnswers([.. issued.Select(one => new PassAnswer(
                one.Pass.Id.ToString(), one.Code, one.Pass.ExpiresAt, draw(one.Code)))]),
            PassesJson.Default.PassAnswers, statusCode: StatusCodes.Status201Created);
    }

    private static async Task<IResult> RevokeAsync(PassDesk desk, SightBook sights, HttpContext http)
    {
        var asked = await ApiRequests.ReadAsync(http, PassesJson.Default.RevocationRequest);
        await desk.RevokeAsync(
            asked.Ids ?? [], asked.Why?.Trim() ?? "", Caller.Of(http).Actor, sights.Of(http, Capability.IssuePasses));
        return Results.NoContent();
    }

    private static IResult GetKeys(PassDesk desk, TimeProvider time) => Results.Json(
        new PassKeyList(Rows(desk, time.GetUtcNow())), PassesJson.Default.PassKeyList);

    private static async Task<IResult> RotateAsync(PassDesk desk, TimeProvider time, HttpContext http)
    {
        var asked = await ApiRequests.ReadAsync(http, PassesJson.Default.PassRotation);
        var key = await desk.RotateAsync(asked.Now, asked.Distrust, Caller.Of(http).Actor);
        return Results.Json(
            Rows(desk, time.GetUtcNow()).First(row => row.Kid == key.Kid), PassesJson.Default.PassKeyRow);
    }

    private static IReadOnlyList<PassKeyRow> Rows(PassDesk desk, DateTimeOffset now)
    {
        var keys = desk.Keys();
        var signing = keys.FirstOrDefault(one => one.Key.SignsFrom <= now).Key;
        return [.. keys.Select(one => new PassKeyRow(
            one.Key.Kid, one.Key.SignsFrom > now ? "next" : one.Key == signing ? "signing" : "last", one.Key.MadeAt,
            one.Key.SignsFrom, one.Until))];
    }

    private static Func<string, string?> DrawingOf(string? picture) => picture switch
    {
        null => static _ => null,
        "svg" => static code => QrSvg.Of(code, "QR"),
        "png" => static code => Convert.ToBase64String(QrPicture.Png(code)),
        _ => throw PassException.Wrong("A picture is svg or png", "Ảnh là svg hoặc png"),
    };
}
