using System.Globalization;
using CheckIn.Hub.Accounts;
using CheckIn.Hub.Alerts;
using CheckIn.Hub.Notices;
using CheckIn.Hub.Settings;
using CheckIn.Hub.Web.Pages;
using CheckIn.Hub.Web.Parts;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;

namespace CheckIn.Hub.Web;

/// <summary><c>/alerts</c>: what stands, what was, and who looks after it; each act is a form.</summary>
internal static class AlertPages
{
    private const int MostStanding = 100, PastPage = 30, MaxForm = 16 * 1024, LongestBack = 500;
    private const int Morning = 6; // o'clock

    internal static void MapAlertPages(this WebApplication app)
    {
        var pages = app.MapGroup("/alerts").ExcludeFromDescription()
            .WithMetadata(new RequestSizeLimitAttribute(MaxForm));
        pages.Get("", Access.To(Capability.SeeFleet), ShowAsync);
        pages.Post("/{id:long}/acknowledge", Access.To(Capability.HandleAlerts), (long id, AlertParts parts, HttpContext http, string? lang) =>
            DoAsync("acknowledge", http, lang, (_, _) => parts.Desk.AcknowledgeAsync(
                id, Caller.Of(http).Actor, parts.Sights.Of(http, Capability.HandleAlerts))));
        pages.Post("/{id:long}/snooze", Access.To(Capability.HandleAlerts), (long id, AlertParts parts, HttpContext http, string? lang) =>
            DoAsync("snooze", http, lang, (form, now) => parts.Desk.SnoozeAsync(
                id, Until(form["for"], now), Caller.Of(http).Actor,
                parts.Sights.Of(http, Capability.HandleAlerts))));
        pages.Post("/{id:long}/wake", Access.To(Capability.HandleAlerts), (long id, AlertParts parts, HttpContext http, string? lang) =>
            DoAsync("wake", http, lang, (_, _) => parts.Desk.SnoozeAsync(
                id, null, Caller.Of(http).Actor, parts.Sights.Of(http, Capability.HandleAlerts))));
    }

    /// <summary>When a snooze of that name is over: 1h, 8h, or the next morning; anything else is an hour.</summary>
    internal static DateTimeOffset Until(string? name, DateTimeOffset now) => name switch
    {
        "8h" => now.AddHours(8),
        "morning" => HubZone.StartOf(HubZone.DayOf(now).AddDays(1)).AddHours(Morning),
        _ => now.AddHours(1),
    };

    /// <summary>What follows an act: where it was clicked, if that is a page of the hub, and what was done.</summary>
    internal static string Back(string? typed, string done, PageContext page)
    {
        var path = typed is { Length: > 1 and <= LongestBack } && typed[0] == '/' && typed[1] is not ('/' or '\\')
            && Uri.TryCreate(typed, UriKind.Relative, out _) && !typed.Any(char.IsControl) ? typed : "/alerts";
        return page.Link(path + (path.Contains('?', StringComparison.Ordinal) ? "&" : "?") + "done=" + done);
    }

    /// <summary>What an act has done, in words; null = nothing.</summary>
    internal static string? DoneOf(string? done, Words words) => AlertWords.Of(words) is var text ? done switch
    {
        "acknowledge" => text.DoneAcknowledge,
        "snooze" => text.DoneSnooze,
        "wake" => text.DoneWake,
        "gone" => text.NoLonger,
        _ => null,
    } : null;

    private static async Task<RazorComponentResult<AlertsPage>> ShowAsync(
        AlertParts parts, HttpContext http, string? lang, string? done)
    {
        var page = WebPages.PageFor(http, lang);
        var fleet = await parts.Fleet.NowAsync(page.Sight!, http.RequestAborted);
        var query = TableQuery.Of(http.Request, "/alerts", "kind");
        var all = parts.Desk.Standing(page.Sight!);
        var standing = query["kind"] is { } kind ? [.. all.Where(one => one.Kind == kind)] : all;
        var before = long.TryParse(query.After, NumberStyles.None, CultureInfo.InvariantCulture, out var id) ? id
            : (long?)null;
        var past = parts.Desk.Past(before, PastPage, page.Sight!);
        return WebPages.Render<AlertsPage>(page, new()
        {
            ["Query"] = query,
            ["Standing"] = standing.OrderBy(one => IsHandled(one, page.Now)).Take(MostStanding).Select(View).ToArray(),
            ["StandingCount"] = standing.Count,
            ["Kinds"] = all.Select(static one => one.Kind).Distinct().Order(StringComparer.Ordinal).ToArray(),
            ["Past"] = past.Select(View).ToArray(),
            ["Next"] = past.Count == PastPage ? past[^1].Id.ToString(CultureInfo.InvariantCulture) : null,
            ["HasRecipients"] = !page.Sight!.IsWhole || parts.Recipients.All.Count > 0,
            ["Done"] = DoneOf(done, page.Words),
        });

        AlertView View(Alert alert) => AlertView.Of(alert, fleet, page.Words);
    }

    /// <summary>Somebody looks after it, or it is not to be seen for now: it comes after those that wait for a
    /// person.</summary>
    private static bool IsHandled(Alert alert, DateTimeOffset now) =>
        alert.AcknowledgedAt is not null || alert.SnoozedUntil > now;

    private static async Task<IResult> DoAsync(
        string act, HttpContext http, string? lang, Func<IFormCollection, DateTimeOffset, Task<bool>> actAsync)
    {
        var page = WebPages.PageFor(http, lang);
        var form = await http.Request.ReadFormAsync(http.RequestAborted);
        var isDone = await actAsync(form, page.Now);
        return EnrolPages.SeeOther(http, Back(form["back"], isDone ? act : "gone", page));
    }
}

/// <summary>What the pages of alerts are made from.</summary>
internal sealed record AlertParts(FleetPictures Fleet, AlertDesk Desk, Recipients Recipients, SightBook Sights);
