using System.Globalization;
using CheckIn.Hub.Accounts;
using CheckIn.Hub.Settings;
using CheckIn.Hub.Sites;
using Microsoft.AspNetCore.Mvc;

namespace CheckIn.Hub.Web;

/// <summary>The forms that announce maintenance of a site or a node, and end it.</summary>
internal static class MaintenancePages
{
    internal const string Added = "announced", Ended = "ended";
    private const int MaxForm = 16 * 1024, LongestWhy = 200;

    internal static void MapMaintenancePages(this WebApplication app)
    {
        (string Place, MaintenanceSubject Subject)[] all =
            [("sites", MaintenanceSubject.Site), ("nodes", MaintenanceSubject.Node)];
        foreach (var (place, subject) in all)
        {
            var pages = app.MapGroup($"/{place}/{{code}}/maintenance")
                .ExcludeFromDescription().WithMetadata(new RequestSizeLimitAttribute(MaxForm));
            pages.Post("", Access.To(Capability.EditSites), (string code, SiteParts parts, HttpContext http, string? lang) =>
                AddAsync(subject, code, parts, http, lang));
            pages.Post("/{id:long}/end", Access.To(Capability.EditSites), (string code, long id, SiteParts parts, HttpContext http, string? lang) =>
                EndAsync(subject, code, id, parts, http, lang));
        }
    }

    /// <summary>What an act has done, in words; null = nothing.</summary>
    internal static string? DoneOf(string? done, Words words) => done switch
    {
        Added => SiteWords.Of(words).MaintenanceAdded,
        Ended => SiteWords.Of(words).MaintenanceEnded,
        _ => null,
    };

    private static async Task<IResult> AddAsync(
        MaintenanceSubject subject, string code, SiteParts parts, HttpContext http, string? lang)
    {
        var page = WebPages.PageFor(http, lang);
        var sent = await http.Request.ReadFormAsync(http.RequestAborted);
        var form = new MaintenanceForm(sent["from"].ToString(), sent["until"].ToString(),
            sent["why"].ToString().Trim());
        var problems = Problems(form, SiteWords.Of(page.Words));
        if (problems.Count > 0)
            return await AgainAsync(form with { Problems = problems });
        var (from, until) = (Moment(form.From)!.Value, Moment(form.Until)!.Value);
        try
        {
            await parts.Sites.AnnounceAsync(
                new MaintenanceOrder(subject, code, from, until, form.Why), Caller.Of(http).Actor,
                CancellationToken.None, parts.Sights.Later(http, Capability.EditSites));
        }
        catch (SitesException e)
        {
            return await AgainAsync(form with { Problem = e.In(SitePages.LanguageOf(page)) });
        }
        return Back(subject, code, Added, page, http);

        Task<IResult> AgainAsync(MaintenanceForm wrong) => subject == MaintenanceSubject.Site
            ? SitePages.PageAsync(code, parts, page, wrong, StatusCodes.Status409Conflict)
            : NodePages.PageAsync(code, parts, page, wrong, StatusCodes.Status409Conflict);
    }

    private static async Task<IResult> EndAsync(
        MaintenanceSubject subject, string code, long id, SiteParts parts, HttpContext http, string? lang)
    {
        var page = WebPages.PageFor(http, lang);
        try
        {
            await parts.Sites.EndMaintenanceAsync(
                id, Caller.Of(http).Actor, CancellationToken.None,
                parts.Sights.Later(http, Capability.EditSites));
        }
        catch (SitesException)
        {
            // Somebody else ended it: the page that follows shows so.
        }
        return Back(subject, code, Ended, page, http);
    }

    /// <summary>A moment of the hub's zone as a browser's field writes it; null = it is none.</summary>
    private static DateTimeOffset? Moment(string typed) =>
        DateTime.TryParseExact(typed, ["yyyy-MM-dd'T'HH:mm", "yyyy-MM-dd HH:mm"], CultureInfo.InvariantCulture,
            DateTimeStyles.None, out var local)
            ? new DateTimeOffset(local, HubZone.Current.GetUtcOffset(local)) : null;

    private static Dictionary<string, string> Problems(MaintenanceForm form, SiteWords text)
    {
        var problems = new Dictionary<string, string>();
        var (from, until) = (Moment(form.From), Moment(form.Until));
        if (from is null)
            problems["from"] = text.NotAMoment;
        if (until is null)
            problems["until"] = text.NotAMoment;
        else if (until <= from)
            problems["until"] = text.MaintenanceBackwards;
        if (form.Why.Length is 0 or > LongestWhy)
            problems["why"] = text.MaintenanceWhyMissing;
        return problems;
    }

    private static IResult Back(
        MaintenanceSubject subject, string code, string done, PageContext page, HttpContext http) =>
        EnrolPages.SeeOther(http, page.Link(
            $"/{(subject == MaintenanceSubject.Site ? "sites" : "nodes")}/{Uri.EscapeDataString(code)}?done={done}"));
}
