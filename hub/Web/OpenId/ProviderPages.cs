using System.Globalization;
using System.Security.Claims;
using CheckIn.Hub.Accounts;
using CheckIn.Hub.Web.Pages;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.OAuth;
using Microsoft.AspNetCore.Http.HttpResults;

namespace CheckIn.Hub.Web.OpenId;

/// <summary>
/// Signing in at the identity provider, and linking one's account with it. Who comes from there is somebody here only if
/// he has linked himself: the provider makes nobody and gives no rights. Linking begins with a form of the hub's own, so
/// that nobody's browser is led into linking somebody else's account to his.
/// </summary>
internal static class ProviderPages
{
    private const string For = "for", Next = "next", Language = "lang", Session = "session", Link = "link";
    private const string ToSignIn = "sign-in", ToLink = "link", ToSetUp = "setup";

    internal static void MapProviderPages(this WebApplication app)
    {
        var pages = app.MapGroup("").ExcludeFromDescription();
        pages.Get("/sign-in/provider", Access.Open, (Provider provider, HttpContext http, string? lang, string? next) =>
            GoAsync(provider, http, lang, new() { [For] = ToSignIn, [Next] = OwnPath.Of(next, "/") }));
        pages.Get("/setup/{token}/provider", Access.Open, (
            string token, Provider provider, HttpContext http, string? lang) =>
            GoAsync(provider, http, lang, new() { [For] = ToSetUp, [Link] = token }));
        pages.Post("/account/provider", Access.SignedIn.Freshly, LinkAsync);
        pages.Post("/account/provider/unlink", Access.SignedIn.Freshly, UnlinkAsync);
        pages.Get(Provider.Callback, Access.Open, ComeBackAsync);
    }

    /// <summary>To the provider; or, where a form asked, a page with a link to it, because a form's answer may lead
    /// nowhere else.</summary>
    internal static Task LeadAsync(RedirectContext<OAuthOptions> context)
    {
        if (context.Properties.Items[For] == ToLink)
            context.HttpContext.Items[Provider.Scheme] = context.RedirectUri;
        else
            context.Response.Redirect(context.RedirectUri);
        return Task.CompletedTask;
    }

    /// <summary>The provider says who it was.</summary>
    internal static async Task ReceiveAsync(TicketReceivedContext context)
    {
        context.HandleResponse();
        var http = context.HttpContext;
        var items = context.Properties!.Items;
        var page = WebPages.PageFor(http, items[Language]);
        var parts = http.RequestServices.GetRequiredService<AccountParts>();
        var subject = context.Principal!.FindFirstValue(ClaimTypes.NameIdentifier)!;
        try
        {
            var answer = items[For] switch
            {
                ToLink => await LinkedAsync(parts, subject, items[Session], page, http),
                ToSetUp => SignInPages.Follow(
                    await parts.Setup.SetUpByIdentityAsync(
                        items[Link]!, parts.Provider.Issuer, subject, Origin.Of(http), CancellationToken.None),
                    "/", page, http, (problem, status) => Told(parts, page, problem, status)),
                _ => await SignedInAsync(parts, subject, items[Next] ?? "/", page, http),
            };
            await answer.ExecuteAsync(http);
        }
        catch (AccountException e)
        {
            await Told(parts, page, AccountPages.In(page, e), ApiRequests.StatusOf(e)).ExecuteAsync(http);
        }
    }

    /// <summary>The provider refused, or what came is not what was asked for.</summary>
    internal static async Task FailAsync(RemoteFailureContext context)
    {
        context.HandleResponse();
        var http = context.HttpContext;
        string? lang = null;
        _ = context.Properties?.Items.TryGetValue(Language, out lang);
        var page = WebPages.PageFor(http, lang);
        var parts = http.RequestServices.GetRequiredService<AccountParts>();
        // What lies behind anything else is the framework's words, for the log and nobody else.
        var why = context.Failure is ProviderException told ? told.In(SitePages.LanguageOf(page)) : "";
        await Told(parts, page, Failed(parts, page, why), StatusCodes.Status403Forbidden).ExecuteAsync(http);
    }

