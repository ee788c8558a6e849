using CheckIn.Hub.Accounts;
using CheckIn.Hub.Passes;
using CheckIn.Hub.Settings;
using CheckIn.Hub.Sites;
using CheckIn.Hub.Web.Pages;
using CheckIn.Hub.Web.Parts;
using CheckIn.Hub.Web.Steering;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;

namespace CheckIn.Hub.Web.Passes;

/// <summary>
/// <c>/passes</c>: which there are; <c>/passes/issue</c>: cards for a place, one or many, and the page to print them from, which
/// is shown once because their codes are not kept; <c>/passes/ID/revoke</c>.
/// </summary>
internal static class PassPages
{
    internal const string Path = "/passes";
    private const int MaxForm = (64 * 1024) + StaffRoster.MostBytes, PageSize = 50;

    internal static void MapPassPages(this WebApplication app)
    {
        var (see, issue) = (Access.To(Capability.SeePasses), Access.To(Capability.IssuePasses));
        var pages = app.MapGroup(Path).AddEndpointFilter(PageFaults.TellAsync).ExcludeFromDescription()
            .WithMetadata(new RequestSizeLimitAttribute(MaxForm));
        pages.Get("", see, ShowAll);
        pages.Get("/issue", issue, Ask);
        pages.Post("/issue", issue, IssueAsync);
        pages.Get("/{id}/revoke", issue, (string id, PassParts parts, HttpContext http, string? lang) =>
            AskRevoke(id, parts, http, WebPages.PageFor(http, lang), null));
        pages.Post("/{id}/revoke", issue, RevokeAsync);
    }

    /// <summary>Where cards for that scope are issued.</summary>
    internal static string IssuePathOf(string scope) => $"{Path}/issue?scope={Uri.EscapeDataString(scope)}";

    private static RazorComponentResult<PassesPage> ShowAll(PassParts parts, HttpContext http, string? lang, string? done)
    {
        var page = WebPages.PageFor(http, lang);
        var query = TableQuery.Of(http.Request, Path);
        var (passes, next) = parts.Desk.Page(
            long.TryParse(query.After, out var before) ? before : null, PageSize, parts.Sights.Of(http, Capability.SeePasses));
        return WebPages.Render<PassesPage>(page, new()
        {
            ["Query"] = query,
            ["Passes"] = passes.Select(pass => PassView.Of(pass, parts, page)).ToArray(),
            ["Next"] = next?.ToString(System.Globalization.CultureInfo.InvariantCulture),
            ["Done"] = done == "revoked" ? PassPageWords.Of(page.Words).DoneRevoked : null,
        });
    }

    private static IResult Ask(PassParts parts, HttpContext http, string? lang, string? scope)
    {
        var page = WebPages.PageFor(http, lang);
        var sight = parts.Sights.Of(http, Capability.IssuePasses);
        if (scope is null)
        {
            var query = TableQuery.Of(http.Request, Path + "/issue");
            return WebPages.Render<PassWherePage>(page, new()
            {
                ["Query"] = query,
                ["Found"] = parts.Finder.Find(query.Search, sight, SteeringWords.Of(page.Words).WholeHub)
                    .Where(static one => one is { Gate: null, Dimension: null })
                    .Select(one => parts.Names.Of(one, page)).ToArray(),
            });
        }
        return Read(scope, sight) is { } known
            ? Question(parts.Names.Of(known, page), new PassForm(), null, page) : SettingsParts.Missing(page);
    }

    private static RazorComponentResult<PassIssuePage> Question(
        ScopeView scope, PassForm form, string? problem, PageContext page) =>
        WebPages.Render<PassIssuePage>(page, new() { ["Scope"] = scope, ["Form"] = form, ["Problem"] = problem },
            problem is null && form.Problems.Count == 0 ? StatusCodes.Status200OK : StatusCodes.Status409Conflict);

