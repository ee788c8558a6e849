using CheckIn.Hub.Accounts;
using CheckIn.Hub.Web.Pages;
using CheckIn.Hub.Web.Passkeys;
using Microsoft.AspNetCore.Mvc;

namespace CheckIn.Hub.Web;

/// <summary><c>/account</c>: one's own password, factors and sessions.</summary>
internal static class OwnAccountPages
{
    internal const string Path = "/account";

    internal static void MapOwnAccountPages(this WebApplication app)
    {
        var pages = app.MapGroup(Path).ExcludeFromDescription()
            .WithMetadata(new RequestSizeLimitAttribute(AccountPages.MaxForm));
        pages.Get("", Access.SignedIn, (AccountParts parts, HttpContext http, string? lang) =>
            Page(parts, WebPages.PageFor(http, lang), http));
        pages.Post("/password", Access.SignedIn, ChangePasswordAsync);
        pages.Post("/sessions/{number:long}/end", Access.SignedIn, EndAsync);
        pages.Post("/sessions/end-others", Access.SignedIn, EndOthersAsync);
    }

    /// <summary>His own page; of who has none, a page that says so.</summary>
    internal static IResult Page(
        AccountParts parts, PageContext page, HttpContext http, string? problem = null,
        int status = StatusCodes.Status200OK)
    {
        var text = AccountWords.Of(page.Words);
        var session = Session.Of(http);
        if (parts.PersonOf(session) is not { } person)
        {
            return WebPages.Render<NoticePage>(page, new()
            {
                ["Title"] = text.Account,
                ["Lines"] = new[] { text.OperatorAccount },
                ["Href"] = "/tokens",
                ["Do"] = text.Tokens,
            });
        }
        return WebPages.Render<AccountPage>(page, new()
        {
            ["Person"] = person,
            ["Passkeys"] = parts.Passkeys.Of(person.Id).Select(one => new PasskeyView(
                PasskeyDesk.IdOf(one.Info), one.Info.Name ?? text.Passkey, one.Info.CreatedAt, one.UsedAt)).ToArray(),
            ["Sessions"] = parts.Sessions.Of(person.Id, session),
            ["Provider"] = parts.Provider.Name,
            ["Done"] = DoneOf(http.Request.Query["done"], text),
            ["Problem"] = problem,
        }, status);
    }

    private static async Task<IResult> ChangePasswordAsync(AccountParts parts, HttpContext http, string? lang)
    {
        var page = WebPages.PageFor(http, lang);
        var sent = await http.Request.ReadFormAsync(http.RequestAborted);
        if (Session.Of(http) is not { Person: not null } session)
            return EnrolPages.SeeOther(http, page.Link(Path));
        if (sent["password"].ToString() != sent["again"].ToString())
            return Wrong(AccountWords.Of(page.Words).NotTheSame, StatusCodes.Status400BadRequest);
        try
        {
            var current = sent["current"].ToString();
            var changed = await parts.Setup.ChangePasswordAsync(
                session, current.Length == 0 ? null : current, sent["password"].ToString(), Origin.Of(http),
                CancellationToken.None);
            return SignInPages.Follow(changed, Path + "?done=password", page, http, (problem, status) => Wrong(
                changed.Outcome == SignInOutcome.Refused ? AccountWords.Of(page.Words).ProofRefused : problem, status));
        }
        catch (AccountException e)
        {
            return Wrong(AccountPages.In(page, e), ApiRequests.StatusOf(e));
        }

        IResult Wrong(string problem, int status) => Page(parts, page, http, problem, status);
    }

    private static async Task<IResult> EndAsync(long number, AccountParts parts, HttpContext http, string? lang)
    {
        var page = WebPages.PageFor(http, lang);
        if (Session.Of(http) is { } session)
            await TryEndAsync(session, number, parts, http);
        return EnrolPages.SeeOther(http, page.Link(Path + "?done=session"));
    }

    private static async Task<IResult> EndOthersAsync(AccountParts parts, HttpContext http, string? lang)
    {
        var page = WebPages.PageFor(http, lang);
        if (Session.Of(http) is { Person: { } person } session)
        {
            foreach (var other in parts.Sessions.Of(person, session).Where(static one => !one.IsThis))
                await TryEndAsync(session, other.Number, parts, http);
        }
        return EnrolPages.SeeOther(http, page.Link(Path + "?done=sessions"));
    }

    private static async Task TryEndAsync(Session session, long number, AccountParts parts, HttpContext http)
    {
        try
        {
            await parts.SignIn.EndAsync(session, number, Origin.Of(http), CancellationToken.None);
        }
        catch (AccountException)
        {
            // It has ended by itself meanwhile.
        }
    }

    private static string? DoneOf(string? done, AccountWords text) => done switch
    {
        "password" => text.DonePassword,
        "factor" => text.DoneFactor,
        "passkey" => text.DonePasskey,
        "passkey-gone" => text.DonePasskeyGone,
        "session" => text.DoneSession,
        "sessions" => text.DoneSessions,
        "linked" => text.DoneLinked,
        "unlinked" => text.DoneUnlinked,
        _ => null,
    };
}