    private static async Task<IResult> GoAsync(
        Provider provider, HttpContext http, string? lang, Dictionary<string, string?> items)
    {
        var page = WebPages.PageFor(http, lang);
        if (provider.Name is null)
            return EnrolPages.SeeOther(http, page.Link(SignInPages.Path));
        items[Language] = page.Words.Language;
        try
        {
            await (await ProviderHandler.OfAsync(http)).ChallengeAsync(new AuthenticationProperties(items));
            return Results.Empty;
        }
        catch (ProviderException e)
        {
            var parts = http.RequestServices.GetRequiredService<AccountParts>();
            var why = Failed(parts, page, e.In(SitePages.LanguageOf(page)));
            return Told(parts, page, why, StatusCodes.Status503ServiceUnavailable);
        }
    }

    private static async Task<IResult> LinkAsync(AccountParts parts, HttpContext http, string? lang)
    {
        var page = WebPages.PageFor(http, lang);
        if (Accounts.Session.Of(http) is not { Person: not null } session)
            return EnrolPages.SeeOther(http, page.Link(OwnAccountPages.Path));
        var going = await GoAsync(parts.Provider, http, lang, new()
        {
            [For] = ToLink,
            [Session] = session.Number.ToString(CultureInfo.InvariantCulture),
        });
        if (http.Items[Provider.Scheme] is not string address)
            return going;
        var text = AccountWords.Of(page.Words);
        return WebPages.Render<ProviderPage>(page, new()
        {
            ["Title"] = FleetWords.Fill(text.LinkProvider, parts.Provider.Name),
            ["Address"] = address,
        });
    }

    private static async Task<IResult> UnlinkAsync(AccountParts parts, HttpContext http, string? lang)
    {
        var page = WebPages.PageFor(http, lang);
        if (parts.Provider.Name is null || Accounts.Session.Of(http) is not { Person: not null } session)
            return EnrolPages.SeeOther(http, page.Link(OwnAccountPages.Path));
        try
        {
            await parts.Identities.UnlinkAsync(
                session, parts.Provider.Issuer, Origin.Of(http), CancellationToken.None);
            return EnrolPages.SeeOther(http, page.Link(OwnAccountPages.Path + "?done=unlinked"));
        }
        catch (AccountException e)
        {
            return OwnAccountPages.Page(parts, page, http, AccountPages.In(page, e), ApiRequests.StatusOf(e));
        }
    }

    /// <summary>The handler answers by itself, or by what it calls here.</summary>
    private static async Task<IResult> ComeBackAsync(Provider provider, HttpContext http) =>
        provider.Name is not null && await (await ProviderHandler.OfAsync(http)).HandleRequestAsync()
            ? Results.Empty : EnrolPages.SeeOther(http, SignInPages.Path);

    private static async Task<IResult> SignedInAsync(
        AccountParts parts, string subject, string next, PageContext page, HttpContext http)
    {
        var text = AccountWords.Of(page.Words);
        var signIn = await parts.SignIn.ByIdentityAsync(
            parts.Provider.Issuer, subject, Origin.Of(http), http.RequestAborted);
        return SignInPages.Follow(signIn, OwnPath.Of(next, "/"), page, http, (problem, status) => Told(
            parts, page, signIn.Outcome == SignInOutcome.Refused
                ? FleetWords.Fill(text.ProviderUnknown, parts.Provider.Name) : problem, status));
    }

    private static async Task<IResult> LinkedAsync(
        AccountParts parts, string subject, string? asked, PageContext page, HttpContext http)
    {
        // The session that asked, and no other that the browser has had since.
        if (Accounts.Session.Of(http) is not { Person: not null } session
            || session.Number.ToString(CultureInfo.InvariantCulture) != asked)
        {
            return EnrolPages.SeeOther(http, page.Link(SignInPages.Path + "?done=over"));
        }
        await parts.Identities.LinkAsync(
            session, parts.Provider.Issuer, subject, Origin.Of(http), CancellationToken.None);
        return EnrolPages.SeeOther(http, page.Link(OwnAccountPages.Path + "?done=linked"));
    }

    private static string Failed(AccountParts parts, PageContext page, string why) =>
        FleetWords.Fill(AccountWords.Of(page.Words).ProviderFailed, parts.Provider.Name ?? "–", why);

    private static RazorComponentResult<SignInPage> Told(
        AccountParts parts, PageContext page, string problem, int status) =>
        SignInPages.Page(parts, page, "/", problem: problem, status: status);
}
