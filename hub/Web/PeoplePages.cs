using System.Globalization;
using CheckIn.Hub.Accounts;
using CheckIn.Hub.Web.Pages;
using CheckIn.Hub.Web.Parts;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;

namespace CheckIn.Hub.Web;

/// <summary>
/// <c>/people</c>: who may sign in and what he may, for who manages that, within his nodes. What changes something asks
/// for a fresh proof. A person's name stands in no address.
/// </summary>
internal static class PeoplePages
{
    private const string Path = "/people";
    private const int PageSize = 100;

    internal static void MapPeoplePages(this WebApplication app)
    {
        var manage = Access.To(Capability.ManagePeople);
        var pages = app.MapGroup(Path).ExcludeFromDescription()
            .WithMetadata(new RequestSizeLimitAttribute(AccountPages.MaxForm));
        pages.Get("", manage, List);
        pages.Get("/invite", manage.Freshly, (AccountParts parts, HttpContext http, string? lang) =>
            Invitation(parts, WebPages.PageFor(http, lang), new GrantForm()));
        pages.Post("/invite", manage.Freshly, InviteAsync);
        pages.Get("/{id:long}", manage, (long id, AccountParts parts, HttpContext http, string? lang) =>
            Of(id, parts, http, lang, (person, page) => One(parts, page, person, http)));
        pages.Post("/{id:long}/roles", manage.Freshly, (long id, AccountParts parts, HttpContext http, string? lang) =>
            ChangeAsync(id, parts, http, lang, parts.Desk.GrantAsync));
        pages.Post("/{id:long}/roles/take", manage.Freshly, (long id, AccountParts parts, HttpContext http, string? lang) =>
            ChangeAsync(id, parts, http, lang, parts.Desk.WithdrawAsync));
        pages.Post("/{id:long}/sessions/end", manage, EndAsync);
        foreach (var isRemoval in new[] { true, false })
        {
            var act = isRemoval ? "/{id:long}/remove" : "/{id:long}/reset";
            pages.Get(act, manage.Freshly, (long id, AccountParts parts, HttpContext http, string? lang) =>
                Of(id, parts, http, lang, (person, page) => Act(page, person, isRemoval)));
            pages.Post(act, manage.Freshly, (long id, AccountParts parts, HttpContext http, string? lang) =>
                ActAsync(id, isRemoval, parts, http, lang));
        }
    }

    /// <summary>The address of a link, whole.</summary>
    internal static string Whole(OneTimeLink link, Uri? address, HttpContext http) => address is null
        ? $"{http.Request.Scheme}://{http.Request.Host.Value}{link.Path}" : new Uri(address, link.Path).AbsoluteUri;

    private static RazorComponentResult<PeoplePage> List(
        AccountParts parts, HttpContext http, string? lang, string? done)
    {
        var page = WebPages.PageFor(http, lang);
        var text = AccountWords.Of(page.Words);
        var query = TableQuery.Of(http.Request, Path, "role");
        var all = parts.Desk.VisibleTo(page.Caller);
        var words = SearchText.Words(query.Search);
        var role = query["role"] is { } word ? RoleTable.Find(word) : null;
        var found = all.Where(person => SearchText.Matches(SearchText.Fold($"{person.Name} {person.DisplayName}"), words)
            && (role is null || person.Grants.Any(grant => grant.Role == role))).ToList();
        var first = long.TryParse(query.After, NumberStyles.None, CultureInfo.InvariantCulture, out var last)
            ? found.FindIndex(person => person.Id == last) + 1 : 0;
        var rows = found.Skip(first).Take(PageSize).ToArray();
        return WebPages.Render<PeoplePage>(page, new()
        {
            ["People"] = rows,
            ["Count"] = found.Count,
            ["Next"] = first + rows.Length < found.Count ? rows[^1].Id.ToString(CultureInfo.InvariantCulture) : null,
            ["All"] = all.Count,
            ["Query"] = query,
            ["Done"] = done == "removed" ? text.DoneRemoved : null,
        });
    }

    private static async Task<IResult> InviteAsync(AccountParts parts, HttpContext http, string? lang)
    {
        var page = WebPages.PageFor(http, lang);
        var sent = await http.Request.ReadFormAsync(http.RequestAborted);
        var form = GrantForm.Of(sent);
        var (name, shown) = (sent["name"].ToString().Trim(), sent["shown"].ToString().Trim());
        try
        {
            var (person, link) = await parts.Desk.InviteAsync(
                page.Caller, new Invitation(name, shown, form.Grant is { } grant ? [grant] : []),
                CancellationToken.None);
            return Link(parts, page, person, link, http);
        }
        catch (AccountException e)
        {
            return Invitation(parts, page, form, name, shown, AccountPages.In(page, e), ApiRequests.StatusOf(e));
        }
    }

