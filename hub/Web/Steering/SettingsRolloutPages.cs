using CheckIn.Hub.Accounts;
using CheckIn.Hub.Rollouts;
using CheckIn.Hub.Settings;
using CheckIn.Hub.Web.Pages;

namespace CheckIn.Hub.Web.Steering;

/// <summary>
/// <c>/settings/SCOPE/rollouts/ID</c>: how far a version of a place's settings has been brought to its gates, and the
/// forms that stop it and have it go on. Beginning one is a change's own; taking it back is rolling back.
/// </summary>
internal static class SettingsRolloutPages
{
    private const int MostShown = 200, MostVersions = 200;

    internal static void MapSettingsRolloutPages(this RouteGroupBuilder pages)
    {
        var (see, edit) = (Access.To(Capability.SeeSettings), Access.To(Capability.EditSettings));
        pages.Get("/{scope}/rollouts/{id:long}", see, Show);
        foreach (var (act, access) in new[] { ("stop", edit), ("resume", edit.Freshly) })
        {
            pages.Get("/{scope}/rollouts/{id:long}/" + act, access,
                (string scope, long id, SettingsParts parts, HttpContext http, string? lang) =>
                    Ask(scope, id, act == "stop", parts, http, WebPages.PageFor(http, lang), null));
            pages.Post("/{scope}/rollouts/{id:long}/" + act, access,
                (string scope, long id, SettingsParts parts, HttpContext http, string? lang) =>
                    ActAsync(scope, id, act == "stop", parts, http, lang));
        }
    }

    private static IResult Show(
        string scope, long id, SettingsParts parts, HttpContext http, string? lang, string? done)
    {
        var page = WebPages.PageFor(http, lang);
        if (Find(scope, id, Capability.SeeSettings, parts, http, page) is not { } found)
            return SettingsParts.Missing(page, SettingsPageWords.Of(page.Words).NoSuchRollout);
        var (sight, text) = (parts.Sights.Of(http, Capability.SeeSettings), SettingsPageWords.Of(page.Words));
        var words = new RolloutWords(SitePages.LanguageOf(page));
        return WebPages.Render<SettingsRolloutPage>(page, new()
        {
            ["Scope"] = found.Scope,
            ["Version"] = found.Version,
            ["Row"] = RolloutView.Of(found.Rollout, page),
            ["Failures"] = parts.Views.Gates(found.Rollout.Head, sight, "failed", null, MostShown)
                .Select(row => new FailureView(row.Gate, row.Site, words.Why(row.Why))).ToArray(),
            ["Silent"] = parts.Views.Gates(found.Rollout.Head, sight, "undecided", null, MostShown)
                .Select(static row => row.Gate).ToArray(),
            ["MayAct"] = found.Rollout.IsWhole
                && Find(scope, id, Capability.EditSettings, parts, http, page) is not null
                && Caller.Of(http).May(Capability.EditSettings),
            ["Done"] = done switch { "stop" => text.DoneStop, "resume" => text.DoneResume, _ => null },
        });
    }

    private static IResult Ask(
        string scope, long id, bool isStop, SettingsParts parts, HttpContext http, PageContext page, string? problem) =>
        Find(scope, id, Capability.EditSettings, parts, http, page) is not { } found
            ? SettingsParts.Missing(page, SettingsPageWords.Of(page.Words).NoSuchRollout)
            : WebPages.Render<SettingsRolloutActPage>(page, new()
            {
                ["Scope"] = found.Scope,
                ["Version"] = found.Version,
                ["Row"] = RolloutView.Of(found.Rollout, page),
                ["IsStop"] = isStop,
                ["Problem"] = problem,
            }, problem is null ? StatusCodes.Status200OK : StatusCodes.Status409Conflict);

    private static async Task<IResult> ActAsync(
        string scope, long id, bool isStop, SettingsParts parts, HttpContext http, string? lang)
    {
        var page = WebPages.PageFor(http, lang);
        if (Find(scope, id, Capability.EditSettings, parts, http, page) is not { } found)
            return SettingsParts.Missing(page, SettingsPageWords.Of(page.Words).NoSuchRollout);
        var (actor, sight) = (Caller.Of(http).Actor, parts.Sights.Of(http, Capability.EditSettings));
        try
        {
            await (isStop ? parts.Rollouts.StopAsync(id, actor, sight) : parts.Rollouts.ResumeAsync(id, actor, sight));
        }
        catch (RefusalException e)
        {
            return Ask(scope, id, isStop, parts, http, page, e.In(SitePages.LanguageOf(page)));
        }
        return EnrolPages.SeeOther(
            http, page.Link($"{found.Scope.Settings}/rollouts/{id}?done={(isStop ? "stop" : "resume")}"));
    }

    /// <summary>Null = no version of that place came by that rollout, or he sees none of it.</summary>
    private static (ScopeView Scope, SettingsVersionView Version, RolloutPicture Rollout)? Find(
        string scope, long id, Capability capability, SettingsParts parts, HttpContext http, PageContext page)
    {
        if (parts.Find(scope, http, page, capability) is not { } found)
            return null;
        var sight = parts.Sights.Of(http, capability);
        var version = parts.Desk.History(found.Scope, sight, null, MostVersions).FirstOrDefault(one => one.Rollout == id);
        return version is not null && parts.Views.Find(id, sight) is { } rollout
            ? (found.View, SettingsVersionView.Of(version)!, rollout) : null;
    }
}