    private static async Task<IResult> IssueAsync(PassParts parts, HttpContext http, string? lang)
    {
        var page = WebPages.PageFor(http, lang);
        var sent = await http.Request.ReadFormAsync(http.RequestAborted);
        var sight = parts.Sights.Of(http, Capability.IssuePasses);
        if (Read(sent["scope"].ToString(), sight) is not { } scope)
            return SettingsParts.Missing(page);
        var text = PassPageWords.Of(page.Words);
        var typed = await PassForm.Of(sent).WithRosterAsync(
            sent.Files[PassForm.RosterField], SitePages.LanguageOf(page), http.RequestAborted);
        var (order, form) = typed.Read(scope, text);
        var view = parts.Names.Of(scope, page);
        if (order is null)
            return Question(view, form, null, page);
        try
        {
            var signed = await parts.Desk.IssueAsync(order, Caller.Of(http).Actor, sight);
            // The codes are in this answer and nowhere else, so the page cannot be asked for again.
            var printed = form.Printed;
            return WebPages.Render<PassCardsPage>(page, new()
            {
                ["Scope"] = view,
                ["Cards"] = signed.Select((one, at) => new PrintedCard(
                    QrSvg.OfSize(one.Code, text.CodeOfCard, PassCardsPage.CodeCentimetres),
                    at < printed.Count ? printed[at] : null)).ToArray(),
                ["Category"] = order.Category,
                ["Until"] = order.ExpiresAt,
            });
        }
        catch (RefusalException e)
        {
            return Question(view, form, e.In(SitePages.LanguageOf(page)), page);
        }
    }

    private static IResult AskRevoke(string id, PassParts parts, HttpContext http, PageContext page, string? problem) =>
        parts.Desk.Find(id, parts.Sights.Of(http, Capability.IssuePasses)) is { } pass
            ? WebPages.Render<PassRevokePage>(page, new() { ["Pass"] = PassView.Of(pass, parts, page), ["Problem"] = problem },
                problem is null ? StatusCodes.Status200OK : StatusCodes.Status409Conflict)
            : SettingsParts.Missing(page, PassPageWords.Of(page.Words).NoSuchPass);

    private static async Task<IResult> RevokeAsync(string id, PassParts parts, HttpContext http, string? lang)
    {
        var page = WebPages.PageFor(http, lang);
        var why = (await http.Request.ReadFormAsync(http.RequestAborted))["why"].ToString().Trim();
        try
        {
            await parts.Desk.RevokeAsync([id], why, Caller.Of(http).Actor, parts.Sights.Of(http, Capability.IssuePasses));
        }
        catch (RefusalException e) when (e.IsUnknown)
        {
            return SettingsParts.Missing(page, PassPageWords.Of(page.Words).NoSuchPass);
        }
        catch (RefusalException e)
        {
            return AskRevoke(id, parts, http, page, e.In(SitePages.LanguageOf(page)));
        }
        return EnrolPages.SeeOther(http, page.Link(Path + "?done=revoked"));
    }

    /// <summary>Null = no pass can be for it, or it is none of his.</summary>
    private static FleetScope? Read(string? word, Sight sight) => ScopeNames.Read(word) switch
    {
        { Site: { } site } scope => sight.SeesSite(site) ? scope : null,
        { Node: { } node } scope => sight.Whole.NodeByCode(node) is not null && sight.SeesNode(node) ? scope : null,
        { Gate: null, Dimension: null } scope => sight.IsWhole ? scope : null,
        _ => null,
    };
}

/// <summary>What the pages of passes are made from.</summary>
internal sealed record PassParts(PassDesk Desk, SightBook Sights, ScopeNames Names, ScopeFinder Finder);

/// <summary>A pass on a page; its code is not kept.</summary>
/// <param name="Id">The whole of it.</param>
/// <param name="Category">As people call it.</param>
public sealed record PassView(
    string Id, string Category, string? Label, ScopeView Scope, bool IsRotating, DateTimeOffset IssuedAt, string IssuedBy,
    DateTimeOffset? NotBefore, DateTimeOffset ExpiresAt, DateTimeOffset? RevokedAt, string? RevokedWhy)
{
    internal static PassView Of(IssuedPass pass, PassParts parts, PageContext page) => new(
        pass.Id.ToString(), CheckIn.Visits.CategoryWords.Of(pass.Category, SitePages.LanguageOf(page)), pass.Label,
        parts.Names.Of(pass.Scope is not { } scope ? FleetScope.All
            : scope.IsNode ? new FleetScope(Node: scope.Id) : new FleetScope(Site: scope.Id), page),
        pass.IsRotating, pass.IssuedAt, pass.IssuedBy, pass.NotBefore, pass.ExpiresAt, pass.RevokedAt, pass.RevokedWhy);
}
