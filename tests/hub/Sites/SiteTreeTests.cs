using CheckIn.Hub.Sites;
using FsCheck;
using FsCheck.Fluent;

namespace CheckIn.Hub.Tests.Sites;

/// <summary>
/// As it was in 2025: two provinces become one on 1 July, communes are merged, and one of them is divided.
/// </summary>
public sealed class SiteTreeTests
{
    private static readonly DateOnly Before = new(2025, 6, 30);
    private static readonly DateOnly After = new(2025, 7, 1);
    private static readonly SiteTree Tree = TestTree.Merged();

    [Fact]
    public void A_site_is_found_where_its_node_went_and_where_it_was_before()
    {
        var site = Tree.Sites["truong-1"];
        Assert.Equal("xa-cu-1", Tree.NodeOf(site, Before)!.Code);
        Assert.Equal("xa-moi", Tree.NodeOf(site, After)!.Code);
        Assert.Equal(["xa-moi", "tinh-moi"], Codes(Tree.On(After).Path(Tree.NodeOf(site, After)!)));
        Assert.Equal(["xa-cu-1", "huyen-1", "tinh-1"], Codes(Tree.On(Before).Path(Tree.NodeOf(site, Before)!)));
    }

    [Fact]
    public void A_site_of_today_stands_in_a_report_of_an_earlier_day_where_all_that_its_node_was_lay()
    {
        // xa-moi was made of communes of two provinces: no node of that day had them both.
        Assert.Null(Tree.NodeOf(Tree.Sites["cho-moi"], Before));
        Assert.Equal("xa-cu-3", Tree.NodeOf(Tree.Sites["cho-3"], Before)!.Code);
    }

    [Fact]
    public void A_site_of_a_divided_node_that_nobody_has_moved_counts_in_what_has_all_parts()
    {
        Assert.Equal("tinh-moi", Tree.NodeOf(Tree.Sites["benh-vien-4"], After)!.Code);
        Assert.True(Covers("tinh-moi", "benh-vien-4", After));
        Assert.False(Covers("xa-4a", "benh-vien-4", After));
        Assert.True(Covers("xa-cu-4", "benh-vien-4", After));
    }

    [Fact]
    public void A_scope_covers_its_node_all_below_it_and_what_they_were_before()
    {
        foreach (var node in new[] { "xa-moi", "tinh-moi", "xa-cu-1", "huyen-1", "tinh-1" })
            Assert.True(Covers(node, "truong-1", After), node);
        Assert.True(Covers("tinh-moi", "truong-1", Before));
        Assert.True(Covers("xa-moi", "truong-1", Before));
        Assert.False(Covers("tinh-2", "truong-1", Before));
        Assert.False(Covers("nowhere", "truong-1", After));
        Assert.False(Tree.Covers(new FleetScope(Node: "tinh-moi"), "cong-9", null, After));
        Assert.False(Tree.Covers(new FleetScope(Node: "tinh-moi"), "cong-9", "not-in-the-census", After));
    }

    [Fact]
    public void The_nodes_over_a_site_are_those_whose_scope_covers_it_and_no_others()
    {
        foreach (var day in new[] { Before, After })
        {
            foreach (var site in Tree.Sites.Values)
            {
                Assert.Equal(
                    Codes(Tree.Nodes.Values.Where(node => Covers(node.Code, site.Code, day))).Order(),
                    Codes(Tree.NodesOver(site, day)).Order());
            }
        }
        Assert.Equal(["xa-moi", "tinh-moi", "xa-cu-1", "huyen-1", "tinh-1"], Codes(Tree.NodesOver(Tree.Sites["truong-1"],
            After)));
    }

    [Fact]
    public void A_scope_narrows_by_gate_site_and_group()
    {
        Assert.True(Tree.Covers(FleetScope.All, "cong-1", null, After));
        Assert.True(Tree.Covers(new(Gate: "cong-1", Site: "truong-1"), "cong-1", "truong-1", After));
        Assert.False(Tree.Covers(new(Gate: "cong-2"), "cong-1", "truong-1", After));
        Assert.False(Tree.Covers(new(Site: "truong-2"), "cong-1", "truong-1", After));
        Assert.True(Tree.Covers(new(Site: "not-in-the-census"), "cong-1", "not-in-the-census", After));
        Assert.True(Tree.Covers(new(Dimension: "ministry", Value: "education"), "cong-1", "truong-1", After));
        Assert.True(Tree.Covers(new(Dimension: "ministry"), "cong-1", "truong-1", After));
        Assert.False(Tree.Covers(new(Dimension: "ministry", Value: "health"), "cong-1", "truong-1", After));
        Assert.False(Tree.Covers(new(Dimension: "zone"), "cong-1", "truong-1", After));
    }

