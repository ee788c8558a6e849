using CheckIn.Hub.Accounts;
using CheckIn.Hub.Fleet.Offline;
using CheckIn.Hub.Sites;
using CheckIn.Hub.Visits;
using CheckIn.Hub.Web.Pages;
using CheckIn.Hub.Web.Parts;
using CheckIn.Settings;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;

namespace CheckIn.Hub.Web;

/// <summary>
/// <c>/sites</c>, <c>/sites/CODE</c>: the places with their gates, their people and when they are open, and the
/// forms that
/// change them.
/// </summary>
internal static class SitePages
{
    private const int PageSize = 50, MaxForm = 64 * 1024;
    private static readonly TimeSpan ShownAfterwards = TimeSpan.FromDays(1);

    internal static void MapSitePages(this WebApplication app)
    {
        var pages = app.MapGroup("/sites").ExcludeFromDescription()
            .WithMetadata(new RequestSizeLimitAttribute(MaxForm));
        pages.Get("", Access.To(Capability.SeeFleet), ListAsync);
        pages.Get("/{code}", Access.To(Capability.SeeFleet), ShowAsync);
        pages.Get("/{code}/edit", Access.To(Capability.EditSites), Edit);
        pages.Post("/{code}/edit", Access.To(Capability.EditSites), SaveAsync);
    }

    /// <summary>Sites as an address asks for them.</summary>
    internal static KeysetPage<SitePicture> Find(FleetPicture fleet, TableQuery query, int size = PageSize)
    {
        var words = SearchText.Words(query.Search);
        var (kind, deployment, node) = (query["kind"], query["deployment"], query["node"]);
        var scope = node is null or "-" ? null : new FleetScope(Node: node);
        Func<SitePicture, bool>? isShown = query.IsNarrowed ? IsShown : null;
        return fleet.Sorted(query.Sort).Page(query.After, query.IsDescending, size, isShown);

        bool IsShown(SitePicture site) =>
            (kind is null || site.Site.Kind == kind)
            && (deployment is null || (deployment == "overdue" ? site.IsOverdue
                : Deployments.Word(site.Deployment) == deployment))
            && (node != "-" || site.Node is null)
            && (scope is null || fleet.Tree.Covers(scope, "", site.Site.Code, fleet.Today))
            && (words.Count == 0 || fleet.Texts.Matches(site.Site.Code, words));
    }

    private static async Task<RazorComponentResult<SitesPage>> ListAsync(FleetPictures fleet, HttpContext http,
        string? lang)
    {
        var page = WebPages.PageFor(http, lang);
        var picture = await fleet.NowAsync(page.Sight!, http.RequestAborted);
        var query = TableQuery.Of(http.Request, "/sites", "node", "kind", "deployment");
        return WebPages.Render<SitesPage>(page, new()
        {
            ["Query"] = query,
            ["List"] = Find(picture, query),
            ["All"] = picture.Sites.Count,
            ["Nodes"] = NodePages.Choices(picture, page.Words, query["node"]),
        });
    }

    private static Task<IResult> ShowAsync(string code, SiteParts parts, HttpContext http, string? lang, string? done)
    {
        var page = WebPages.PageFor(http, lang);
        return PageAsync(code, parts, page, new MaintenanceForm(), StatusCodes.Status200OK,
            done == "save" ? SiteWords.Of(page.Words).Saved : MaintenancePages.DoneOf(done, page.Words));
    }

    /// <summary>The page of a site, with what is typed into its form of maintenance.</summary>
    internal static async Task<IResult> PageAsync(
        string code, SiteParts parts, PageContext page, MaintenanceForm form, int status, string? done = null)
    {
        var fleet = await parts.Fleet.NowAsync(page.Sight!, CancellationToken.None);
        if (!fleet.Sites.TryGetValue(code, out var site))
            return Missing(page);
        return WebPages.Render<SitePage>(page, new()
        {
            ["View"] = View(site, fleet, parts, page),
            ["Form"] = form,
            ["Done"] = done,
        }, status);
    }

