using CheckIn.Hub.Sites;
using CheckIn.Hub.Web;

namespace CheckIn.Hub.Tests.Web;

public sealed class OfflineLinesTests
{
    private static readonly DateTimeOffset Now = new(2026, 11, 20, 8, 0, 0, TimeSpan.Zero);
    private static readonly Dictionary<string, Site> Sites = new(StringComparer.Ordinal)
    {
        ["s"] = new(1, "s", "Bệnh viện Quận 3", "hospital", SiteForm.Permanent, null),
    };

    [Fact]
    public void Whoever_is_offline_longest_comes_first_and_those_that_do_not_fit_are_counted()
    {
        var roll = Roll(Row("a", "lost", 10), Row("b", "lost", 30), Row("c", "lost", 20), Row("d", "ready", 90));
        var (lines, more) = OfflineLines.Of(roll, Sites, 2);
        Assert.Equal(["b", "c"], lines.Select(static line => line.Gate));
        Assert.Equal(1, more);
    }

    [Fact]
    public void A_site_whose_gates_are_all_offline_is_one_line_since_the_first_of_them()
    {
        var roll = Roll(
            Row("s-1", "lost", 30, "s", 5), Row("s-2", "lost", 20, "s", 7), Row("s-3", "never_seen", 0, "s"),
            Row("t-1", "lost", 25, "t"));
        var (lines, _) = OfflineLines.Of(roll, Sites, 9);
        Assert.Equal(
            ("Bệnh viện Quận 3", 2, 12L, "/sites/s"),
            (lines[0].Name, lines[0].Gates, lines[0].Backlog, lines[0].Href));
        Assert.Equal(Now.AddMinutes(-30), lines[0].Since);
        Assert.Equal(("t-1", 1, "t"), (lines[1].Gate, lines[1].Gates, lines[1].Place));
    }

    [Theory]
    [InlineData("ready")]
    [InlineData("degraded")]
    [InlineData("stopped")]
    public void A_site_with_one_gate_that_is_not_offline_is_not_offline_as_a_whole(string other)
    {
        var roll = Roll(Row("s-1", "lost", 30, "s"), Row("s-2", "lost", 20, "s"), Row("s-3", other, 5, "s"));
        Assert.Equal(["s-1", "s-2"], OfflineLines.Of(roll, Sites, 9).Lines.Select(static line => line.Gate));
    }

    [Fact]
    public void A_gate_that_has_left_is_not_missing()
    {
        var roll = Roll(
            Row("a", "lost", 10) with { Standing = "revoked" }, Row("b", "lost", 10) with { Standing = "left" });
        Assert.Empty(OfflineLines.Of(roll, Sites, 9).Lines);
        Assert.Equal((0, 0, 1, 1), (roll.InService, roll.Counts["lost"], roll.Counts["revoked"], roll.Counts["left"]));
    }

    [Fact]
    public void The_list_begins_with_what_needs_a_person_longest()
    {
        var roll = Roll(
            Row("a", "ready", 1), Row("b", "stopped", 50), Row("c", "lost", 5), Row("d", "degraded", 90),
            Row("e", "lost", 70), Row("f", "never_seen", 0), Row("g", "lost", 99) with { Standing = "left" });
        Assert.Equal(["e", "c", "d", "b", "f", "a", "g"],
            roll.Sorted(null).Page(null, false, 9).Rows.Select(static gate => gate.Id));
    }

    private static GateRoll Roll(params GateRow[] rows) => new(rows, Now);

    private static GateRow Row(string id, string state, int minutes, string? site = null, long? backlog = null) => new(
        id, state, Now.AddMinutes(-minutes), null, 1, null, backlog, 0, 0, 0, 0, 0, 0, null, null, null, null,
        Site: site);
}
