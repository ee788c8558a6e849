using CheckIn.Hub.Accounts;
using CheckIn.Hub.Web.Pages;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;

namespace CheckIn.Hub.Web;

/// <summary>
/// <c>/account/second-factor</c>: setting up one's second factor, also where somebody may do nothing else until he has
/// one; recovery codes, shown once; passkeys.
/// </summary>
internal static class FactorPages
{
    internal const string Path = "/account/second-factor";

    internal static void MapFactorPages(this WebApplication app)
    {
        var pages = app.MapGroup("/account").ExcludeFromDescription()
            .WithMetadata(new RequestSizeLimitAttribute(AccountPages.MaxForm));
        // Open: who must set one up has not signed in yet. Each asks for a session at that stage, or a full one that
        // was proven lately.
        pages.Get("/second-factor", Access.Open, (AccountParts parts, HttpContext http, string? lang, string? next) =>
            Judge(parts, http, lang, (session, person, page) =>
                Offer(parts, session, person, page, OwnPath.Of(next, "/account"))));
        pages.Post("/second-factor", Access.Open, ConfirmAsync);
        pages.Post("/passkeys/options", Access.Open, (AccountParts parts, HttpContext http) =>
            JudgeAsync(parts, http, null, async (session, person, _) => PasskeySignIn.Answer(
                await parts.PasskeyDesk.AskToMakeAsync(person, session, http), http)));
        pages.Post("/passkeys", Access.Open, AddPasskeyAsync);
        pages.Post("/passkeys/{id}/remove", Access.SignedIn.Freshly, RemovePasskeyAsync);
        pages.Post("/recovery-codes", Access.SignedIn.Freshly, RecoveryAsync);
    }

    private static Task<IResult> ConfirmAsync(AccountParts parts, HttpContext http, string? lang) =>
        JudgeAsync(parts, http, lang, async (session, person, page) =>
        {
            var sent = await http.Request.ReadFormAsync(http.RequestAborted);
            var next = OwnPath.Of(sent["next"], "/account");
            try
            {
                var set = await parts.Factors.ConfirmAsync(
                    session, sent["code"].ToString().Trim(), Origin.Of(http), CancellationToken.None);
                return Done(set, person, page, next, "factor", http);
            }
            catch (AccountException e)
            {
                return Offer(parts, session, person, page, next, AccountPages.In(page, e), ApiRequests.StatusOf(e));
            }
        });

    private static Task<IResult> AddPasskeyAsync(AccountParts parts, HttpContext http, string? lang) =>
        JudgeAsync(parts, http, lang, async (session, person, page) =>
        {
            var sent = await http.Request.ReadFormAsync(http.RequestAborted);
            var next = OwnPath.Of(sent["next"], "/account");
            var made = await parts.PasskeyDesk.MadeAsync(person, session, sent, http);
            if (made is null)
                return Wrong(AccountWords.Of(page.Words).PasskeyFailed, StatusCodes.Status400BadRequest);
            try
            {
                var set = await parts.Passkeys.AddAsync(session, made, Origin.Of(http), CancellationToken.None);
                return Done(set, person, page, next, "passkey", http);
            }
            catch (AccountException e)
            {
                return Wrong(AccountPages.In(page, e), ApiRequests.StatusOf(e));
            }

            IResult Wrong(string problem, int status) => Offer(parts, session, person, page, next, problem, status);
        });

    private static async Task<IResult> RemovePasskeyAsync(
        string id, AccountParts parts, HttpContext http, string? lang)
    {
        var page = WebPages.PageFor(http, lang);
        var isId = System.Buffers.Text.Base64Url.IsValid(id);
        if (Session.Of(http) is not { } session || !isId)
            return EnrolPages.SeeOther(http, page.Link(OwnAccountPages.Path));
        try
        {
            await parts.Passkeys.RemoveAsync(
                session, System.Buffers.Text.Base64Url.DecodeFromChars(id), Origin.Of(http), CancellationToken.None);
            return EnrolPages.SeeOther(http, page.Link(OwnAccountPages.Path + "?done=passkey-gone"));
        }
        catch (AccountException e)
        {
            return OwnAccountPages.Page(parts, page, http, AccountPages.In(page, e), ApiRequests.StatusOf(e));
        }
    }

