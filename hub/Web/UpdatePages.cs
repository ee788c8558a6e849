using System.Globalization;
using CheckIn.Hub.Accounts;
using CheckIn.Hub.Rollouts;
using CheckIn.Hub.Settings;
using CheckIn.Hub.Updates;
using CheckIn.Hub.Web.Pages;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;

namespace CheckIn.Hub.Web;

/// <summary>
/// <c>/updates</c>: who runs what, which packages there are, and how far they are rolled out. To begin one, or to
/// have one go on, asks for a fresh proof; to stop one does not.
/// </summary>
internal static class UpdatePages
{
    internal const string Path = "/updates";
    private const int MaxForm = 16 * 1024, MostFailures = 200;
    private static readonly TimeSpan AtMostEvery = TimeSpan.FromSeconds(1);

    internal static void MapUpdatePages(this WebApplication app)
    {
        var (see, manage) = (Access.To(Capability.SeeUpdates), Access.To(Capability.ManageUpdates));
        var pages = app.MapGroup(Path).ExcludeFromDescription().WithMetadata(new RequestSizeLimitAttribute(MaxForm));
        pages.Get("", see, ShowAll);
        pages.Get("/live", see, (RolloutDesk desk, UpdateParts parts, TimeProvider time, HttpContext http) =>
            EventStream.TellAsync(http, () => Look(desk, parts, Caller.Of(http)), AtMostEvery, time));
        pages.Get("/{id:long}", see, Show);
        pages.Get("/start/{release:long}", manage.Freshly, (long release, UpdateParts parts, HttpContext http, string? lang) =>
            Starting(release, parts, WebPages.PageFor(http, lang), new RolloutForm(), null));
        pages.Post("/start/{release:long}", manage.Freshly, StartAsync);
        pages.Get("/{id:long}/stop", manage, (long id, UpdateParts parts, HttpContext http, string? lang) =>
            Confirm(id, isStop: true, parts, http, lang));
        pages.Post("/{id:long}/stop", manage, (long id, UpdateParts parts, HttpContext http, string? lang) =>
            ActAsync(id, isStop: true, parts, http, lang));
        pages.Get("/{id:long}/resume", manage.Freshly, (long id, UpdateParts parts, HttpContext http, string? lang) =>
            Confirm(id, isStop: false, parts, http, lang));
        pages.Post("/{id:long}/resume", manage.Freshly, (long id, UpdateParts parts, HttpContext http, string? lang) =>
            ActAsync(id, isStop: false, parts, http, lang));
    }

    /// <summary>Who sees a part of the hub is woken when something of the rollouts that he sees is another.</summary>
    private static Glance Look(RolloutDesk desk, UpdateParts parts, Caller caller)
    {
        var changed = desk.Changed;
        if (caller.MayEverywhere(Capability.SeeUpdates))
            return new("{}", changed);
        var mark = default(HashCode);
        foreach (var (head, counts, _) in parts.Rollouts.All(caller))
            mark.Add((head.Id, head.State, head.Stage, counts));
        return new("{}", changed, mark.ToHashCode());
    }

    private static RazorComponentResult<UpdatesPage> ShowAll(UpdateParts parts, HttpContext http, string? lang)
    {
        var (page, caller) = (WebPages.PageFor(http, lang), Caller.Of(http));
        return WebPages.Render<UpdatesPage>(page, new()
        {
            ["Versions"] = parts.Rollouts.Versions(caller)
                .Select(static row => new VersionView(row.Version, row.Gates)).ToArray(),
            ["Packages"] = parts.Packages.All.Select(PackageView.Of).ToArray(),
            ["Rollouts"] = parts.Rollouts.All(caller).Select(picture => RolloutView.Of(picture, page)).ToArray(),
            ["MayManage"] = caller.May(Capability.ManageUpdates),
        });
    }

    private static IResult Show(long id, UpdateParts parts, HttpContext http, string? lang, string? done)
    {
        var (page, caller) = (WebPages.PageFor(http, lang), Caller.Of(http));
        if (Find(id, parts, caller) is not { } picture)
            return Gone(page, id);
        var words = new RolloutWords(SitePages.LanguageOf(page));
        return WebPages.Render<UpdatePage>(page, new()
        {
            ["Row"] = RolloutView.Of(picture, page),
            ["Failures"] = parts.Rollouts.Gates(picture, caller, "failed", null, MostFailures)
                .Select(row => new FailureView(row.Gate, row.Site, words.Why(row.Why))).ToArray(),
            ["Silent"] = parts.Rollouts.Gates(picture, caller, "undecided", null, MostFailures)
                .Select(static row => row.Gate).ToArray(),
            ["MayManage"] = caller.May(Capability.ManageUpdates) && picture.IsWhole,
            ["Done"] = DoneOf(done, UpdatePageWords.Of(page.Words)),
        });
    }

