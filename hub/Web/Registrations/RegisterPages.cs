using CheckIn.Hub.Accounts;
using CheckIn.Hub.Registrations;
using CheckIn.Hub.Settings;
using CheckIn.Hub.Sites;
using CheckIn.Hub.Venues;
using CheckIn.Hub.Web.Pages;
using CheckIn.Hub.Web.Parts;
using CheckIn.Hub.Web.Venues;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Extensions.Options;

namespace CheckIn.Hub.Web.Registrations;

/// <summary>
/// For owners, who have no account: <c>/register</c> finds the commune, <c>/register/at/NODE</c> asks what the place is,
/// <c>/registered/SECRET</c> shows the code and what became of it, and its poster below that.
/// </summary>
internal static class RegisterPages
{
    internal const string Path = "/register";
    private const int MaxForm = 8 * 1024, MostFound = 20;

    internal static void MapRegisterPages(this WebApplication app)
    {
        var pages = app.MapGroup("").ExcludeFromDescription().WithMetadata(new RequestSizeLimitAttribute(MaxForm));
        pages.Get(Path, Access.Open, Where);
        pages.Get(Path + "/at/{node}", Access.Open, Ask);
        pages.Post(Path + "/at/{node}", Access.Open, RegisterAsync).RequireRateLimiting(nameof(RegistrationLimit));
        pages.Get("/registered/{secret}", Access.Open, Tell);
        pages.Get("/registered/{secret}/poster", Access.Open, ShowPoster);
    }

    /// <summary>Where to register with that node.</summary>
    internal static string PathOf(string node) => $"{Path}/at/{Uri.EscapeDataString(node)}";

    private static RazorComponentResult<RegisterWherePage> Where(RegisterParts parts, HttpContext http, string? lang, string? q)
    {
        var page = WebPages.PageFor(http, lang);
        var words = SearchText.Words(q);
        var found = !parts.Desk.IsOpen || words.Count == 0 ? [] : RegistrationDesk.NodesOf(parts.Desk.Tree, parts.Desk.Today)
            .Where(node => SearchText.Matches(SearchText.Fold($"{node.Name} {node.NameEn}"), words))
            .OrderBy(static node => node.Name.Length).ThenBy(static node => node.Name, StringComparer.Ordinal)
            .Take(MostFound + 1).ToList();
        return WebPages.Render<RegisterWherePage>(page, new()
        {
            ["IsOpen"] = parts.Desk.IsOpen,
            ["Search"] = q,
            ["Found"] = found.Take(MostFound).Select(node => new NodeChoice(
                node.Code, NodeNames.Of(node, page.Words), Above(node, parts, page))).ToArray(),
            ["IsMore"] = found.Count > MostFound,
        });
    }

    private static IResult Ask(string node, RegisterParts parts, HttpContext http, string? lang)
    {
        var page = WebPages.PageFor(http, lang);
        return parts.Desk.IsOpen && parts.Desk.NodeOf(node) is { } known
            ? Form(known, new RegistrationForm(), parts, page, StatusCodes.Status200OK) : Missing(parts, page);
    }

    private static async Task<IResult> RegisterAsync(string node, RegisterParts parts, HttpContext http, string? lang)
    {
        var page = WebPages.PageFor(http, lang);
        if (parts.Desk.NodeOf(node) is not { } known)
            return Missing(parts, page);
        var form = RegistrationForm.Of(await http.Request.ReadFormAsync(http.RequestAborted));
        try
        {
            var secret = await parts.Desk.RegisterAsync(form.OrderFor(node));
            return EnrolPages.SeeOther(http, page.Link("/registered/" + secret));
        }
        catch (RegistrationException e)
        {
            var why = e.In(SitePages.LanguageOf(page));
            return Form(known, form with { Field = e.Field, Problem = why }, parts, page,
                e.IsBusy ? StatusCodes.Status429TooManyRequests : StatusCodes.Status409Conflict);
        }
    }