    private static async Task<IResult> RecoveryAsync(AccountParts parts, HttpContext http, string? lang)
    {
        var page = WebPages.PageFor(http, lang);
        if (Session.Of(http) is not { } session || parts.PersonOf(session) is not { } person)
            return EnrolPages.SeeOther(http, page.Link(OwnAccountPages.Path));
        try
        {
            var codes = await parts.Factors.NewRecoveryCodesAsync(session, Origin.Of(http), CancellationToken.None);
            return Codes(codes, person, page, OwnAccountPages.Path, null, http);
        }
        catch (AccountException e)
        {
            return OwnAccountPages.Page(parts, page, http, AccountPages.In(page, e), ApiRequests.StatusOf(e));
        }
    }

    private static IResult Done(
        FactorSet set, Person person, PageContext page, string next, string done, HttpContext http)
    {
        if (set.SignIn?.Id is { } id)
            SessionCookie.Write(http, id);
        var text = AccountWords.Of(page.Words);
        // The codes are in this answer and nowhere else; its session may be another than the one that asked, so there
        // is nothing else to do on it than to go on.
        return set.RecoveryCodes is { } codes
            ? Codes(codes, person, page, next, done == "passkey" ? text.DonePasskey : text.DoneFactor, http)
            : EnrolPages.SeeOther(http, page.Link(next == OwnAccountPages.Path ? next + "?done=" + done : next));
    }

    private static RazorComponentResult<RecoveryPage> Codes(
        IReadOnlyList<string> codes, Person person, PageContext page, string next, string? done, HttpContext http) =>
        WebPages.Render<RecoveryPage>(page with { Caller = Caller.Nobody(null) }, new()
        {
            ["Codes"] = codes,
            ["Name"] = person.Name,
            ["Host"] = http.Request.Host.Value ?? "",
            ["Next"] = next,
            ["Done"] = done,
        });

    private static RazorComponentResult<FactorSetupPage> Offer(
        AccountParts parts, Session session, Person person, PageContext page, string next, string? problem = null,
        int status = StatusCodes.Status200OK)
    {
        var offer = parts.Factors.Offer(session);
        return WebPages.Render<FactorSetupPage>(page, new()
        {
            ["Qr"] = QrSvg.Of(offer.Uri, AccountWords.Of(page.Words).FactorQr),
            ["Secret"] = offer.Secret,
            ["IsRequired"] = session.Stage == SessionStage.FactorMissing,
            ["Next"] = next,
            ["Problem"] = problem,
        }, status);
    }

    private static IResult Judge(
        AccountParts parts, HttpContext http, string? lang, Func<Session, Person, PageContext, IResult> act)
    {
        var page = WebPages.PageFor(http, lang);
        var session = Session.Of(http);
        if (session is not { Stage: SessionStage.FactorMissing or SessionStage.Full }
            || parts.PersonOf(session) is not { } person)
        {
            return EnrolPages.SeeOther(
                http, page.Link(session is { Person: null } ? OwnAccountPages.Path : SignInPages.Path));
        }
        // Somebody else at a browser that was left alone must not add his own.
        return session.Stage == SessionStage.Full && !parts.Sessions.IsFresh(session)
            ? EnrolPages.SeeOther(http, page.Link(ProvePages.For(Path))) : act(session, person, page);
    }

    private static async Task<IResult> JudgeAsync(
        AccountParts parts, HttpContext http, string? lang, Func<Session, Person, PageContext, Task<IResult>> actAsync)
    {
        Task<IResult>? acting = null;
        var turnedAway = Judge(parts, http, lang, (session, person, page) =>
        {
            acting = actAsync(session, person, page);
            return Results.Empty;
        });
        return acting is null ? turnedAway : await acting;
    }
}
