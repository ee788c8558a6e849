using CheckIn.Hub.Accounts;
using CheckIn.Hub.Settings;
using CheckIn.Hub.Sites;
using CheckIn.Hub.Visitors;
using CheckIn.Hub.Web.Pages;
using CheckIn.Hub.Web.Parts;
using CheckIn.Hub.Web.Steering;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Invitation = CheckIn.Hub.Visitors.Invitation;

namespace CheckIn.Hub.Web.Visitors;

/// <summary>
/// <c>/invitations</c>: which there are; <c>/invitations/new</c>: whom to invite where, and the link, which is shown once
/// because the hub keeps its hash alone; <c>/invitations/NUMBER</c>: who has declared, and revoking it.
/// </summary>
internal static class InvitationPages
{
    internal const string Path = "/invitations";
    private const int MaxForm = 16 * 1024, PageSize = 50;

    internal static void MapInvitationPages(this WebApplication app)
    {
        var (see, issue) = (Access.To(Capability.SeePasses), Access.To(Capability.IssuePasses));
        var pages = app.MapGroup(Path).AddEndpointFilter(PageFaults.TellAsync).ExcludeFromDescription()
            .WithMetadata(new RequestSizeLimitAttribute(MaxForm));
        pages.Get("", see, ShowAll);
        pages.Get("/new", issue, Ask);
        pages.Post("/new", issue, MakeAsync);
        pages.Get("/{number:long}", issue, (long number, InvitationParts parts, HttpContext http, string? lang) =>
            ShowOne(number, parts, http, WebPages.PageFor(http, lang), null));
        pages.Post("/{number:long}/revoke", issue, RevokeAsync);
    }

    /// <summary>Where people are invited to that scope.</summary>
    internal static string NewPathOf(string scope) => $"{Path}/new?scope={Uri.EscapeDataString(scope)}";

    /// <summary>The link, whole, as it is opened on a phone.</summary>
    internal static string LinkOf(NewInvitation made, LinkAddress address, HttpContext http)
    {
        var path = VisitorPages.LinkPathOf(made.Secret);
        return address.Set is { } set
            ? new Uri(set, path).AbsoluteUri : $"{http.Request.Scheme}://{http.Request.Host.Value}{path}";
    }

    private static RazorComponentResult<InvitationsPage> ShowAll(
        InvitationParts parts, HttpContext http, string? lang, string? done)
    {
        var page = WebPages.PageFor(http, lang);
        var query = TableQuery.Of(http.Request, Path);
        var (found, next) = parts.Desk.Page(
            long.TryParse(query.After, out var before) ? before : null, PageSize, parts.Sights.Of(http, Capability.SeePasses));
        return WebPages.Render<InvitationsPage>(page, new()
        {
            ["Query"] = query,
            ["Invitations"] = found.Select(one => InvitationView.Of(one, parts, page)).ToArray(),
            ["Next"] = next?.ToString(System.Globalization.CultureInfo.InvariantCulture),
            ["Done"] = done == "revoked" ? InvitationWords.Of(page.Words).DoneRevoked : null,
        });
    }

    private static IResult Ask(InvitationParts parts, HttpContext http, string? lang, string? scope)
    {
        var page = WebPages.PageFor(http, lang);
        var sight = parts.Sights.Of(http, Capability.IssuePasses);
        if (scope is null)
        {
            var query = TableQuery.Of(http.Request, Path + "/new");
            return WebPages.Render<InvitationWherePage>(page, new()
            {
                ["Query"] = query,
                ["Found"] = parts.Finder.Find(query.Search, sight, SteeringWords.Of(page.Words).WholeHub)
                    .Where(static one => one is { Site: not null } or { Node: not null, Gate: null, Dimension: null })
                    .Select(one => parts.Names.Of(one, page)).ToArray(),
            });
        }
        return Read(scope, sight) is { } known
            ? Question(parts.Names.Of(known, page), new InvitationForm(), null, page) : SettingsParts.Missing(page);
    }

    private static RazorComponentResult<InvitationNewPage> Question(
        ScopeView scope, InvitationForm form, string? problem, PageContext page) =>
        WebPages.Render<InvitationNewPage>(page, new() { ["Scope"] = scope, ["Form"] = form, ["Problem"] = problem },
            problem is null && form.Problems.Count == 0 ? StatusCodes.Status200OK : StatusCodes.Status409Conflict);