    private static SiteFacts View(SitePicture site, FleetPicture fleet, SiteParts parts, PageContext page)
    {
        var tree = fleet.Tree;
        var path = site.Node is null ? [] : tree.On(fleet.Today).Path(site.Node);
        var from = path.FirstOrDefault(static node => node.SupportNumber is not null);
        var support = site.Site.SupportNumber is { } own ? (own, (Node?)null)
            : from is not null ? (from.SupportNumber!, from) : ((string Number, Node? From)?)null;
        return new SiteFacts(site, fleet.Today, [.. path.Reverse()], [.. fleet.GatesOf(site.Site.Code)],
            parts.Offline.AvailabilityBySite(fleet.Today, page.Sight).GetValueOrDefault(site.Site.Code).Share, support,
            tree.IsOpen(site.Site.Code, page.Now), tree.IsInMaintenance("", site.Site.Code, page.Now),
            [.. tree.Maintenance.Where(one => one.Until > page.Now - ShownAfterwards && (one.Subject switch
            {
                MaintenanceSubject.Site => one.SubjectId == site.Site.Code,
                MaintenanceSubject.Node => path.Any(node => node.Code == one.SubjectId),
                _ => fleet.GatesOf(site.Site.Code).Any(gate => gate.Id == one.SubjectId),
            }))])
        {
            Inside = parts.Visits.Presence(site.Site, parts.Visits.Today(site.Site)).Inside,
        };
    }

    private static IResult Edit(string code, SiteParts parts, HttpContext http, string? lang)
    {
        var page = WebPages.PageFor(http, lang);
        var sight = parts.Sights.Of(http, Capability.EditSites);
        var tree = sight.Tree;
        return tree.Sites.TryGetValue(code, out var site)
            ? Form(site, SiteFields.Of(site, tree), sight, page, null, StatusCodes.Status200OK) : Missing(page);
    }

    private static async Task<IResult> SaveAsync(string code, SiteParts parts, HttpContext http, string? lang)
    {
        var page = WebPages.PageFor(http, lang);
        var sight = parts.Sights.Of(http, Capability.EditSites);
        var tree = sight.Tree;
        if (!tree.Sites.TryGetValue(code, out var before))
            return Missing(page);
        var fields = SiteFields.Of(await http.Request.ReadFormAsync(http.RequestAborted));
        if (fields.Read(before, SiteWords.Of(page.Words)) is not { } said)
            return Form(before, fields, sight, page, null, StatusCodes.Status409Conflict);
        try
        {
            await parts.Sites.SaveAsync(
                code, said, Caller.Of(http).Actor, CancellationToken.None,
                parts.Sights.Later(http, Capability.EditSites));
        }
        catch (SitesException e)
        {
            return Form(before, fields, sight, page, fields.Refuse(e, LanguageOf(page)), StatusCodes.Status409Conflict);
        }
        return EnrolPages.SeeOther(http, page.Link($"/sites/{Uri.EscapeDataString(code)}?done=save"));
    }

    internal static Language LanguageOf(PageContext page) =>
        page.Words.Language == "en" ? Language.English : Language.Vietnamese;

    private static RazorComponentResult<SiteEditPage> Form(
        Site before, SiteFields fields, Sight sight, PageContext page, string? problem, int status) =>
        WebPages.Render<SiteEditPage>(page, new()
        {
            ["Before"] = before,
            ["Fields"] = fields,
            ["Nodes"] = sight.Tree.Nodes.Values
                .Where(node => node.IsValidOn(Settings.HubZone.DayOf(page.Now)) && sight.SeesNode(node.Code))
                .Select(static node => node.Code).Order(StringComparer.Ordinal).ToArray(),
            ["Problem"] = problem,
        }, status);

    internal static RazorComponentResult<MessagePage> Missing(PageContext page) => WebPages.Render<MessagePage>(
        page, new()
        {
            ["Message"] = SiteWords.Of(page.Words) is var text ? $"{text.NoSuchSite} {text.NoSuchSiteNext}" : null,
        }, StatusCodes.Status404NotFound);
}

/// <summary>What the pages of places are made from.</summary>
internal sealed record SiteParts(
    FleetPictures Fleet, SiteRegister Sites, OfflineDesk Offline, SightBook Sights, VisitBook Visits);
