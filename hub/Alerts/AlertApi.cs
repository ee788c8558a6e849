using System.Text.Json;
using CheckIn.Hub.Accounts;
using CheckIn.Hub.Notices;
using CheckIn.Hub.Web;
using CheckIn.Settings;
using CheckIn.Storage;
using Microsoft.AspNetCore.Mvc;

namespace CheckIn.Hub.Alerts;

/// <summary>Alerts, for page, command line and scripts of this machine.</summary>
internal static class AlertApi
{
    private const int MaxBody = 4 * 1024, MostRows = 1000, UsualRows = 100;
    private static readonly TimeSpan AtMostEvery = TimeSpan.FromMilliseconds(500);
    private static readonly TimeSpan LongestSnooze = TimeSpan.FromDays(366);

    internal static void MapAlertApi(this WebApplication app)
    {
        var api = app.MapGroup("/api/v1/alerts")
            .AddEndpointFilter(ApiRequests.AnswerAsync)
            .WithMetadata(new RequestSizeLimitAttribute(MaxBody))
            .ProducesProblem(400).ProducesProblem(403).ProducesProblem(404).ProducesProblem(503);
        api.Get("", Access.To(Capability.SeeFleet), Get).Produces<AlertList>()
            .WithSummary("Alerts that stand, the most severe first, then the oldest; state=past: those cleared, newest "
                + "first, before=, limit 1 to 1000, default 100.");
        api.Post("/{id:long}/acknowledge", Access.To(Capability.HandleAlerts), (long id, AlertDesk desk, SightBook sights, HttpContext http) =>
                ActAsync(http, id, desk.AcknowledgeAsync(
                    id, Caller.Of(http).Actor, sights.Of(http, Capability.HandleAlerts)))).Produces(204)
            .WithSummary("Somebody looks after it: it is told no further.");
        api.Post("/{id:long}/snooze", Access.To(Capability.HandleAlerts), SnoozeAsync).Accepts<SnoozeRequest>("application/json").Produces(204)
            .WithSummary("Nobody is told of it until then: until, or for_s seconds from now; at most 366 days.");
        api.Post("/{id:long}/wake", Access.To(Capability.HandleAlerts), (long id, AlertDesk desk, SightBook sights, HttpContext http) =>
                ActAsync(http, id, desk.SnoozeAsync(
                    id, null, Caller.Of(http).Actor, sights.Of(http, Capability.HandleAlerts)))).Produces(204)
            .WithSummary("Ends its snooze.");
        api.Get("/stream", Access.To(Capability.SeeFleet), StreamAsync)
            .WithSummary("Server-sent events: 'changed', with how many stand, whenever an alert has changed.");
    }

    private static IResult Get(
        AlertDesk desk, AlertTexts texts, SightBook sights, HttpContext http, string? state = null, long? before = null,
        int limit = UsualRows)
    {
        var (sight, language) = (sights.Of(http, Capability.SeeFleet), ApiRequests.LanguageOf(http));
        var standing = desk.Standing(sight);
        if (state is null or "" or "standing")
            return Answer(texts.Of(standing, sight.Tree, language), standing.Count, null);
        if (state != "past")
        {
            throw new NoticeException(
                $"The state '{state}' is neither standing nor past.", $"'{state}' không phải standing hoặc past.")
            {
                IsMalformed = true,
            };
        }
        var most = Math.Clamp(limit, 1, MostRows);
        var past = desk.Past(before, most, sight);
        return Answer(texts.Of(past, sight.Tree, language), standing.Count, past.Count == most ? past[^1].Id : null);
    }

    private static IResult Answer(IReadOnlyList<AlertRow> rows, int standing, long? next) =>
        Results.Json(new AlertList(rows, standing, next), AlertJson.Default.AlertList);

    private static async Task<IResult> SnoozeAsync(
        long id, AlertDesk desk, SightBook sights, TimeProvider time, HttpContext http)
    {
        var order = await JsonSerializer.DeserializeAsync(
            http.Request.Body, AlertJson.Default.SnoozeRequest, http.RequestAborted) ?? new();
        var (now, most) = (time.GetUtcNow(), (long)LongestSnooze.TotalSeconds);
        DateTimeOffset? until = order.ForS is { } seconds and > 0 && seconds <= most
            ? now.AddSeconds(seconds) : order.Until;
        if (until is not { } end || end <= now || end > now + LongestSnooze)
        {
            throw new NoticeException(
                "A snooze needs an end in the future, at most 366 days from now: until, or for_s in seconds. "
                    + "Nothing was done.",
                "Tạm ẩn cần một thời điểm kết thúc trong tương lai, tối đa 366 ngày: until, hoặc for_s tính bằng giây. "
                    + "Chưa làm gì cả.")
            {
                IsMalformed = true,
            };
        }
        return await ActAsync(http, id, desk.SnoozeAsync(
            id, end, Caller.Of(http).Actor, sights.Of(http, Capability.HandleAlerts)));
    }

    private static async Task<IResult> ActAsync(HttpContext http, long id, Task<bool> act)
    {
        try
        {
            return await act ? Results.NoContent() : throw new NoticeException(
                $"No alert {id} stands: it is over, or never was. See checkin-hub alerts.",
                $"Không có cảnh báo {id} nào đang có hiệu lực: đã hết hoặc chưa từng có. Xem checkin-hub alerts.")
            {
                IsUnknown = true,
            };
        }
        catch (DatabaseException e)
        {
            return Results.Problem(
                title: "Not done", statusCode: StatusCodes.Status503ServiceUnavailable,
                detail: ApiRequests.LanguageOf(http).Of(
                    $"The hub cannot store it: {e.Message} Nothing was changed; try again when it can.",
                    $"Trung tâm không lưu được: {e.Message} Chưa thay đổi gì; hãy thử lại sau."));
        }
    }

    /// <summary>
    /// A watcher is told at once how many stand, then at every change of one that he sees, at most twice a second.
    /// </summary>
    private static Task StreamAsync(AlertDesk desk, SightBook sights, TimeProvider time, HttpContext http) =>
        EventStream.TellAsync(http, () =>
        {
            var changed = desk.Changed;
            var sight = sights.Of(http, Capability.SeeFleet);
            var standing = desk.Standing(sight);
            return new Glance(
                JsonSerializer.Serialize(AlertCounts.Of(standing), AlertJson.Default.AlertCounts), changed,
                sight.IsWhole ? null : AlertSight.Mark(standing));
        }, AtMostEvery, time);
}
