using CheckIn.Hub.Accounts;
using CheckIn.Hub.Desired;
using CheckIn.Hub.Sites;
using CheckIn.Hub.Web.Pages;
using CheckIn.Hub.Web.Parts;
using CheckIn.Settings;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;

namespace CheckIn.Hub.Web.Steering;

/// <summary>
/// <c>/settings</c>: which places say something, and which gates have not applied it; <c>/settings/SCOPE</c>: what one
/// place says, how far its gates are, and how it came to that; <c>/settings/catalog</c>: every setting there is.
/// </summary>
internal static class SettingsPages
{
    internal const string Path = "/settings";
    /// <summary>A patch of the greatest settings that a gate takes, escaped as a form is.</summary>
    internal const int MaxForm = 256 * 1024;
    private const int PageSize = 50, FewGates = 8, FewVersions = 20, MostRanked = 1000;
    /// <summary>Before the name of any gate.</summary>
    private const string FromTheFirst = "-";
    private static readonly TimeSpan AtMostEvery = TimeSpan.FromSeconds(1);

    internal static void MapSettingsPages(this WebApplication app)
    {
        var see = Access.To(Capability.SeeSettings);
        var pages = app.MapGroup(Path).AddEndpointFilter(PageFaults.TellAsync).ExcludeFromDescription()
            .WithMetadata(new RequestSizeLimitAttribute(MaxForm));
        pages.Get("", see, ShowAll);
        pages.Get("/live", see, (SettingsParts parts, TimeProvider time, HttpContext http) =>
            EventStream.TellAsync(http, () => Look(parts, http), AtMostEvery, time));
        pages.Get("/catalog", see, ShowCatalog);
        pages.Get("/{scope}", see, ShowOne);
        pages.MapSettingsChangePages();
        pages.MapSettingsRolloutPages();
    }

    /// <summary>Settings that a search finds: by key, and by what they do in either language.</summary>
    internal static IReadOnlyList<SettingEntry> FindEntries(string? typed)
    {
        var words = SearchText.Words(typed);
        return
        [
            .. SettingsCatalog.Gate.Entries.Where(static entry => entry.IsValue)
                .Where(entry => SearchText.Matches(
                    SearchText.Fold($"{entry.Path} {entry.English} {entry.Vietnamese}"), words)),
        ];
    }

    /// <summary>Who sees a part of the hub is woken when something that he sees is another.</summary>
    private static Glance Look(SettingsParts parts, HttpContext http)
    {
        var caller = Caller.Of(http);
        var changed = Task.WhenAny(parts.Desk.Changed, parts.Rollouts.Changed);
        if (caller.MayEverywhere(Capability.SeeSettings))
            return new("{}", changed);
        var (sight, mark) = (parts.Sights.Of(caller, Capability.SeeSettings), default(HashCode));
        foreach (var layer in parts.Desk.Layers(sight))
            mark.Add((layer.Current?.Id, layer.Rolling?.Id, layer.Counts));
        return new("{}", changed, mark.ToHashCode());
    }

    private static RazorComponentResult<SettingsPage> ShowAll(SettingsParts parts, HttpContext http, string? lang)
    {
        var page = WebPages.PageFor(http, lang);
        var sight = parts.Sights.Of(http, Capability.SeeSettings);
        var query = TableQuery.Of(http.Request, Path);
        var differing = Differing(parts, sight, null, query.After, PageSize, page);
        return WebPages.Render<SettingsPage>(page, new()
        {
            ["Query"] = query,
            ["Layers"] = parts.Desk.Layers(sight)
                .Select(layer => LayerView.Of(layer, parts.Names.Of(layer.Scope, page), page) with
                {
                    Rollout = parts.RollingOf(layer, http, page),
                }).ToArray(),
            ["All"] = parts.Desk.Layer(FleetScope.All, sight) is { } all
                ? LayerView.Of(all, parts.Names.Of(FleetScope.All, page), page) : null,
            ["Differing"] = differing,
            ["Next"] = NextOf(differing, query.After, PageSize),
            ["Found"] = Scopes(parts, query.Search, sight, page),
        });
    }

    private static IResult ShowOne(
        string scope, SettingsParts parts, HttpContext http, string? lang, string? done, string? gates, long? before)
    {
        var page = WebPages.PageFor(http, lang);
        if (parts.Find(scope, http, page) is not { } found)
            return SettingsParts.Missing(page);
        var sight = parts.Sights.Of(http, Capability.SeeSettings);
        var differing = Differing(parts, sight, found.Scope, gates, gates is null ? FewGates : PageSize, page);
        var history = parts.Desk.History(found.Scope, sight, before, FewVersions);
        return WebPages.Render<SettingsScopePage>(page, new()
        {
            ["View"] = LayerView.Of(found.Picture, found.View, page),
            ["Rollout"] = parts.RollingOf(found.Picture, http, page),
            ["Differing"] = differing,
            ["MoreDiffer"] = NextOf(differing, gates, gates is null ? FewGates : PageSize),
            ["History"] = history.Select(SettingsVersionView.Of).ToArray(),
            ["Older"] = history.Count == FewVersions ? history[^1].Number : null,
            ["MayChange"] = MayChange(parts, found.Scope, http),
            ["Done"] = DoneOf(done, SettingsPageWords.Of(page.Words)),
        });
    }

    private static RazorComponentResult<SettingsCatalogPage> ShowCatalog(HttpContext http, string? lang)
    {
        var query = TableQuery.Of(http.Request, Path + "/catalog");
        return WebPages.Render<SettingsCatalogPage>(WebPages.PageFor(http, lang), new()
        {
            ["Query"] = query,
            ["Entries"] = FindEntries(query.Search),
        });
    }

    /// <summary>Whether whoever asks may change what is set there.</summary>
    internal static bool MayChange(SettingsParts parts, FleetScope scope, HttpContext http) =>
        Caller.Of(http).May(Capability.EditSettings)
        && parts.Desk.Layer(scope, parts.Sights.Of(http, Capability.EditSettings)) is not null;

    /// <summary>Places that a search finds, for who sees so much; they are named as people call them.</summary>
    internal static ScopeView[] Scopes(SettingsParts parts, string? typed, Sight sight, PageContext page) =>
    [
        .. parts.Finder.Find(typed, sight, SteeringWords.Of(page.Words).WholeHub)
            .Select(scope => parts.Names.Of(scope, page)),
    ];

    /// <summary>First what needs a person; from a gate on all of them by name.</summary>
    private static DifferenceView[] Differing(
        SettingsParts parts, Sight sight, FleetScope? scope, string? after, int limit, PageContext page)
    {
        var text = SettingsPageWords.Of(page.Words);
        var views = parts.Desk.Differing(sight, scope, after, after is null ? MostRanked : limit)
            .Select(gate => DifferenceView.Of(gate, parts.Places.Of(gate.Gate).Label,
                gate.Site is { } site ? page.Tree?.Sites.GetValueOrDefault(site)?.Name ?? site : null,
                parts.IsPresent(gate.Gate), text));
        return [.. (after is null ? views.OrderBy(static one => one.Rank) : views).Take(limit)];
    }

    private static string? NextOf(DifferenceView[] shown, string? after, int limit) =>
        shown.Length < limit ? null : after is null ? FromTheFirst : shown[^1].Gate;

    /// <summary>What an act has done, in words; null = nothing.</summary>
    private static string? DoneOf(string? done, SettingsPageWords text) => done switch
    {
        "change" => text.DoneChange,
        "stages" => text.DoneStages,
        "back" => text.DoneBack,
        _ => null,
    };
}
