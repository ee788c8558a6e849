using System.Text.Json.Nodes;
using CheckIn.Hub.Accounts;
using CheckIn.Hub.Desired;
using CheckIn.Hub.Settings;
using CheckIn.Hub.Sites;
using CheckIn.Hub.Web.Pages;
using CheckIn.Hub.Web.Parts;
using CheckIn.Settings;
using Microsoft.AspNetCore.Http.HttpResults;

namespace CheckIn.Hub.Web.Steering;

/// <summary>
/// How a place's settings are changed, one question a page: which setting (or all as JSON), what value, and a look at
/// what will come of it, with how it is applied. What was chosen so far goes along as a merge patch, so nothing is kept
/// for anybody, and nothing is changed before the last form is sent.
/// </summary>
internal static class SettingsChangePages
{
    /// <summary>As much as fits into an address.</summary>
    internal const int LongestDraft = 3000;
    /// <summary>What it is for is asked on the page that shows it.</summary>
    private const string NoTitleYet = "-";
    /// <summary>So few that there is nothing to gain from stages.</summary>
    private const int FewGates = 5;

    internal static void MapSettingsChangePages(this RouteGroupBuilder pages)
    {
        var edit = Access.To(Capability.EditSettings).Freshly;
        pages.Get("/{scope}/change", edit, Choose);
        pages.Post("/{scope}/change", edit, ApplyAsync);
        pages.Get("/{scope}/json", edit, WriteJson);
        pages.Post("/{scope}/preview", edit, PreviewAsync);
        pages.Get("/{scope}/back/{number:long}", edit, AskBack);
        pages.Post("/{scope}/back/{number:long}", edit, BackAsync);
    }

    /// <summary>Where one setting of a place is changed; empty = where one is chosen first.</summary>
    internal static string PathOf(ScopeView scope, string? setting = null, string? patch = null)
    {
        var path = scope.Settings + "/change";
        if (setting is not null)
            path += "?path=" + Uri.EscapeDataString(setting);
        return patch is { Length: > 0 and <= LongestDraft }
            ? path + (setting is null ? "?" : "&") + "patch=" + Uri.EscapeDataString(patch) : path;
    }

    private static IResult Choose(
        string scope, SettingsParts parts, HttpContext http, string? lang, string? path, string? lane, string? patch)
    {
        var page = WebPages.PageFor(http, lang);
        if (parts.Find(scope, http, page, Capability.EditSettings) is not { } found)
            return SettingsParts.Missing(page);
        var view = LayerView.Of(found.Picture, found.View, page);
        var form = new ChangeForm(path ?? "", lane ?? "", Patch: patch is { Length: <= LongestDraft } ? patch : "");
        if (form.Path.Length > 0)
            return ValueOf(view, form, page);
        return WebPages.Render<SettingChoosePage>(page, new()
        {
            ["View"] = view,
            ["Query"] = TableQuery.Of(http.Request, view.Scope.Settings + "/change"),
            ["Draft"] = form.Patch,
            ["Entries"] = SettingsPages.FindEntries(http.Request.Query["q"]).Where(SettingPatch.IsChoosable).ToArray(),
        });
    }

    /// <summary>The question for one setting's value; what is set there now stands in its field.</summary>
    private static IResult ValueOf(LayerView view, ChangeForm form, PageContext page)
    {
        if (SettingsCatalog.Gate.Find(form.Path) is not { } entry || !SettingPatch.IsChoosable(entry))
            return SettingsParts.Missing(page, SettingsPageWords.Of(page.Words).NoSuchSetting);
        // A line of the place's own names its lane.
        if (SettingPatch.IsOfLane(entry) && form.Lane.Length == 0 && form.Path != entry.Path)
            form = form with { Lane = LaneIn(form.Path) };
        var now = SettingLines.ValueOf(view.Current?.Document, SettingPatch.PathFor(entry, form.Lane));
        return Question(view, entry, form with { Path = entry.Path, Value = now ?? "" }, page, StatusCodes.Status200OK);
    }

    private static string LaneIn(string path) =>
        path.Split(':') is [_, { } lane, ..] && lane != "*" ? lane : "";

    private static RazorComponentResult<SettingValuePage> Question(
        LayerView view, SettingEntry entry, ChangeForm form, PageContext page, int status) =>
        WebPages.Render<SettingValuePage>(
            page, new() { ["View"] = view, ["Entry"] = entry, ["Form"] = form }, status);

    private static IResult WriteJson(string scope, SettingsParts parts, HttpContext http, string? lang, string? patch)
    {
        var page = WebPages.PageFor(http, lang);
        return parts.Find(scope, http, page, Capability.EditSettings) is { } found
            ? Json(LayerView.Of(found.Picture, found.View, page), new ChangeForm(Patch: patch ?? ""), page,
                StatusCodes.Status200OK)
            : SettingsParts.Missing(page);
    }

    private static RazorComponentResult<SettingsJsonPage> Json(
        LayerView view, ChangeForm form, PageContext page, int status) =>
        WebPages.Render<SettingsJsonPage>(page, new() { ["View"] = view, ["Form"] = form }, status);

