using CheckIn.Hub.Sites;
using CheckIn.Hub.Web;

namespace CheckIn.Hub.Tests.Web;

public sealed class FleetPictureTests
{
    private static readonly DateTimeOffset At = new(2026, 11, 20, 3, 0, 0, TimeSpan.Zero);
    private static readonly string[] States = ["ready", "degraded", "lost", "stopped", "init", "never_seen", "revoked"];

    [Fact]
    public void Every_gate_and_site_is_counted_once_on_every_level_whatever_the_tree()
    {
        for (var seed = 0; seed < 300; seed++)
        {
            var (tree, roll) = Draw(new Random(seed));
            var picture = Of(tree, roll);
            var day = tree.On(picture.Today);
            var top = day.Children(null).Select(picture.Of).ToArray();
            Assert.Equal(tree.Sites.Count, picture.All.Sites);
            Assert.Equal(picture.All.Sites, top.Sum(static node => node.Sites) + picture.Nowhere.Sites);
            Assert.Equal(picture.All.Gates,
                top.Aggregate(picture.Unplaced + picture.Nowhere.Gates, static (sum, node) => sum + node.Gates));
            Assert.Equal(roll.Rows.Count, picture.All.Gates.Total + picture.All.Gates.Revoked);
            foreach (var node in tree.Nodes.Values)
            {
                var own = picture.Sites.Values.Where(site => site.Node?.Id == node.Id).ToArray();
                var below = day.Children(node).Select(picture.Of).ToArray();
                Assert.Equal(own.Length + below.Sum(static one => one.Sites), picture.Of(node).Sites);
                Assert.Equal(own.Count(static site => site.IsOverdue) + below.Sum(static one => one.Overdue),
                    picture.Of(node).Overdue);
            }
        }
    }

    [Fact]
    public void A_site_is_overdue_from_the_day_after_its_deadline_until_a_gate_stands_there()
    {
        var site = new Site(1, "cho-a", "Chợ A", "market", SiteForm.Permanent, null);
        Assert.False(IsOverdue(site, Deployment.None));
        Assert.False(IsOverdue(site with { Deadline = new(2026, 11, 20) }, Deployment.Ordered));
        Assert.True(IsOverdue(site with { Deadline = new(2026, 11, 19) }, Deployment.PosterOnly));
        Assert.False(IsOverdue(site with { Deadline = new(2026, 11, 19) }, Deployment.Idle));

        static bool IsOverdue(Site site, Deployment state) => new FleetPicture(
            new SiteTree { Sites = new Dictionary<string, Site> { [site.Code] = site } }, new GateRoll([], At),
            _ => new SiteDeployment(state, DeploymentReasons.Declared, 0, null)).Sites[site.Code].IsOverdue;
    }

    [Fact]
    public void Sites_whose_gates_are_away_come_first_then_those_that_need_a_look_then_by_name()
    {
        var sites = new[] { "a", "b", "c", "d" }.ToDictionary(
            static code => code, static code => new Site(code[0], code, "Nơi " + code, "office", SiteForm.Permanent,
                null));
        var roll = new GateRoll([Gate("1", "lost", "c"), Gate("2", "degraded", "b"), Gate("3", "ready", "a")], At);
        var page = Of(new SiteTree { Sites = sites }, roll).Sorted(null).Page(null, false, 10);
        Assert.Equal(["c", "b", "a", "d"], page.Rows.Select(static row => row.Site.Code));
    }

    private static FleetPicture Of(SiteTree tree, GateRoll roll) => new(tree, roll,
        static site => new SiteDeployment(site.Declared, DeploymentReasons.Declared, 0, null));

    private static (SiteTree Tree, GateRoll Roll) Draw(Random dice)
    {
        var nodes = new Dictionary<long, Node>();
        for (var id = 1L; id <= dice.Next(1, 20); id++)
        {
            nodes[id] = new Node(id, "n" + id, id > 1 && dice.Next(4) > 0 ? dice.NextInt64(1, id) : null, "commune",
                "N" + id,
                null, null, []);
        }
        var sites = new Dictionary<string, Site>(StringComparer.Ordinal);
        for (var id = 1; id <= dice.Next(30); id++)
        {
            sites["s" + id] = new Site(id, "s" + id, "S" + id, "office", SiteForm.Permanent,
                dice.Next(5) > 0 ? dice.NextInt64(1, nodes.Count + 1) : null)
            {
                Declared = (Deployment)dice.Next(4),
                Deadline = dice.Next(2) == 0 ? null : new DateOnly(2026, 11, dice.Next(15, 25)),
            };
        }
        var gates = Enumerable.Range(1, dice.Next(60)).Select(id => Gate(
            "g" + id, States[dice.Next(States.Length)], dice.Next(8) == 0 ? null : "s" + dice.Next(1, 32)));
        return (new SiteTree { Nodes = nodes, Sites = sites }, new GateRoll([.. gates], At));
    }

    private static GateRow Gate(string id, string state, string? site) =>
        new(id, state, At, At, 1, "1.0", 0, 0, 0, 0, 0, 0, 0, null, null, null, null, Site: site);
}
