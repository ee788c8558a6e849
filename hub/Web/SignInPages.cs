using CheckIn.Hub.Accounts;
using CheckIn.Hub.Web.Pages;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;

namespace CheckIn.Hub.Web;

/// <summary>
/// <c>/sign-in</c>: name and password, then the second step, or a passkey for both; and out again. What was wrong is not
/// told, so that nobody learns from it which names exist.
/// </summary>
internal static class SignInPages
{
    internal const string Path = "/sign-in", Second = "/sign-in/second";

    internal static void MapSignInPages(this WebApplication app)
    {
        var pages = app.MapGroup("").ExcludeFromDescription()
            .WithMetadata(new RequestSizeLimitAttribute(AccountPages.MaxForm));
        pages.Get(Path, Access.Open, Show);
        pages.Post(Path, Access.Open, SignInAsync);
        pages.Get(Second, Access.Open, ShowSecond);
        pages.Post(Second, Access.Open, ConfirmAsync);
        pages.Post("/sign-out", Access.Open, SignOutAsync);
    }

    /// <summary>What follows an attempt: on, as far as it went, or why not.</summary>
    /// <param name="refused">The page again, with what is wrong.</param>
    internal static IResult Follow(
        SignIn signIn, string next, PageContext page, HttpContext http, Func<string, int, IResult> refused)
    {
        if (!signIn.IsDone)
        {
            return refused(ProblemOf(signIn, page), signIn.Outcome == SignInOutcome.Refused
                ? StatusCodes.Status403Forbidden : StatusCodes.Status429TooManyRequests);
        }
        if (signIn.Id is { } id)
            SessionCookie.Write(http, id);
        var where = signIn.Session?.Stage switch
        {
            SessionStage.FactorWanted => Second + "?next=" + Uri.EscapeDataString(next),
            SessionStage.FactorMissing => FactorPages.Path + "?next=" + Uri.EscapeDataString(next),
            _ => next,
        };
        return EnrolPages.SeeOther(http, page.Link(where));
    }

    internal static string ProblemOf(SignIn signIn, PageContext page)
    {
        var text = AccountWords.Of(page.Words);
        return signIn switch
        {
            { Outcome: SignInOutcome.Wait, Wait: { } wait } => FleetWords.Fill(
                text.WaitFor, page.Words.Span(Math.Max(1000, (long)wait.TotalMilliseconds))),
            { Outcome: SignInOutcome.Busy or SignInOutcome.Wait } => text.TooManyAtOnce,
            _ => text.SignInRefused,
        };
    }

    /// <summary>The page to sign in.</summary>
    internal static RazorComponentResult<SignInPage> Page(
        AccountParts parts, PageContext page, string next, string? name = null, string? problem = null,
        string? done = null, int status = StatusCodes.Status200OK) => WebPages.Render<SignInPage>(page, new()
        {
            ["Next"] = next,
            ["Name"] = name,
            ["Problem"] = problem,
            ["Done"] = done,
            ["IsNobodyYet"] = parts.People.All.Count == 0,
            ["Provider"] = parts.Provider.Name,
        }, status);

    private static IResult Show(AccountParts parts, HttpContext http, string? lang, string? next, string? done)
    {
        var page = WebPages.PageFor(http, lang);
        var text = AccountWords.Of(page.Words);
        var where = OwnPath.Of(next, "/");
        if (page.Caller.Kind == CallerKind.Person && done is null)
            return EnrolPages.SeeOther(http, page.Link(where));
        if (Session.Of(http) is { Stage: SessionStage.FactorMissing } && done is null)
            return EnrolPages.SeeOther(http, page.Link(FactorPages.Path + "?next=" + Uri.EscapeDataString(where)));
        return Page(parts, page, where, done: done == "out" ? text.SignedOut : null,
            problem: done == "over" ? text.SessionOver : null);
    }

    private static async Task<IResult> SignInAsync(AccountParts parts, HttpContext http, string? lang)
    {
        var page = WebPages.PageFor(http, lang);
        var sent = await http.Request.ReadFormAsync(http.RequestAborted);
        var (name, next) = (sent["name"].ToString().Trim(), OwnPath.Of(sent["next"], "/"));
        var signIn = await parts.SignIn.ByPasswordAsync(
            name, sent["password"].ToString(), Origin.Of(http), http.RequestAborted);
        return Follow(signIn, next, page, http, (problem, status) =>
            Page(parts, page, next, name, problem, status: status));
    }

    private static IResult ShowSecond(AccountParts parts, HttpContext http, string? lang, string? next, string? with)
    {
        var page = WebPages.PageFor(http, lang);
        var where = OwnPath.Of(next, "/");
        return Session.Of(http) is { Stage: SessionStage.FactorWanted } pending && parts.PersonOf(pending) is { } person
            ? Step(person, page, where, with == "recovery") : BeginAgain(page, where, http);
    }

    private static async Task<IResult> ConfirmAsync(AccountParts parts, HttpContext http, string? lang)
    {
        var page = WebPages.PageFor(http, lang);
        var sent = await http.Request.ReadFormAsync(http.RequestAborted);
        var next = OwnPath.Of(sent["next"], "/");
        if (Session.Of(http) is not { Stage: SessionStage.FactorWanted } pending
            || parts.PersonOf(pending) is not { } person)
        {
            return BeginAgain(page, next, http);
        }
        var signIn = await parts.SignIn.ConfirmAsync(
            pending, sent["code"].ToString().Trim(), Origin.Of(http), http.RequestAborted);
        return Follow(signIn, next, page, http, (problem, status) =>
            Step(person, page, next, sent["with"] == "recovery", Wrong(signIn, problem, page), status));
    }

    private static async Task<IResult> SignOutAsync(AccountParts parts, HttpContext http, string? lang)
    {
        var page = WebPages.PageFor(http, lang);
        if (Session.Of(http) is { } session)
            await parts.SignIn.SignOutAsync(session, Origin.Of(http), CancellationToken.None);
        SessionCookie.Remove(http);
        // Nothing that was shown stays in the browser for whoever sits down next.
        http.Response.Headers["Clear-Site-Data"] = "\"cache\"";
        return EnrolPages.SeeOther(http, page.Link(Path + "?done=out"));
    }

    private static string Wrong(SignIn signIn, string problem, PageContext page) =>
        signIn.Outcome == SignInOutcome.Refused ? AccountWords.Of(page.Words).CodeRefused : problem;

    private static IResult BeginAgain(PageContext page, string next, HttpContext http) =>
        EnrolPages.SeeOther(http, page.Link($"{Path}?done=over&next={Uri.EscapeDataString(next)}"));

    private static RazorComponentResult<FactorPage> Step(
        Person person, PageContext page, string next, bool isRecovery, string? problem = null,
        int status = StatusCodes.Status200OK) => WebPages.Render<FactorPage>(page, new()
        {
            ["Next"] = next,
            ["Problem"] = problem,
            ["IsRecovery"] = isRecovery && person.RecoveryCodes > 0,
            ["HasApp"] = person.HasTotp,
            ["HasPasskey"] = person.Passkeys > 0,
            ["HasRecovery"] = person.RecoveryCodes > 0,
        }, status);
}
