using CheckIn.Hub.Accounts;
using CheckIn.Hub.Registrations;
using CheckIn.Hub.Settings;
using CheckIn.Hub.Venues;
using CheckIn.Hub.Web.Pages;
using CheckIn.Hub.Web.Parts;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;

namespace CheckIn.Hub.Web.Registrations;

/// <summary>
/// For the office: <c>/registrations</c>: places that wait; <c>/registrations/ID</c>: one, to be approved with the code that
/// its owner reads out, or refused.
/// </summary>
internal static class RegistrationPages
{
    internal const string Path = "/registrations";
    private const int MaxForm = 4 * 1024;

    internal static void MapRegistrationPages(this WebApplication app)
    {
        var pages = app.MapGroup(Path).ExcludeFromDescription().WithMetadata(new RequestSizeLimitAttribute(MaxForm));
        var edit = Access.To(Capability.EditSites);
        pages.Get("", edit, ShowAll);
        pages.Get("/{id:long}", edit, (long id, RegistrationParts parts, HttpContext http, string? lang) =>
            Show(id, parts, http, WebPages.PageFor(http, lang), null, null, StatusCodes.Status200OK));
        pages.Post("/{id:long}/approve", edit, ApproveAsync);
        pages.Post("/{id:long}/refuse", edit, RefuseAsync);
    }

    private static RazorComponentResult<RegistrationsPage> ShowAll(
        RegistrationParts parts, HttpContext http, string? lang, string? done)
    {
        var page = WebPages.PageFor(http, lang);
        var text = RegistrationWords.Of(page.Words);
        return WebPages.Render<RegistrationsPage>(page, new()
        {
            ["Query"] = TableQuery.Of(http.Request, Path),
            ["Waiting"] = parts.Desk.Waiting(parts.Sights.Of(http, Capability.EditSites))
                .Select(one => RegistrationView.Of(one, parts, page)).ToArray(),
            ["IsOpen"] = parts.Desk.IsOpen,
            ["Done"] = done == "refused" ? text.DoneRefused : null,
        });
    }

    private static IResult Show(
        long id, RegistrationParts parts, HttpContext http, PageContext page, string? field, string? problem, int status) =>
        parts.Desk.Find(id, parts.Sights.Of(http, Capability.EditSites)) is { } found
            ? WebPages.Render<RegistrationPage>(page, new()
            {
                ["Registration"] = RegistrationView.Of(found, parts, page),
                ["Field"] = field,
                ["Problem"] = problem,
            }, status)
            : WebPages.Render<MessagePage>(
                page, new() { ["Message"] = RegistrationWords.Of(page.Words).NoneWaiting }, StatusCodes.Status404NotFound);

    private static Task<IResult> ApproveAsync(long id, RegistrationParts parts, HttpContext http, string? lang) =>
        DecideAsync(id, parts, http, lang, async (sent, sight) =>
        {
            var site = await parts.Desk.ApproveAsync(
                id, sent["code"].ToString(), Caller.Of(http).Actor, sight, parts.Sights.Later(http, Capability.EditSites));
            // With an address it gets its poster at once; without, whoever approved makes it when there is one.
            if (parts.Posters.Address is not null && parts.Posters.Find(site) is null)
                await parts.Posters.MakeAsync(site, Caller.Of(http).Actor, parts.Sights.Of(http, Capability.EditSites));
            return $"/sites/{site}?done=save";
        });

    private static Task<IResult> RefuseAsync(long id, RegistrationParts parts, HttpContext http, string? lang) =>
        DecideAsync(id, parts, http, lang, async (sent, sight) =>
        {
            await parts.Desk.RefuseAsync(id, sent["why"].ToString(), Caller.Of(http).Actor, sight);
            return Path + "?done=refused";
        });

    private static async Task<IResult> DecideAsync(
        long id, RegistrationParts parts, HttpContext http, string? lang, Func<IFormCollection, Sight, Task<string>> decide)
    {
        var page = WebPages.PageFor(http, lang);
        var sent = await http.Request.ReadFormAsync(http.RequestAborted);
        try
        {
            return EnrolPages.SeeOther(
                http, page.Link(await decide(sent, parts.Sights.Of(http, Capability.EditSites))));
        }
        catch (RefusalException e)
        {
            return Show(id, parts, http, page, (e as RegistrationException)?.Field, e.In(SitePages.LanguageOf(page)),
                StatusCodes.Status409Conflict);
        }
    }
}

/// <summary>What the office's pages are made from.</summary>
internal sealed record RegistrationParts(RegistrationDesk Desk, PosterDesk Posters, SightBook Sights);

/// <summary>A registration as the office sees it.</summary>
/// <param name="Node">What its node is called.</param>
public sealed record RegistrationView(
    long Id, string Name, string Kind, string? Address, string Owner, string Phone, string Node, DateTimeOffset MadeAt)
{
    internal static RegistrationView Of(Registration one, RegistrationParts parts, PageContext page) => new(
        one.Id, one.Name, SiteWords.Of(page.Words).KindOf(one.Kind), one.Address, one.Owner?.Name ?? "",
        one.Owner?.Phone ?? "",
        parts.Desk.Tree.NodeByCode(one.Node) is { } node ? NodeNames.Of(node, page.Words) : one.Node, one.MadeAt);
}