    private static async Task<IResult> PreviewAsync(string scope, SettingsParts parts, HttpContext http, string? lang)
    {
        var page = WebPages.PageFor(http, lang);
        if (parts.Find(scope, http, page, Capability.EditSettings) is not { } found)
            return SettingsParts.Missing(page);
        var view = LayerView.Of(found.Picture, found.View, page);
        var form = ChangeForm.Of(await http.Request.ReadFormAsync(http.RequestAborted));
        var entry = form.Path.Length > 0 ? SettingsCatalog.Gate.Find(form.Path) : null;
        var (patch, read) = form.Read(entry, page);
        if (patch is null)
            return Again(view, entry, read, page);
        try
        {
            var preview = parts.Desk.Preview(
                new SettingsOrder(found.Scope, patch, NoTitleYet), parts.Sights.Of(http, Capability.EditSettings));
            if (preview.Problems.Count > 0)
                return Again(view, entry, Said(form, entry, preview.Problems, page), page);
            var how = preview.Gates > FewGates || preview.Cutting.Count > 0 ? ApplyForm.InStages : ApplyForm.Now;
            return Show(view, patch, preview, new ApplyForm(How: how), null, page);
        }
        catch (RefusalException e)
        {
            return Again(view, entry, form with { Others = [e.In(SitePages.LanguageOf(page))] }, page);
        }
    }

    private static IResult Again(LayerView view, SettingEntry? entry, ChangeForm form, PageContext page) =>
        entry is null ? Json(view, form, page, StatusCodes.Status409Conflict)
            : Question(view, entry, form, page, StatusCodes.Status409Conflict);

    /// <summary>What is wrong, beside the field if there is only one.</summary>
    private static ChangeForm Said(
        ChangeForm form, SettingEntry? entry, IReadOnlyList<SettingProblem> problems, PageContext page)
    {
        var said = problems.Select(problem => SitePages.LanguageOf(page).Of(problem.English, problem.Vietnamese)).ToList();
        var own = entry is null ? "" : SettingPatch.PathFor(entry, form.Lane);
        return entry is not null && problems.Count == 1
            && problems[0].Path.Equals(own, StringComparison.OrdinalIgnoreCase)
            ? form.Wrong("value", said[0]) : form with { Others = said };
    }

    private static RazorComponentResult<SettingsPreviewPage> Show(
        LayerView view, JsonObject patch, SettingsPreview preview, ApplyForm form, string? problem, PageContext page) =>
        WebPages.Render<SettingsPreviewPage>(page, new()
        {
            ["View"] = view,
            ["Patch"] = patch.ToJsonString(SettingJson.AsTyped),
            ["Differences"] = SettingLines.Between(view.Current?.Document, preview.Document),
            ["Gates"] = preview.Gates,
            ["Cutting"] = preview.Cutting,
            ["Form"] = form,
            ["Problem"] = problem,
        }, problem is null && form.Problems.Count == 0 ? StatusCodes.Status200OK : StatusCodes.Status409Conflict);

    private static async Task<IResult> ApplyAsync(string scope, SettingsParts parts, HttpContext http, string? lang)
    {
        var page = WebPages.PageFor(http, lang);
        if (parts.Find(scope, http, page, Capability.EditSettings) is not { } found)
            return SettingsParts.Missing(page);
        var sent = await http.Request.ReadFormAsync(http.RequestAborted);
        var view = LayerView.Of(found.Picture, found.View, page);
        var (patch, read) = ChangeForm.Of(sent).Read(null, page);
        if (patch is null)
            return Json(view, read, page, StatusCodes.Status409Conflict);
        var (plan, form) = ApplyForm.Of(sent).Read(page);
        var sight = parts.Sights.Of(http, Capability.EditSettings);
        var order = new SettingsOrder(found.Scope, patch, form.Title, plan, form.ExpectedNumber);
        try
        {
            if (form.Problems.Count > 0)
                return Show(view, patch, parts.Desk.Preview(order, sight), form, null, page);
            await parts.Desk.ChangeAsync(order, Caller.Of(http).Actor, sight);
        }
        catch (RefusalException e)
        {
            var why = e.In(SitePages.LanguageOf(page));
            return Show(view, patch, parts.Desk.Preview(order with { Expected = null }, sight), form, why, page);
        }
        return EnrolPages.SeeOther(
            http, page.Link($"{view.Scope.Settings}?done={(plan is null ? "change" : "stages")}"));
    }

    private static IResult AskBack(string scope, long number, SettingsParts parts, HttpContext http, string? lang) =>
        Back(scope, number, parts, http, WebPages.PageFor(http, lang), null);

    private static IResult Back(
        string scope, long number, SettingsParts parts, HttpContext http, PageContext page, string? problem)
    {
        if (parts.Find(scope, http, page, Capability.EditSettings) is not { } found)
            return SettingsParts.Missing(page);
        // The newest first: the one that is asked for is the first that is no later.
        var to = number == 0 ? null : parts.Desk.History(
            found.Scope, parts.Sights.Of(http, Capability.EditSettings), number + 1, 1) is [var known, ..] ? known : null;
        if (number != 0 && to?.Number != number)
            return SettingsParts.Missing(page, SettingsPageWords.Of(page.Words).NoSuchVersion);
        var view = LayerView.Of(found.Picture, found.View, page);
        return WebPages.Render<SettingsBackPage>(page, new()
        {
            ["View"] = view,
            ["To"] = SettingsVersionView.Of(to),
            ["Differences"] = SettingLines.Between(view.Current?.Document, to?.Document ?? []),
            ["Problem"] = problem,
        }, problem is null ? StatusCodes.Status200OK : StatusCodes.Status409Conflict);
    }

    private static async Task<IResult> BackAsync(
        string scope, long number, SettingsParts parts, HttpContext http, string? lang)
    {
        var page = WebPages.PageFor(http, lang);
        if (parts.Find(scope, http, page, Capability.EditSettings) is not { } found)
            return SettingsParts.Missing(page);
        try
        {
            await parts.Desk.RollBackAsync(found.Scope, number, null, Caller.Of(http).Actor,
                parts.Sights.Of(http, Capability.EditSettings));
        }
        catch (RefusalException e)
        {
            return Back(scope, number, parts, http, page, e.In(SitePages.LanguageOf(page)));
        }
        return EnrolPages.SeeOther(http, page.Link(found.View.Settings + "?done=back"));
    }
}
