using System.Globalization;
using CheckIn.Hub.Accounts;
using CheckIn.Hub.Settings;
using CheckIn.Hub.Web;
using CheckIn.Settings;

namespace CheckIn.Hub.Audit;

/// <summary>Who did what, for command line and scripts.</summary>
internal static class AuditApi
{
    private const int MostRows = 1000, UsualRows = 100, LongestText = 200;

    internal static void MapAudit(this WebApplication app) => app.MapGroup("/api/v1")
        .AddEndpointFilter(ApiRequests.AnswerAsync)
        .ProducesProblem(400).ProducesProblem(403)
        .Get("/audit", Access.To(Capability.SeeAudit), Get).Produces<AuditList>()
        .WithSummary(
            "Who did what: the newest first, older ones by before=, or from after= on the oldest first; limit "
                + "1 to 1000, "
            + "default 100; of actor=, action=, subject=, day= (yyyy-mm-dd). format=csv for a spreadsheet, at most "
            + "100000 rows.");

    private static IResult Get(HttpContext http, AuditDesk desk, AuditKeeper keeper)
    {
        var caller = Caller.Of(http);
        var question = Read(http.Request.Query);
        if (http.Request.Query["format"] == "csv")
        {
            return Results.Stream(
                stream => AuditCsv.WriteAsync(
                    desk.All(caller, question, AuditCsv.MostRows), stream, http.RequestAborted),
                AuditCsv.MediaType, "audit.csv");
        }
        var page = desk.Page(caller, question);
        return Results.Json(
            new AuditList(page.Rows, page.Next, keeper.Fault?.In(Language.English)), AuditJson.Default.AuditList);
    }

    private static AuditQuestion Read(IQueryCollection query)
    {
        var (after, before) = (Number("after"), Number("before"));
        if (after is not null && before is not null)
            throw Wrong("after and before do not go together", "after và before không dùng cùng nhau");
        var limit = Number("limit") ?? UsualRows;
        if (limit is < 1 or > MostRows)
            throw Wrong($"limit is 1 to {MostRows}", $"limit từ 1 đến {MostRows}");
        return new()
        {
            Actor = Text("actor"),
            Action = Text("action"),
            Subject = Text("subject"),
            Day = Day(query["day"]),
            After = after,
            Before = before,
            Limit = (int)limit,
        };

        long? Number(string name) => query[name] is not [{ Length: > 0 } text, ..] ? null
            : long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number
            : throw Wrong($"{name} is no number", $"{name} không phải số");

        string? Text(string name) => query[name] is not [{ Length: > 0 } text, ..] ? null
            : text.Length <= LongestText ? text
            : throw Wrong($"{name} is longer than {LongestText}", $"{name} dài quá {LongestText} ký tự");
    }

    private static DateOnly? Day(string? text) => string.IsNullOrEmpty(text) ? null
        : DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day)
            && day.Year is > 1970 and < 9999 ? day
        : throw Wrong("day is no day such as 2026-11-22", "day không phải một ngày như 2026-11-22");

    private static RequestException Wrong(string english, string vietnamese) => new(
        $"The question cannot be read: {english}. Nothing was looked up.",
        $"Không đọc được câu hỏi: {vietnamese}. Chưa tra cứu gì cả.")
    {
        IsMalformed = true,
    };
}
