using CheckIn.Hub.Accounts;
using CheckIn.Hub.Web.Pages;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;

namespace CheckIn.Hub.Web;

/// <summary><c>/account/prove</c>: before what reaches far, who is signed in says once more that it is he.</summary>
internal static class ProvePages
{
    internal const string Path = "/account/prove";

    internal static void MapProvePages(this WebApplication app)
    {
        var pages = app.MapGroup(Path).ExcludeFromDescription()
            .WithMetadata(new RequestSizeLimitAttribute(AccountPages.MaxForm));
        pages.Get("", Access.SignedIn, (AccountParts parts, HttpContext http, string? lang, string? next) =>
            Page(parts, WebPages.PageFor(http, lang), http, OwnPath.Of(next, OwnAccountPages.Path)));
        pages.Post("", Access.SignedIn, ProveAsync);
        pages.Post("/passkey/options", Access.SignedIn, AskAsync);
        pages.Post("/passkey", Access.SignedIn, ProveByPasskeyAsync);
    }

    /// <summary>Where to prove it, and where to go then.</summary>
    internal static string For(string next) => Path + "?next=" + Uri.EscapeDataString(next);

    private static RazorComponentResult<ProvePage> Page(
        AccountParts parts, PageContext page, HttpContext http, string next, string? problem = null,
        int status = StatusCodes.Status200OK) => WebPages.Render<ProvePage>(page, new()
        {
            ["Next"] = next,
            ["Problem"] = problem,
            ["HasPasskey"] = parts.PersonOf(Session.Of(http)) is { Passkeys: > 0 },
        }, status);

    private static async Task<IResult> ProveAsync(AccountParts parts, HttpContext http, string? lang)
    {
        var page = WebPages.PageFor(http, lang);
        var sent = await http.Request.ReadFormAsync(http.RequestAborted);
        var (next, proof) = (OwnPath.Of(sent["next"], OwnAccountPages.Path), sent["answer"].ToString());
        if (Session.Of(http) is not { } session)
            return EnrolPages.SeeOther(http, page.Link(next));
        // No password is that short.
        var digits = proof.Replace(" ", "", StringComparison.Ordinal);
        var isCode = digits.Length == 6 && digits.All(char.IsAsciiDigit);
        var signIn = await parts.SignIn.ProveAsync(
            session, isCode ? null : proof, isCode ? digits : null, Origin.Of(http), http.RequestAborted);
        return SignInPages.Follow(signIn, next, page, http, (problem, status) => Page(
            parts, page, http, next, signIn.Outcome == SignInOutcome.Refused
                ? AccountWords.Of(page.Words).ProofRefused : problem, status));
    }

    private static async Task<IResult> AskAsync(AccountParts parts, HttpContext http) =>
        Session.Of(http) is { } session && parts.PersonOf(session) is { } person
            ? PasskeySignIn.Answer(await parts.PasskeyDesk.AskToShowAsync(person, session, http), http)
            : Results.StatusCode(StatusCodes.Status409Conflict);

    private static async Task<IResult> ProveByPasskeyAsync(AccountParts parts, HttpContext http, string? lang)
    {
        var page = WebPages.PageFor(http, lang);
        var sent = await http.Request.ReadFormAsync(http.RequestAborted);
        var next = OwnPath.Of(sent["next"], OwnAccountPages.Path);
        if (Session.Of(http) is not { } session)
            return EnrolPages.SeeOther(http, page.Link(next));
        var signIn = await parts.PasskeyDesk.ShownAsync(session, sent, http) is { } shown
            && shown.Person.Id == session.Person
            ? await parts.SignIn.ProveByPasskeyAsync(session, shown.Passkey, Origin.Of(http), http.RequestAborted)
            : SignIn.Refused;
        return SignInPages.Follow(signIn, next, page, http, (problem, status) => Page(
            parts, page, http, next, signIn.Outcome == SignInOutcome.Refused
                ? AccountWords.Of(page.Words).PasskeyFailed : problem, status));
    }
}
