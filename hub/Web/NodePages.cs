using CheckIn.Hub.Accounts;
using CheckIn.Hub.Fleet.Offline;
using CheckIn.Hub.Sites;
using CheckIn.Hub.Web.Pages;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;

namespace CheckIn.Hub.Web;

/// <summary><c>/nodes</c>, <c>/nodes/CODE</c>: the administrative tree with what is counted of each part of
/// it.</summary>
internal static class NodePages
{
    private const int MostRows = 400, MostSites = 25, MaxForm = 16 * 1024;
    private static readonly TimeSpan ShownAfterwards = TimeSpan.FromDays(1);

    internal static void MapNodePages(this WebApplication app)
    {
        var pages = app.MapGroup("/nodes").ExcludeFromDescription()
            .WithMetadata(new RequestSizeLimitAttribute(MaxForm));
        pages.Get("", Access.To(Capability.SeeFleet), ListAsync);
        pages.Get("/{code}", Access.To(Capability.SeeFleet), (string code, SiteParts parts, HttpContext http, string? lang, string? done) =>
        {
            var page = WebPages.PageFor(http, lang);
            return PageAsync(code, parts, page, new MaintenanceForm(), StatusCodes.Status200OK,
                MaintenancePages.DoneOf(done, page.Words));
        });
    }

    /// <summary>Nodes to choose from: those at the top and below them, and the one that is chosen.</summary>
    internal static IReadOnlyList<(string Value, string Word)> Choices(FleetPicture fleet, Words words, string? chosen)
    {
        var day = fleet.Tree.On(fleet.Today);
        var shown = TwoLevels(day);
        if (chosen is not null && fleet.Tree.NodeByCode(chosen) is { } node
            && !shown.Exists(one => one.Node.Id == node.Id))
            shown.Add((node, 0));
        return [.. shown.Select(one => (one.Node.Code, (one.Depth > 0 ? "  " : "") + NodeNames.Of(one.Node, words)))];
    }

    private static async Task<RazorComponentResult<NodesPage>> ListAsync(SiteParts parts, HttpContext http,
        string? lang)
    {
        var page = WebPages.PageFor(http, lang);
        var fleet = await parts.Fleet.NowAsync(page.Sight!, CancellationToken.None);
        return WebPages.Render<NodesPage>(page, new()
        {
            ["Rows"] = Rows(TwoLevels(fleet.Tree.On(fleet.Today)), fleet, parts.Offline, fleet.Today, page),
            ["All"] = fleet.All,
            ["Nowhere"] = fleet.Nowhere,
            ["Unplaced"] = fleet.Unplaced,
        });
    }

    /// <summary>The page of a node, with what is typed into its form of maintenance.</summary>
    internal static async Task<IResult> PageAsync(string code, SiteParts parts, PageContext page,
        MaintenanceForm form, int status, string? done = null)
    {
        var fleet = await parts.Fleet.NowAsync(page.Sight!, CancellationToken.None);
        if (fleet.Tree.NodeByCode(code) is not { } node)
            return Missing(page);
        return WebPages.Render<NodePage>(page, new()
        {
            ["View"] = View(node, fleet, parts, page),
            ["Form"] = form,
            ["Done"] = done,
        }, status);
    }

    /// <summary>What is right below a node, as rows.</summary>
    internal static IReadOnlyList<NodeRow> Below(
        Node? node, FleetPicture fleet, OfflineDesk offline, DateOnly day, PageContext page) =>
        Rows(fleet.Tree.On(day).Children(node).Select(static child => (child, 0)), fleet, offline, day, page);

    private static NodeFacts View(Node node, FleetPicture fleet, SiteParts parts, PageContext page)
    {
        var (tree, day) = (fleet.Tree, fleet.Tree.On(fleet.Today));
        var path = day.Path(node);
        var support = path.FirstOrDefault(static one => one.SupportNumber is not null);
        var sites = fleet.Sorted(null).Page(null, false, MostSites, site => site.Node?.Id == node.Id);
        return new NodeFacts(node, NodeNames.LevelOf(node, tree, page.Words), fleet.Today, [.. path.Skip(1).Reverse()],
            fleet.Of(node), parts.Offline.AvailabilityOf(fleet.Today, new FleetScope(Node: node.Code), page.Sight).Share,
            support is null ? null : (support.SupportNumber!, support),
            [.. tree.Nodes.Values.Where(one => one.Successors.Contains(node.Id))],
            [.. node.Successors.Where(tree.Nodes.ContainsKey).Select(id => tree.Nodes[id])],
            Below(node, fleet, parts.Offline, fleet.Today, page), sites.Rows, sites.Count - sites.Rows.Count,
            [.. tree.Maintenance.Where(one => one.Until > page.Now - ShownAfterwards
                && one.Subject == MaintenanceSubject.Node && path.Any(above => above.Code == one.SubjectId))]);
    }

    /// <summary>As much of the tree as one can look at: the top, and below it as long as that is not too
    /// much.</summary>
    private static List<(Node Node, int Depth)> TwoLevels(TreeDay day)
    {
        var top = day.Children(null).ToList();
        var isTooMuch = top.Sum(node => 1 + day.Children(node).Count()) > MostRows;
        return
        [
            .. top.SelectMany(node =>
                (isTooMuch ? [] : day.Children(node)).Select(static child => (child, 1)).Prepend((node, 0))),
        ];
    }

    private static IReadOnlyList<NodeRow> Rows(
        IEnumerable<(Node Node, int Depth)> nodes, FleetPicture fleet, OfflineDesk offline, DateOnly day,
        PageContext page)
    {
        var availability = offline.AvailabilityByNode(day, page.Sight);
        return [.. nodes.Select(one => new NodeRow(
            one.Node, one.Depth, NodeNames.LevelOf(one.Node, fleet.Tree, page.Words),
            fleet.Of(one.Node), availability.GetValueOrDefault(one.Node.Code).Share))];
    }

    private static RazorComponentResult<MessagePage> Missing(PageContext page) => WebPages.Render<MessagePage>(
        page, new()
        {
            ["Message"] = SiteWords.Of(page.Words) is var text ? $"{text.NoSuchNode} {text.NoSuchNodeNext}" : null,
        }, StatusCodes.Status404NotFound);
}
