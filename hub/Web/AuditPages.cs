using System.Globalization;
using CheckIn.Hub.Accounts;
using CheckIn.Hub.Audit;
using CheckIn.Hub.Settings;
using CheckIn.Hub.Web.Pages;
using CheckIn.Hub.Web.Parts;
using CheckIn.Settings;
using Microsoft.AspNetCore.Http.HttpResults;

namespace CheckIn.Hub.Web;

/// <summary><c>/audit</c>: who did what, newest first.</summary>
internal static class AuditPages
{
    private const int PageRows = 50;

    internal static void MapAuditPages(this WebApplication app) =>
        app.Get("/audit", Access.To(Capability.SeeAudit), Show).ExcludeFromDescription();

    private static RazorComponentResult<AuditLogPage> Show(
        AuditDesk desk, AuditKeeper keeper, HttpContext http, string? lang)
    {
        var (page, caller) = (WebPages.PageFor(http, lang), Caller.Of(http));
        var query = TableQuery.Of(http.Request, "/audit", "actor", "action", "subject", "day");
        var question = new AuditQuestion
        {
            Actor = query["actor"],
            Action = query["action"],
            Subject = query["subject"],
            Day = DateOnly.TryParseExact(query["day"], "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None,
                out var day) && day.Year is > 1970 and < 9999 ? day : null,
            Before = long.TryParse(query.After, NumberStyles.None, CultureInfo.InvariantCulture, out var id) ? id : null,
            Limit = PageRows,
        };
        var language = page.Words.Language == "en" ? Language.English : Language.Vietnamese;
        var found = desk.Page(caller, question);
        return WebPages.Render<AuditLogPage>(page, new()
        {
            ["Query"] = query,
            ["Rows"] = found.Rows,
            ["Next"] = found.Next?.ToString(CultureInfo.InvariantCulture),
            ["Actions"] = desk.Actions(caller)
                .Select(action => (action, AuditPhrases.Action(language, action)))
                .OrderBy(static one => one.Item2, StringComparer.CurrentCulture).ToArray(),
            ["Today"] = HubZone.DayOf(page.Now),
            ["Fault"] = keeper.Fault?.In(language),
        });
    }
}
