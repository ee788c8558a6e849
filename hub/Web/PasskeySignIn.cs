using CheckIn.Hub.Accounts;
using CheckIn.Hub.Web.Passkeys;
using Microsoft.AspNetCore.Mvc;

namespace CheckIn.Hub.Web;

/// <summary>
/// Signing in by a passkey: alone, or as the second step. The question is asked by script, the answer is a form.
/// </summary>
internal static class PasskeySignIn
{
    internal static void MapPasskeySignIn(this WebApplication app)
    {
        var pages = app.MapGroup("/sign-in/passkey").ExcludeFromDescription()
            .WithMetadata(new RequestSizeLimitAttribute(AccountPages.MaxForm));
        pages.Post("/options", Access.Open, AskAsync);
        pages.Post("", Access.Open, SignInAsync);
    }

    /// <summary>A question for the page's script.</summary>
    internal static IResult Answer(PasskeyQuestion question, HttpContext http)
    {
        http.Response.Headers.CacheControl = "no-store";
        return Results.Json(question, PasskeyJson.Default.PasskeyQuestion);
    }

    private static async Task<IResult> AskAsync(AccountParts parts, HttpContext http)
    {
        var pending = Pending(http);
        return Answer(await parts.PasskeyDesk.AskToShowAsync(parts.PersonOf(pending), pending, http), http);
    }

    private static async Task<IResult> SignInAsync(AccountParts parts, HttpContext http, string? lang)
    {
        var page = WebPages.PageFor(http, lang);
        var sent = await http.Request.ReadFormAsync(http.RequestAborted);
        var next = OwnPath.Of(sent["next"], "/");
        var pending = Pending(http);
        var origin = Origin.Of(http);
        var signIn = await parts.PasskeyDesk.ShownAsync(pending, sent, http) is not { } shown ? SignIn.Refused
            : pending is null
            ? await parts.SignIn.ByPasskeyAsync(shown.Person, shown.Passkey, origin, http.RequestAborted)
            : shown.Person.Id != pending.Person ? SignIn.Refused
            : await parts.SignIn.ConfirmByPasskeyAsync(pending, shown.Passkey, origin, http.RequestAborted);
        return SignInPages.Follow(signIn, next, page, http, (problem, status) => SignInPages.Page(
            parts, page, next, status: status, problem: signIn.Outcome == SignInOutcome.Refused
                ? AccountWords.Of(page.Words).PasskeyFailed : problem));
    }

    private static Session? Pending(HttpContext http) =>
        Session.Of(http) is { Stage: SessionStage.FactorWanted } pending ? pending : null;
}