    private static IResult Tell(string secret, RegisterParts parts, HttpContext http, string? lang)
    {
        var page = WebPages.PageFor(http, lang);
        var text = RegistrationWords.Of(page.Words);
        if (parts.Desk.Find(secret) is not { } found)
        {
            return WebPages.Render<MessagePage>(
                page, new() { ["Message"] = text.NoSuch }, StatusCodes.Status404NotFound);
        }
        return WebPages.Render<RegisteredPage>(page, new()
        {
            ["Registration"] = OwnView.Of(found),
            ["Secret"] = secret,
            ["HasPoster"] = PosterOf(found, parts) is not null,
            ["Node"] = parts.Desk.Tree.NodeByCode(found.Node) is { } node ? NodeNames.Of(node, page.Words) : found.Node,
        });
    }

    private static IResult ShowPoster(string secret, RegisterParts parts, HttpContext http, string? lang)
    {
        var page = WebPages.PageFor(http, lang);
        if (parts.Desk.Find(secret) is not { } found || PosterOf(found, parts) is not { } poster)
        {
            return WebPages.Render<MessagePage>(
                page, new() { ["Message"] = RegistrationWords.Of(page.Words).NoSuch }, StatusCodes.Status404NotFound);
        }
        var (site, text) = (parts.Desk.Tree.Sites[found.Site], VenueWords.Of(page.Words));
        return WebPages.Render<RegisteredPosterPage>(page, new()
        {
            ["Here"] = $"/registered/{secret}/poster",
            ["Site"] = site,
            ["Qr"] = PosterPages.Draw(poster, site, parts.Posters, text),
            ["Support"] = Supporters.NumberOf(site, parts.Desk.Tree, page.Now),
        });
    }

    /// <summary>Null = it is not approved, or has none.</summary>
    private static Poster? PosterOf(Registration found, RegisterParts parts) =>
        found.State == RegistrationState.Approved && parts.Posters.Address is not null
            && parts.Desk.Tree.Sites.ContainsKey(found.Site) ? parts.Posters.Find(found.Site) : null;

    private static RazorComponentResult<RegisterPage> Form(
        Node node, RegistrationForm form, RegisterParts parts, PageContext page, int status) =>
        WebPages.Render<RegisterPage>(page, new()
        {
            ["Node"] = new NodeChoice(node.Code, NodeNames.Of(node, page.Words), null),
            ["Form"] = form,
            ["Days"] = (int)parts.Options.Value.KeptWaiting.TotalDays,
        }, status);

    private static RazorComponentResult<MessagePage> Missing(RegisterParts parts, PageContext page)
    {
        var text = RegistrationWords.Of(page.Words);
        return WebPages.Render<MessagePage>(
            page, new() { ["Message"] = parts.Desk.IsOpen ? text.NotFound : text.Closed }, StatusCodes.Status404NotFound);
    }

    private static string? Above(Node node, RegisterParts parts, PageContext page) =>
        node.Parent is { } id && parts.Desk.Tree.Nodes.TryGetValue(id, out var above)
            ? NodeNames.Of(above, page.Words) : null;
}

/// <summary>What the owners' pages are made from.</summary>
internal sealed record RegisterParts(RegistrationDesk Desk, PosterDesk Posters, IOptions<RegistrationOptions> Options);

/// <summary>A node to register with.</summary>
/// <param name="Above">The node that it is part of; null = none.</param>
public sealed record NodeChoice(string Code, string Name, string? Above);

/// <summary>What its owner sees of a registration.</summary>
/// <param name="State">waiting, approved, refused or expired.</param>
/// <param name="Code">What he reads out; null = he is not asked any more.</param>
public sealed record OwnView(string Name, string State, string? Code, string? Phone, string? Why, string Site)
{
    internal static OwnView Of(Registration one) => new(one.Name, one.State switch
    {
        RegistrationState.Waiting => "waiting",
        RegistrationState.Approved => "approved",
        RegistrationState.Refused => "refused",
        _ => "expired",
    }, one.Code, one.Owner?.Phone, one.Why, one.Site);
}