    private static async Task<IResult> MakeAsync(InvitationParts parts, HttpContext http, string? lang)
    {
        var page = WebPages.PageFor(http, lang);
        var sent = await http.Request.ReadFormAsync(http.RequestAborted);
        var sight = parts.Sights.Of(http, Capability.IssuePasses);
        if (Read(sent["scope"].ToString(), sight) is not { } scope)
            return SettingsParts.Missing(page);
        var (order, form) = InvitationForm.Of(sent).Read(scope, page);
        var view = parts.Names.Of(scope, page);
        if (order is null)
            return Question(view, form, null, page);
        try
        {
            var made = await parts.Desk.MakeAsync(order, Caller.Of(http).Actor, sight);
            return WebPages.Render<InvitationLinkPage>(page, new()
            {
                ["Number"] = made.Invitation.Number,
                ["Link"] = LinkOf(made, parts.Address, http),
                ["Until"] = order.Until,
            });
        }
        catch (RefusalException e)
        {
            return Question(view, form, e.In(SitePages.LanguageOf(page)), page);
        }
    }

    private static IResult ShowOne(long number, InvitationParts parts, HttpContext http, PageContext page, string? problem)
    {
        if (parts.Desk.Find(number, parts.Sights.Of(http, Capability.IssuePasses)) is not { } found)
            return SettingsParts.Missing(page, InvitationWords.Of(page.Words).NoSuch);
        return WebPages.Render<InvitationPage>(page, new()
        {
            ["Invitation"] = InvitationView.Of(found, parts, page),
            ["Visitors"] = parts.Visitors.Of(number).Select(one => new VisitorView(
                parts.Visitors.Abbreviated(one), one.DeclaredAt, one.Pass)).ToArray(),
            ["Problem"] = problem,
        }, problem is null ? StatusCodes.Status200OK : StatusCodes.Status409Conflict);
    }

    private static async Task<IResult> RevokeAsync(long number, InvitationParts parts, HttpContext http, string? lang)
    {
        var page = WebPages.PageFor(http, lang);
        try
        {
            await parts.Desk.RevokeAsync(number, Caller.Of(http).Actor, parts.Sights.Of(http, Capability.IssuePasses));
        }
        catch (RefusalException e)
        {
            return ShowOne(number, parts, http, page, e.In(SitePages.LanguageOf(page)));
        }
        return EnrolPages.SeeOther(http, page.Link(Path + "?done=revoked"));
    }

    /// <summary>Null = nobody can be invited to it, or it is none of his.</summary>
    private static FleetScope? Read(string? word, Sight sight) => ScopeNames.Read(word) switch
    {
        { Site: not null } scope => InvitationRules.IsHis(scope, sight) ? scope : null,
        { Node: { } node } scope =>
            sight.Whole.NodeByCode(node) is not null && InvitationRules.IsHis(scope, sight) ? scope : null,
        _ => null,
    };
}

/// <summary>What the pages of invitations are made from.</summary>
internal sealed record InvitationParts(
    InvitationDesk Desk, VisitorDesk Visitors, SightBook Sights, ScopeNames Names, ScopeFinder Finder, LinkAddress Address);

/// <summary>An invitation on a page.</summary>
/// <param name="Category">As people call it.</param>
/// <param name="State">As <see cref="StateMark"/> has them.</param>
/// <param name="StateWord">As people call it.</param>
public sealed record InvitationView(
    long Number, ScopeView Scope, string Category, string? Label, DateTimeOffset From, DateTimeOffset Until, int People, int Used,
    string State, string StateWord, DateTimeOffset MadeAt, string MadeBy)
{
    internal static InvitationView Of(Invitation one, InvitationParts parts, PageContext page)
    {
        var text = InvitationWords.Of(page.Words);
        var (state, word) = one.StateAt(page.Now) switch
        {
            InvitationState.Open => ("ready", text.Open),
            InvitationState.Full => ("stopped", text.Full),
            InvitationState.Ended => ("stopped", text.Ended),
            _ => ("revoked", text.Revoked),
        };
        return new(
            one.Number, parts.Names.Of(one.Order.Scope, page),
            CheckIn.Visits.CategoryWords.Of(one.Order.Category, SitePages.LanguageOf(page)), one.Order.Label, one.Order.From,
            one.Order.Until, one.Order.Most, one.Used, state, word, one.MadeAt, one.MadeBy);
    }
}

/// <summary>Somebody who has declared.</summary>
/// <param name="Name">Abbreviated; null = it cannot be read.</param>
/// <param name="Pass">Its id; null = he has none yet.</param>
public sealed record VisitorView(string? Name, DateTimeOffset DeclaredAt, string? Pass);
