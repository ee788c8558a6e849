using System.Text.Json.Serialization;
using CheckIn.Hub.Accounts;
using CheckIn.Hub.Web;
using Microsoft.AspNetCore.Mvc;

namespace CheckIn.Hub.Desk;

/// <summary>The service desk, for programs such as a counter's own.</summary>
internal static class DeskApi
{
    private const int MaxBody = 16 * 1024;

    internal static void MapDeskApi(this WebApplication app)
    {
        var api = app.MapGroup("/api/v1/desk").AddEndpointFilter(ApiRequests.AnswerAsync)
            .WithMetadata(new RequestSizeLimitAttribute(MaxBody))
            .ProducesProblem(400).ProducesProblem(403).ProducesProblem(404).ProducesProblem(429).ProducesProblem(503);
        api.Post("", Access.To(Capability.AskDesk), AskAsync).Accepts<DeskQuestion>("application/json").Produces<DeskAnswer>()
            .WithSummary("Whether somebody came in today, by the code that he shows or the number printed on his card, and when "
                + "and where; of the sites in the caller's scope, or of one. Nothing of the code is kept. At most "
                + $"{DeskLimits.PerMinute} questions a minute.");
    }

    private static async Task<IResult> AskAsync(DeskBook desk, DeskLimits limits, SightBook sights, HttpContext http)
    {
        limits.Take(http);
        var asked = await ApiRequests.ReadAsync(http, DeskJson.Default.DeskQuestion);
        var visits = await desk.AskAsync(
            asked.Code ?? "", asked.Site, Caller.Of(http).Actor, sights.Of(http, Capability.AskDesk));
        return Results.Json(
            new DeskAnswer(visits.Any(static visit => visit.EnteredAt is not null), visits), DeskJson.Default.DeskAnswer);
    }
}

/// <summary>A question.</summary>
/// <param name="Code">What was scanned, or the number as it is printed.</param>
/// <param name="Site">Code of the site; absent = all in the caller's scope.</param>
internal sealed record DeskQuestion(string? Code = null, string? Site = null);

/// <summary>The answer.</summary>
/// <param name="CameInToday">Somebody with that code came in today.</param>
/// <param name="Visits">Today's, the latest first.</param>
internal sealed record DeskAnswer(bool CameInToday, IReadOnlyList<DeskVisit> Visits);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower)]
[JsonSerializable(typeof(DeskQuestion))]
[JsonSerializable(typeof(DeskAnswer))]
internal sealed partial class DeskJson : JsonSerializerContext;
