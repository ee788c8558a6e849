using CheckIn.Hub.Accounts;
using CheckIn.Hub.Alerts;
using CheckIn.Hub.Notices;
using CheckIn.Hub.Web.Pages;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;

namespace CheckIn.Hub.Web;

/// <summary><c>/alerts/recipients</c>: who is told of alerts, and what could not be told.</summary>
internal static class RecipientPages
{
    private const string Path = "/alerts/recipients";
    private const int MostDead = 50, MaxForm = 16 * 1024;

    internal static void MapRecipientPages(this WebApplication app)
    {
        var pages = app.MapGroup(Path).ExcludeFromDescription()
            .WithMetadata(new RequestSizeLimitAttribute(MaxForm));
        pages.Get("", Access.To(Capability.TellPeople), (RecipientParts parts, HttpContext http, string? lang, string? done) =>
        {
            var page = WebPages.PageFor(http, lang);
            return Page(parts, SightOf(parts, http), page, new RecipientForm(), DoneOf(done, page));
        });
        pages.Post("", Access.To(Capability.TellPeople), AddAsync);
        pages.Post("/{name}/test", Access.To(Capability.TellPeople), TestAsync);
        pages.Get("/{name}/remove", Access.To(Capability.TellPeople), (string name, RecipientParts parts, HttpContext http, string? lang) =>
        {
            var page = WebPages.PageFor(http, lang);
            return parts.Recipients.Find(name, SightOf(parts, http)) is null ? Gone(http, page)
                : WebPages.Render<RecipientRemovePage>(page, new() { ["Name"] = name });
        });
        pages.Post("/{name}/remove", Access.To(Capability.TellPeople), RemoveAsync);
        pages.Post("/messages/{id:long}/again", Access.To(Capability.TellPeople), AgainAsync);
    }

    private static async Task<IResult> AddAsync(RecipientParts parts, HttpContext http, string? lang)
    {
        var page = WebPages.PageFor(http, lang);
        var form = RecipientForm.Of(await http.Request.ReadFormAsync(http.RequestAborted));
        try
        {
            var added = await parts.Recipients.AddAsync(
                form.Order, Caller.Of(http).Actor, CancellationToken.None, SightOf(parts, http));
            // The secret is in this answer and nowhere else, so a webhook's page cannot be asked for again.
            return added.Secret is { } secret
                ? Page(parts, SightOf(parts, http), page, new RecipientForm(), AlertWords.Of(page.Words).Added, secret)
                : EnrolPages.SeeOther(http, page.Link(Path + "?done=added"));
        }
        catch (NoticeException e)
        {
            return Page(parts, SightOf(parts, http), page, form with { Problem = e.In(SitePages.LanguageOf(page)) }, null,
                status: StatusCodes.Status409Conflict);
        }
    }

    private static async Task<IResult> TestAsync(string name, RecipientParts parts, HttpContext http, string? lang)
    {
        var page = WebPages.PageFor(http, lang);
        if (parts.Recipients.Find(name, SightOf(parts, http)) is not { } recipient)
            return Gone(http, page);
        var delivery = await parts.Sender.TestAsync(recipient, http.RequestAborted);
        if (delivery.IsDone)
            return EnrolPages.SeeOther(http, page.Link(Path + "?done=tested"));
        var problem = FleetWords.Fill(AlertWords.Of(page.Words).TestFailed, delivery.InFull);
        return Page(parts, SightOf(parts, http), page, new RecipientForm(), null, problem: $"{name}: {problem}");
    }

    private static async Task<IResult> RemoveAsync(string name, RecipientParts parts, HttpContext http, string? lang)
    {
        var page = WebPages.PageFor(http, lang);
        try
        {
            await parts.Recipients.RemoveAsync(
                name, Caller.Of(http).Actor, CancellationToken.None, SightOf(parts, http));
        }
        catch (NoticeException e) when (e.IsUnknown)
        {
            // Somebody else has: the page that follows shows so.
        }
        return EnrolPages.SeeOther(http, page.Link(Path + "?done=removed"));
    }

    private static async Task<IResult> AgainAsync(long id, RecipientParts parts, HttpContext http, string? lang)
    {
        var page = WebPages.PageFor(http, lang);
        var isDone = await parts.Notices.SendAgainAsync(
            id, Caller.Of(http).Actor, His(parts, SightOf(parts, http)));
        return EnrolPages.SeeOther(http, page.Link(Path + (isDone ? "?done=again" : "?done=gone")));
    }

    private static Sight SightOf(RecipientParts parts, HttpContext http) =>
        parts.Sights.Of(http, Capability.TellPeople);

    /// <summary>Those whom he sees; null = all.</summary>
    private static IReadOnlyList<Recipient>? His(RecipientParts parts, Sight sight) =>
        sight.IsWhole ? null : parts.Recipients.Within(sight);

    private static RazorComponentResult<RecipientsPage> Page(
        RecipientParts parts, Sight sight, PageContext page, RecipientForm form, string? done, string? secret = null,
        string? problem = null, int status = StatusCodes.Status200OK)
    {
        var recipients = parts.Recipients.Within(sight);
        return WebPages.Render<RecipientsPage>(page, new()
        {
            ["Recipients"] = recipients,
            ["Failing"] = parts.Notices.Failing.Where(name => recipients.Any(one => one.Name == name)).ToArray(),
            ["Dead"] = parts.Notices.Messages(NoticeMessageState.Dead, null, MostDead, His(parts, sight)),
            ["Form"] = form,
            ["Nodes"] = sight.Tree.Nodes.Values
                .Where(node => node.IsValidOn(Settings.HubZone.DayOf(page.Now)) && sight.SeesNode(node.Code))
                .Select(static node => node.Code).Order(StringComparer.Ordinal).ToArray(),
            ["Done"] = done,
            ["Secret"] = secret,
            ["Problem"] = problem,
        }, status);
    }

    private static string? DoneOf(string? done, PageContext page) => AlertWords.Of(page.Words) is var text ? done switch
    {
        "added" => text.Added,
        "removed" => text.Removed,
        "tested" => text.Tested,
        "again" => text.SentAgain,
        "gone" => text.NoSuchMessage,
        _ => null,
    } : null;

    private static IResult Gone(HttpContext http, PageContext page) => EnrolPages.SeeOther(http, page.Link(Path));
}

/// <summary>What somebody typed to add a recipient, and what is wrong with it.</summary>
public sealed record RecipientForm(
    string Name = "", string Channel = "mail", string Address = "", string Language = "vi", string Node = "",
    string Least = "warning", string Level = "1", string Quiet = "")
{
    public string? Problem { get; init; }

    internal RecipientOrder Order => new(
        Name, Address, Channel, Language, Null(Node), Least, int.TryParse(Level, out var level) ? level : 0,
            Null(Quiet));

    internal static RecipientForm Of(IFormCollection sent)
    {
        return new(Text("name"), Text("channel"), Text("address"), Text("language"), Text("node"), Text("least"),
            Text("level"),
            Text("quiet"));

        string Text(string name) => sent[name].ToString().Trim();
    }

    private static string? Null(string text) => text.Length == 0 ? null : text;
}

/// <summary>What the page of recipients is made from.</summary>
internal sealed record RecipientParts(
    Recipients Recipients, NoticeDesk Notices, NoticeSender Sender, SightBook Sights);