    [Fact]
    public void Children_are_those_of_the_day_by_name()
    {
        Assert.Equal(["tinh-2", "tinh-1"], Codes(Tree.On(Before).Children(null))); // Hai, Một.
        Assert.Equal(["tinh-moi"], Codes(Tree.On(After).Children(null)));
        Assert.Equal(["xa-4a", "xa-4b", "xa-cu-3", "xa-moi"],
            Codes(Tree.On(After).Children(Tree.NodeByCode("tinh-moi"))).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void A_node_whose_parent_was_merged_lies_in_what_the_parent_became()
    {
        Assert.Equal("tinh-2", Tree.Nodes[Tree.NodeByCode("xa-cu-3")!.Parent!.Value].Code);
        Assert.True(Covers("tinh-moi", "cho-3", After));
        Assert.True(Covers("tinh-2", "cho-3", After));
    }

    [Fact]
    public void A_circle_of_successors_ends()
    {
        var ended = new DateOnly(2020, 1, 1);
        var tree = new SiteTree
        {
            Nodes = new[]
            {
                new Node(1, "a", 2, "commune", "A", null, ended, [2, 3]),
                    new Node(2, "b", 3, "commune", "B", null, ended, [3, 1]),
                new Node(3, "c", 1, "commune", "C", null, ended, [1, 2]),
            }.ToDictionary(node => node.Id),
        };
        Assert.Null(tree.On(After).Standing(tree.Nodes[1]));
        Assert.Equal(["a", "b", "c"], Codes(tree.Path(tree.Nodes[1])));
    }

    [Fact]
    public void Work_on_a_gate_its_site_or_a_node_above_is_maintenance_while_it_lasts()
    {
        var at = new DateTimeOffset(2025, 7, 2, 3, 0, 0, TimeSpan.Zero);
        foreach (var (subject, id) in new[] { (MaintenanceSubject.Gate, "cong-1"),
            (MaintenanceSubject.Site, "truong-1"),
            (MaintenanceSubject.Node, "xa-moi"), (MaintenanceSubject.Node, "tinh-moi"),
            (MaintenanceSubject.Node, "xa-cu-1") })
        {
            var tree = TestTree.Merged(new Maintenance(1, subject, id, at, at.AddHours(2), "thay dây", "local", at));
            Assert.True(tree.IsInMaintenance("cong-1", "truong-1", at));
            Assert.False(tree.IsInMaintenance("cong-1", "truong-1", at.AddSeconds(-1)));
            Assert.False(tree.IsInMaintenance("cong-1", "truong-1", at.AddHours(2)));
            Assert.False(tree.IsInMaintenance("cong-9", null, at));
        }
    }

    [Fact]
    public void A_gate_is_expected_while_its_site_is_open_and_nobody_works_on_it()
    {
        var day = new DateTimeOffset(2026, 11, 2, 0, 0, 0, TimeSpan.FromHours(7));
        var tree = TestTree.Merged(
            new Maintenance(1, MaintenanceSubject.Site, "truong-2", day.AddHours(9), day.AddHours(10), "thay dây",
            "local", day),
            new Maintenance(2, MaintenanceSubject.Node, "tinh-moi", day.AddHours(9.5), day.AddHours(14), "cúp điện",
                "local", day));
        Assert.Equal([(day.AddHours(7), day.AddHours(9)), (day.AddHours(14), day.AddHours(17))],
            tree.Expected("cong-2", "truong-2", day, day.AddDays(1)));
        Assert.Equal([(day, day.AddHours(9.5)), (day.AddHours(14), day.AddDays(1))],
            tree.Expected("cong-1", "truong-1", day, day.AddDays(1)));
        Assert.Equal([(day, day.AddDays(1))], tree.Expected("cong-9", "not-in-the-census", day, day.AddDays(1)));
        Assert.Empty(tree.Expected("cong-2", "truong-2", day.AddDays(1), day));
        Assert.Empty(tree.Expected("cong-9", null, day, day));
    }

    [Fact]
    public void An_event_is_expected_only_while_it_lasts()
    {
        var starts = new DateTimeOffset(2026, 12, 1, 1, 0, 0, TimeSpan.Zero);
        var site = new Site(9, "dam-cuoi", "Đám cưới", "wedding", SiteForm.Event, null)
        {
            StartsAt = starts,
            EndsAt = starts.AddHours(6),
        };
        var tree = new SiteTree { Sites = new Dictionary<string, Site> { [site.Code] = site } };
        Assert.Equal([(starts, starts.AddHours(6))],
            tree.Expected("g", site.Code, starts.AddDays(-3), starts.AddDays(3)));
        Assert.Equal([false, true, false],
            new[] { -1, 0, 6 }.Select(hour => tree.IsOpen(site.Code, starts.AddHours(hour))));
    }

    [Fact]
    public void Expected_time_lies_in_order_apart_and_agrees_with_every_moment()
    {
        var start = new DateTimeOffset(2026, 11, 2, 0, 0, 0, TimeSpan.Zero);
        var work = from subject in Gen.Elements((MaintenanceSubject.Gate, "cong-2"),
            (MaintenanceSubject.Site, "truong-2"),
                       (MaintenanceSubject.Node, "tinh-moi"), (MaintenanceSubject.Gate, "another"))
                   from at in Gen.Choose(-60, 60)
                   from hours in Gen.Choose(1, 20)
                   select new Maintenance(0, subject.Item1, subject.Item2, start.AddHours(at),
                       start.AddHours(at + hours), "", "", start);
        Prop.ForAll(work.ListOf().ToArbitrary(), Gen.Choose(-60, 60).ToArbitrary(), Gen.Choose(0, 60).ToArbitrary(),
            (works, at, hours) =>
        {
            var tree = TestTree.Merged([.. works]);
            var (from, to) = (start.AddHours(at), start.AddHours(at + hours));
            var expected = tree.Expected("cong-2", "truong-2", from, to);
            for (var i = 0; i < expected.Count; i++)
                Assert.True(expected[i].From < expected[i].To && (i == 0 || expected[i - 1].To < expected[i].From));
            for (var moment = start.AddHours(-70); moment < start.AddHours(130); moment += TimeSpan.FromMinutes(30))
            {
                var isExpected = from <= moment && moment < to && tree.IsOpen("truong-2", moment)
                    && !tree.IsInMaintenance("cong-2", "truong-2", moment);
                Assert.Equal(isExpected, expected.Any(some => some.From <= moment && moment < some.To));
            }
        }).QuickCheckThrowOnFailure();
    }

    private static bool Covers(string node, string site, DateOnly day) =>
        Tree.Covers(new FleetScope(Node: node), "cong", site, day);

    private static IEnumerable<string> Codes(IEnumerable<Node> nodes) => nodes.Select(node => node.Code);
}