    private static IResult Starting(
        long release, UpdateParts parts, PageContext page, RolloutForm form, string? problem) =>
        parts.Packages.Find(release) is not { } package
            ? Message(page, UpdateRefusal.Unknown(release), StatusCodes.Status404NotFound)
            : WebPages.Render<UpdateStartPage>(page, new()
            {
                ["Package"] = PackageView.Of(package),
                ["Form"] = form,
                ["Problem"] = problem,
            }, problem is null ? StatusCodes.Status200OK : StatusCodes.Status409Conflict);

    private static async Task<IResult> StartAsync(long release, UpdateParts parts, HttpContext http, string? lang)
    {
        var page = WebPages.PageFor(http, lang);
        var form = RolloutForm.Of(await http.Request.ReadFormAsync(http.RequestAborted));
        if (form.Asked(release) is not { } asked)
            return Starting(release, parts, page, form, UpdatePageWords.Of(page.Words).NotANumber);
        try
        {
            var started = await parts.Rollouts.StartAsync(asked, Caller.Of(http));
            return EnrolPages.SeeOther(http, page.Link($"{Path}/{started.Id}?done=start"));
        }
        catch (RefusalException e)
        {
            return Starting(release, parts, page, form, e.In(SitePages.LanguageOf(page)));
        }
    }

    private static IResult Confirm(long id, bool isStop, UpdateParts parts, HttpContext http, string? lang)
    {
        var page = WebPages.PageFor(http, lang);
        return Find(id, parts, Caller.Of(http)) is { } picture
            ? WebPages.Render<UpdateConfirmPage>(page, new() { ["Row"] = RolloutView.Of(picture, page), ["IsStop"] = isStop })
            : Gone(page, id);
    }

    private static async Task<IResult> ActAsync(long id, bool isStop, UpdateParts parts, HttpContext http, string? lang)
    {
        var (page, caller) = (WebPages.PageFor(http, lang), Caller.Of(http));
        try
        {
            await (isStop ? parts.Rollouts.StopAsync(id, caller) : parts.Rollouts.ResumeAsync(id, caller));
            return EnrolPages.SeeOther(http, page.Link($"{Path}/{id}?done={(isStop ? "stop" : "resume")}"));
        }
        catch (RefusalException e)
        {
            return Message(page, e, ApiRequests.StatusOf(e));
        }
    }

    /// <summary>What an act has done, in words; null = nothing.</summary>
    private static string? DoneOf(string? done, UpdatePageWords text) => done switch
    {
        "start" => text.DoneStart,
        "stop" => text.DoneStop,
        "resume" => text.DoneResume,
        _ => null,
    };

    private static RolloutPicture? Find(long id, UpdateParts parts, Caller caller)
    {
        try
        {
            return parts.Rollouts.Find(id, caller);
        }
        catch (RolloutException e) when (e.IsUnknown)
        {
            return null;
        }
    }

    private static RazorComponentResult<MessagePage> Gone(PageContext page, long id) =>
        Message(page, RolloutException.Unknown(id), StatusCodes.Status404NotFound);

    private static RazorComponentResult<MessagePage> Message(PageContext page, RefusalException refusal, int status) =>
        WebPages.Render<MessagePage>(page, new() { ["Message"] = refusal.In(SitePages.LanguageOf(page)) }, status);
}

/// <summary>What the pages of updates are made from.</summary>
internal sealed record UpdateParts(RolloutRequests Rollouts, PackageStore Packages);

/// <summary>What somebody typed to begin a rollout.</summary>
public sealed record RolloutForm(
    string Node = "", string Site = "", string Stages = "1,5%,25%,100%", string Stand = "60", string StopAt = "5")
{
    internal static RolloutForm Of(IFormCollection sent)
    {
        return new(Text("node"), Text("site"), Text("stages"), Text("stand"), Text("stop_at"));

        string Text(string name) => sent[name].ToString().Trim();
    }

    /// <summary>Null = a figure is none.</summary>
    internal RolloutRequest? Asked(long release) =>
        int.TryParse(Stand, NumberStyles.None, CultureInfo.InvariantCulture, out var minutes)
        && decimal.TryParse(StopAt, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var rate)
            ? new(release, Null(Node), Null(Site), Stages: Stages, StandS: minutes * 60L, StopAt: rate) : null;

    private static string? Null(string text) => text.Length == 0 ? null : text;
}
