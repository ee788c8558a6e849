using CheckIn.Hub.Accounts;
using CheckIn.Hub.Web.Pages;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;

namespace CheckIn.Hub.Web;

/// <summary>
/// Links that are good once: <c>/setup/TOKEN</c> for a new account or one that is set anew, <c>/open/TOKEN</c> for the
/// operator of the hub's machine. Looking uses nothing up, only the form does: what fetches links for a preview, or
/// another site's page, spends none.
/// </summary>
internal static class LinkPages
{
    internal static void MapLinkPages(this WebApplication app)
    {
        var pages = app.MapGroup("").ExcludeFromDescription()
            .WithMetadata(new RequestSizeLimitAttribute(AccountPages.MaxForm));
        pages.Get("/setup/{token}", Access.Open, (string token, AccountParts parts, HttpContext http, string? lang) =>
            Show(token, parts, WebPages.PageFor(http, lang)));
        pages.Post("/setup/{token}", Access.Open, SetUpAsync);
        pages.Get("/open/{token}", Access.Open, (string token, AccountParts parts, HttpContext http, string? lang) =>
            Show(token, parts, WebPages.PageFor(http, lang)));
        pages.Post("/open/{token}", Access.Open, OpenAsync);
    }

    /// <summary>The link is of no use any more.</summary>
    internal static RazorComponentResult<NoticePage> Gone(PageContext page, string? next = null)
    {
        var text = AccountWords.Of(page.Words);
        return WebPages.Render<NoticePage>(page, new()
        {
            ["Title"] = text.LinkGone,
            ["Lines"] = new[] { next ?? text.LinkGoneNext },
            ["Href"] = SignInPages.Path,
            ["Do"] = text.SignIn,
        }, StatusCodes.Status404NotFound);
    }

    private static IResult Show(string token, AccountParts parts, PageContext page) => parts.Links.Look(token) switch
    {
        null => Gone(page),
        { Purpose: LinkPurpose.Open } => WebPages.Render<OpenPage>(page, new() { ["Action"] = "/open/" + token }),
        { Purpose: not LinkPurpose.First, Person: null } => Gone(page),
        var link => Form(token, link, parts, page, link.Person?.Name),
    };

    private static async Task<IResult> SetUpAsync(string token, AccountParts parts, HttpContext http, string? lang)
    {
        var page = WebPages.PageFor(http, lang);
        var sent = await http.Request.ReadFormAsync(http.RequestAborted);
        if (parts.Links.Look(token) is not { Purpose: not LinkPurpose.Open } link)
            return Gone(page);
        var (name, password) = (link.Person?.Name ?? sent["name"].ToString().Trim(), sent["password"].ToString());
        if (password != sent["again"].ToString())
            return Again(AccountWords.Of(page.Words).NotTheSame, StatusCodes.Status400BadRequest);
        try
        {
            // Once begun it is done, whoever goes away meanwhile: the link is used up by then.
            var signIn = await parts.Setup.SetUpAsync(
                token, new SetupForm(name, null, password), Origin.Of(http), CancellationToken.None);
            return SignInPages.Follow(signIn, "/", page, http, Again);
        }
        catch (AccountException e)
        {
            return parts.Links.Look(token) is null ? Gone(page)
                : Again(AccountPages.In(page, e), ApiRequests.StatusOf(e));
        }

        IResult Again(string problem, int status) => Form(token, link, parts, page, name, problem, status);
    }

    private static async Task<IResult> OpenAsync(string token, AccountParts parts, HttpContext http, string? lang)
    {
        var page = WebPages.PageFor(http, lang);
        try
        {
            var signIn = await parts.SignIn.OpenAsync(token, Origin.Of(http), CancellationToken.None);
            return SignInPages.Follow(signIn, "/", page, http, (problem, _) => Gone(page, problem));
        }
        catch (AccountException)
        {
            return Gone(page, AccountWords.Of(page.Words).OpenGoneNext);
        }
    }

    private static RazorComponentResult<SetupPage> Form(
        string token, LinkSight link, AccountParts parts, PageContext page, string? name, string? problem = null,
        int status = StatusCodes.Status200OK) => WebPages.Render<SetupPage>(page, new()
        {
            ["Purpose"] = link.Purpose,
            ["Action"] = "/setup/" + token,
            ["Name"] = name,
            ["Roles"] = link.Person?.Grants ?? [],
            ["Provider"] = link.Purpose == LinkPurpose.Invitation ? parts.Provider.Name : null,
            ["Problem"] = problem,
        }, status);
}