    private static async Task<IResult> ChangeAsync(
        long id, AccountParts parts, HttpContext http, string? lang,
        Func<Caller, string, Grant, CancellationToken, Task> changeAsync)
    {
        var page = WebPages.PageFor(http, lang);
        if (Find(id, parts, page) is not { } person)
            return Nobody(page);
        var form = GrantForm.Of(await http.Request.ReadFormAsync(http.RequestAborted));
        try
        {
            if (form.Grant is { } grant)
                await changeAsync(page.Caller, person.Name, grant, CancellationToken.None);
            return EnrolPages.SeeOther(http, page.Link($"{Path}/{id}?done=grants"));
        }
        catch (AccountException e)
        {
            return One(parts, page, person, http, form, AccountPages.In(page, e), ApiRequests.StatusOf(e));
        }
    }

    private static async Task<IResult> EndAsync(long id, AccountParts parts, HttpContext http, string? lang)
    {
        var page = WebPages.PageFor(http, lang);
        if (Find(id, parts, page) is not { } person)
            return Nobody(page);
        try
        {
            await parts.Desk.EndSessionsAsync(page.Caller, person.Name, CancellationToken.None);
            return EnrolPages.SeeOther(http, page.Link($"{Path}/{id}?done=ended"));
        }
        catch (AccountException e)
        {
            return One(parts, page, person, http, null, AccountPages.In(page, e), ApiRequests.StatusOf(e));
        }
    }

    private static async Task<IResult> ActAsync(
        long id, bool isRemoval, AccountParts parts, HttpContext http, string? lang)
    {
        var page = WebPages.PageFor(http, lang);
        if (Find(id, parts, page) is not { } person)
            return Nobody(page);
        try
        {
            if (!isRemoval)
            {
                return Link(parts, page, person,
                    await parts.Desk.ResetAsync(page.Caller, person.Name, CancellationToken.None), http);
            }
            await parts.Desk.RemoveAsync(page.Caller, person.Name, CancellationToken.None);
            return EnrolPages.SeeOther(http, page.Link(Path + "?done=removed"));
        }
        catch (AccountException e)
        {
            return Act(page, person, isRemoval, AccountPages.In(page, e), ApiRequests.StatusOf(e));
        }
    }

    private static RazorComponentResult<PersonActPage> Act(
        PageContext page, Person person, bool isRemoval, string? problem = null, int status = StatusCodes.Status200OK) =>
        WebPages.Render<PersonActPage>(page, new()
        {
            ["Person"] = person,
            ["IsRemoval"] = isRemoval,
            ["Problem"] = problem,
        }, status);

    /// <summary>The link is in this answer and nowhere else.</summary>
    private static RazorComponentResult<LinkPage> Link(
        AccountParts parts, PageContext page, Person person, OneTimeLink link, HttpContext http) =>
        WebPages.Render<LinkPage>(page, new()
        {
            ["For"] = person.Shown,
            ["Link"] = Whole(link, parts.Address.Set, http),
            ["Until"] = link.ExpiresAt,
        });

    private static RazorComponentResult<InvitePage> Invitation(
        AccountParts parts, PageContext page, GrantForm form, string? name = null, string? shown = null,
        string? problem = null, int status = StatusCodes.Status200OK) => WebPages.Render<InvitePage>(page, new()
        {
            ["Name"] = name,
            ["Shown"] = shown,
            ["Form"] = form,
            ["Nodes"] = parts.NodesOf(page.Caller, Capability.ManagePeople, page.Now),
            ["IsWhole"] = page.Caller.MayEverywhere(Capability.ManagePeople),
            ["Problem"] = problem,
        }, status);

    private static RazorComponentResult<PersonPage> One(
        AccountParts parts, PageContext page, Person person, HttpContext http, GrantForm? form = null,
        string? problem = null, int status = StatusCodes.Status200OK)
    {
        var text = AccountWords.Of(page.Words);
        return WebPages.Render<PersonPage>(page, new()
        {
            ["Person"] = person,
            ["Sessions"] = parts.Sessions.Of(person.Id, Session.Of(http)),
            ["Form"] = form ?? new GrantForm(),
            ["Nodes"] = parts.NodesOf(page.Caller, Capability.ManagePeople, page.Now),
            ["IsWhole"] = page.Caller.MayEverywhere(Capability.ManagePeople),
            ["IsOwn"] = page.Caller.PersonId == person.Id,
            ["CanManage"] = parts.Desk.MayManage(page.Caller, person),
            ["Done"] = http.Request.Query["done"].ToString() switch
            {
                "grants" => text.DoneGrants,
                "ended" => text.DoneEnded,
                _ => null,
            },
            ["Problem"] = problem,
        }, status);
    }

    private static IResult Of(
        long id, AccountParts parts, HttpContext http, string? lang, Func<Person, PageContext, IResult> show)
    {
        var page = WebPages.PageFor(http, lang);
        return Find(id, parts, page) is { } person ? show(person, page) : Nobody(page);
    }

    /// <summary>As the caller sees him; null = he sees nobody of that number.</summary>
    private static Person? Find(long id, AccountParts parts, PageContext page) =>
        parts.Desk.VisibleTo(page.Caller).FirstOrDefault(person => person.Id == id);

    private static RazorComponentResult<NoticePage> Nobody(PageContext page)
    {
        var text = AccountWords.Of(page.Words);
        return WebPages.Render<NoticePage>(
            page, new() { ["Title"] = text.NoSuchPerson, ["Href"] = Path, ["Do"] = text.People },
            StatusCodes.Status404NotFound);
    }
}
