using System.Globalization;
using CheckIn.Contract;
using CheckIn.Hub.Accounts;
using CheckIn.Hub.Enrolment;
using CheckIn.Hub.Settings;
using CheckIn.Hub.Sites;
using CheckIn.Hub.Web;

namespace CheckIn.Hub.Fleet.Offline;

/// <summary>Who is or was offline, over HTTP: for scripts and for the command line.</summary>
internal static class OfflineApi
{
    private const int MostGates = 100_000;

    internal static void MapOffline(this WebApplication app)
    {
        var api = app.MapGroup("/api/v1").AddEndpointFilter(ApiRequests.AnswerAsync)
            .ProducesProblem(400).ProducesProblem(403).ProducesProblem(404);
        api.Get("/offline", Access.To(Capability.SeeFleet), GetOffline).Produces<OfflineAnswer>()
            .WithSummary(
                "Gates that are offline now, or were on day= (yyyy-mm-dd): since when, why, how much waits in them; of "
                + "node=, site=, gate= or dimension= and value=. limit= gates at most; format=csv for a spreadsheet.");
        api.Get("/gates/{id}/timeline", Access.To(Capability.SeeFleet), GetTimeline).Produces<TimelineAnswer>()
            .WithSummary("What was known of a gate from= to= (ISO 8601; default: the last 24 hours), oldest first.");
        api.Get("/availability", Access.To(Capability.SeeFleet), GetAvailability).Produces<AvailabilityList>()
            .WithSummary(
                "Hours open less hours lost, of all, each node and each site, on day= (yyyy-mm-dd; default: today so "
                + "far).");
    }

    private static IResult GetOffline(HttpContext http, OfflineDesk desk, SightBook sights, TimeProvider time)
    {
        var sight = sights.Of(http, Capability.SeeFleet);
        var (day, scope) = OfflineQuestion.Read(http.Request.Query, sight.Tree, Today(time));
        var limit = LimitOf(http.Request.Query["limit"]);
        var report = day is { } some ? desk.OfDay(some, scope, sight) : desk.Now(scope, sight);
        if (http.Request.Query["format"] != "csv")
            return Results.Json(OfflineAnswers.Of(report, day, limit), OfflineJson.Default.OfflineAnswer);
        var name = $"offline-{day ?? Today(time):yyyy-MM-dd}.csv";
        return Results.Stream(
            stream => OfflineCsv.WriteAsync(report, stream, http.RequestAborted), OfflineCsv.MediaType, name);
    }

    private static IResult GetTimeline(
        string id, HttpContext http, OfflineDesk desk, FleetRegistry fleet, SightBook sights, TimeProvider time)
    {
        var asked = OfflineQuestion.TimeOf(http.Request.Query, time.GetUtcNow());
        if (!GateId.IsValid(id) || fleet.Of(id) is null || !sights.Of(http, Capability.SeeFleet).SeesGate(id))
        {
            throw new OfflineException(
                "There is no such gate. Nothing was looked up.", "Không có cổng đó. Chưa tra cứu gì cả.")
            {
                IsUnknown = true,
            };
        }
        var answer = new TimelineAnswer(
            id, asked.From, asked.To, [.. desk.Timeline(id, asked.From, asked.To).Select(OfflineAnswers.Of)],
            [.. desk.Unwatched(asked).Select(static gap => new UnwatchedAnswer(gap.From, gap.To))]);
        return Results.Json(answer, OfflineJson.Default.TimelineAnswer);
    }

    private static IResult GetAvailability(
        OfflineDesk desk, SightBook sights, HttpContext http, TimeProvider time, string? day = null)
    {
        var sight = sights.Of(http, Capability.SeeFleet);
        var asked = OfflineQuestion.DayOf(day, Today(time)) ?? Today(time);
        var answer = new AvailabilityList(
            asked, AvailabilityAnswer.Of(desk.AvailabilityOf(asked, FleetScope.All, sight)),
            Answers(desk.AvailabilityByNode(asked, sight)), Answers(desk.AvailabilityBySite(asked, sight)));
        return Results.Json(answer, OfflineJson.Default.AvailabilityList);
    }

    private static SortedDictionary<string, AvailabilityAnswer> Answers(
        IReadOnlyDictionary<string, Availability> all) => new(
            all.ToDictionary(static pair => pair.Key, static pair => AvailabilityAnswer.Of(pair.Value)),
            StringComparer.Ordinal);

    private static DateOnly Today(TimeProvider time) => HubZone.DayOf(time.GetUtcNow());

    private static int LimitOf(string? text)
    {
        if (text is null)
            return MostGates;
        return int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var limit)
            && limit is >= 1 and <= MostGates ? limit : throw new OfflineException(
                $"limit must be 1 to {MostGates}. Nothing was looked up.",
                $"limit phải từ 1 đến {MostGates}. Chưa tra cứu gì cả.");
    }
}
