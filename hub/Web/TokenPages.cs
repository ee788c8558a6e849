using System.Globalization;
using CheckIn.Hub.Accounts;
using CheckIn.Hub.Web.Pages;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;

namespace CheckIn.Hub.Web;

/// <summary><c>/tokens</c>: programs' ways in; one's own, and those of whom one manages.</summary>
internal static class TokenPages
{
    private const string Path = "/tokens";

    internal static void MapTokenPages(this WebApplication app)
    {
        var pages = app.MapGroup(Path).ExcludeFromDescription()
            .WithMetadata(new RequestSizeLimitAttribute(AccountPages.MaxForm));
        pages.Get("", Access.SignedIn, (AccountParts parts, HttpContext http, string? lang, string? done) =>
        {
            var page = WebPages.PageFor(http, lang);
            return Page(parts, page, new TokenForm(),
                done: done == "withdrawn" ? AccountWords.Of(page.Words).DoneWithdrawn : null);
        });
        pages.Post("", Access.SignedIn.Freshly, MakeAsync);
        pages.Get("/{id:long}/withdraw", Access.SignedIn.Freshly, (long id, AccountParts parts, HttpContext http, string? lang) =>
        {
            var page = WebPages.PageFor(http, lang);
            return Find(id, parts, page) is { } token
                ? WebPages.Render<TokenWithdrawPage>(page, new() { ["Token"] = token })
                : (IResult)EnrolPages.SeeOther(http, page.Link(Path));
        });
        pages.Post("/{id:long}/withdraw", Access.SignedIn.Freshly, WithdrawAsync);
    }

    private static async Task<IResult> MakeAsync(AccountParts parts, HttpContext http, string? lang)
    {
        var page = WebPages.PageFor(http, lang);
        var sent = await http.Request.ReadFormAsync(http.RequestAborted);
        var grant = GrantForm.Of(sent);
        var form = new TokenForm(sent["name"].ToString().Trim(), grant.Role, grant.Node, sent["days"].ToString().Trim());
        var days = int.TryParse(form.Days, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : 0;
        try
        {
            var made = await parts.Tokens.MakeAsync(
                page.Caller, new TokenOrder(form.Name, grant.Grant ?? new Grant(Role.Viewer), days),
                CancellationToken.None);
            return Page(parts, page, new TokenForm(), told: made.Text);
        }
        catch (AccountException e)
        {
            return Page(parts, page, form, problem: AccountPages.In(page, e), status: ApiRequests.StatusOf(e));
        }
    }

    private static async Task<IResult> WithdrawAsync(long id, AccountParts parts, HttpContext http, string? lang)
    {
        var page = WebPages.PageFor(http, lang);
        if (Find(id, parts, page) is { } token)
        {
            try
            {
                await parts.Tokens.WithdrawAsync(page.Caller, token.Name, CancellationToken.None);
            }
            catch (AccountException e) when (e.IsUnknown)
            {
                // Somebody else has, or it has ended: the page that follows shows so.
            }
        }
        return EnrolPages.SeeOther(http, page.Link(Path + "?done=withdrawn"));
    }

    private static ApiToken? Find(long id, AccountParts parts, PageContext page) =>
        parts.Tokens.VisibleTo(page.Caller).FirstOrDefault(token => token.Id == id);

    private static RazorComponentResult<TokensPage> Page(
        AccountParts parts, PageContext page, TokenForm form, string? told = null, string? done = null,
        string? problem = null, int status = StatusCodes.Status200OK)
    {
        var caller = page.Caller;
        var own = caller.Grants.SelectMany(static grant => RoleTable.Of(grant.Role)).ToHashSet();
        return WebPages.Render<TokensPage>(page, new()
        {
            ["Tokens"] = parts.Tokens.VisibleTo(caller).Select(token => new TokenView(
                token, token.Owner is { } owner ? parts.People.Find(owner)?.Name ?? "–" : null)).ToArray(),
            // The book judges each again, with its place.
            ["Roles"] = Enum.GetValues<Role>().Where(role => RoleTable.Of(role).All(own.Contains)).ToArray(),
            ["Nodes"] = caller.Grants.Any(static grant => grant.Node is null)
                ? parts.NodesOf(caller, Capability.SeeFleet, page.Now)
                : caller.Grants.Select(static grant => grant.Node!).Distinct().ToArray(),
            ["IsWhole"] = caller.Grants.Any(static grant => grant.Node is null),
            ["Form"] = form,
            ["Told"] = told,
            ["Done"] = done,
            ["Problem"] = problem,
        }, status);
    }
}
