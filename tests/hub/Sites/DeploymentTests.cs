using CheckIn.Hub.Fleet;
using CheckIn.Hub.Sites;

namespace CheckIn.Hub.Tests.Sites;

/// <summary>How far a place is equipped, a rule at a time.</summary>
public sealed class DeploymentTests
{
    private static readonly DateTimeOffset Now = new(2026, 11, 20, 3, 0, 0, TimeSpan.Zero);
    private static readonly Site School = new(1, "truong-a", "Trường A", "school", SiteForm.Permanent, null);

    [Theory]
    [InlineData(Deployment.None)]
    [InlineData(Deployment.PosterOnly)]
    [InlineData(Deployment.Ordered)]
    [InlineData(Deployment.Installed)]
    public void Without_a_gate_it_is_what_people_said(Deployment declared)
    {
        var site = Judge(School with { Declared = declared });
        Assert.Equal((declared, DeploymentReasons.Declared, 0), (site.State, site.Why, site.Gates));
        Assert.Equal(declared == Deployment.Installed, site.IsDeployed);
    }

    [Fact]
    public void A_new_gate_makes_it_installed_whatever_people_said()
    {
        Assert.Equal(Deployment.Installed, Judge(School, Gate(PresenceState.NeverSeen, days: 1)).State);
        Assert.Equal(Deployment.Installed, Judge(School, Gate(PresenceState.Ready, days: 6)).State);
    }

    [Fact]
    public void A_scan_within_the_time_makes_it_active_and_none_makes_it_idle()
    {
        Assert.Equal(Deployment.Active, Judge(School, Gate(PresenceState.Ready, 30, both: 6.9)).State);
        Assert.Equal(Deployment.Idle, Judge(School, Gate(PresenceState.Ready, 30, both: 7.1)).State);
        Assert.Equal(Deployment.Idle, Judge(School, Gate(PresenceState.Ready, 8)).State);
        Assert.Equal(Deployment.Active,
            Judge(School, Gate(PresenceState.Ready, 30), Gate(PresenceState.Ready, 30, both: 1)).State);
    }

    [Fact]
    public void It_is_wrong_when_all_its_gates_are_away_for_a_day_of_its_opening_hours()
    {
        var (lost, stopped) = (Gate(PresenceState.Lost, 30, both: 2, since: 1.1),
            Gate(PresenceState.Stopped, 30, since: 3));
        Assert.Equal((Deployment.Wrong, DeploymentReasons.NoGateThere), StateOf(Judge(School, lost, stopped)));
        Assert.True(Judge(School, lost, stopped).IsDeployed);
        Assert.Equal(Deployment.Active, Judge(School, lost, Gate(PresenceState.Degraded, 30)).State);
        Assert.Equal(Deployment.Active,
            Judge(School, Gate(PresenceState.Lost, 30, both: 2, since: 0.9), stopped).State);
        // One that has never been there says nothing of the others.
        Assert.Equal(Deployment.Wrong, Judge(School, lost, Gate(PresenceState.NeverSeen, 30)).State);
        // Four hours a day: two days are not enough.
        var judge = new DeploymentJudge(new SitesOptions(), Now);
        Assert.Equal(Deployment.Active,
            judge.Judge(School, [Gate(PresenceState.Lost, 30, both: 2, since: 2)], since => (Now - since) / 6).State);
    }

    [Fact]
    public void It_is_wrong_when_people_are_recorded_in_one_direction_only()
    {
        Assert.Equal((Deployment.Wrong, DeploymentReasons.OneWay),
            StateOf(Judge(School, Gate(PresenceState.Ready, 30, comeIn: 1))));
        Assert.Equal((Deployment.Wrong, DeploymentReasons.OneWay),
            StateOf(Judge(School, Gate(PresenceState.Ready, 30, comeIn: 9, goOut: 1))));
        Assert.Equal(Deployment.Active,
            Judge(School, Gate(PresenceState.Ready, 30, comeIn: 1), Gate(PresenceState.Ready, 30, goOut: 2)).State);
        // Too early to tell.
        Assert.Equal(Deployment.Active, Judge(School, Gate(PresenceState.Ready, 3, comeIn: 1, first: 3)).State);
        var accepting = new DeploymentJudge(new SitesOptions { OneWay = OneWayPolicy.Accept }, Now);
        Assert.Equal(Deployment.Active,
            accepting.Judge(School, [Gate(PresenceState.Ready, 30, comeIn: 1)], Open).State);
    }

    [Fact]
    public void An_event_is_judged_only_while_it_lasts()
    {
        var over = School with { Form = SiteForm.Event, EndsAt = Now };
        Assert.Equal((Deployment.Installed, DeploymentReasons.InPlace),
            StateOf(Judge(over, Gate(PresenceState.Lost, 30, since: 9))));
        var later = School with { Form = SiteForm.Event, StartsAt = Now.AddHours(1) };
        Assert.Equal(Deployment.Installed, Judge(later, Gate(PresenceState.Ready, 30)).State);
    }

    [Fact]
    public void Deadlines_count_for_places_without_a_gate_and_nodes_add_them_up()
    {
        var today = new DateOnly(2026, 11, 20);
        var tree = TestTree.Merged();
        tree = new SiteTree
        {
            Nodes = tree.Nodes,
            Sites = tree.Sites.Values.Select(site => site with
            {
                Deadline = site.Code switch
                {
                    "truong-1" => today.AddDays(-3),
                    "truong-2" => today.AddDays(-9),
                    "cho-3" => today,
                    _ => null,
                },
            }).Append(School with { Deadline = today.AddDays(-1) }).ToDictionary(site => site.Code),
        };
        var picture = new DeploymentPicture(tree, new Dictionary<string, SiteDeployment>
        {
            ["truong-1"] = new(Deployment.PosterOnly, DeploymentReasons.Declared, 0, null),
            ["cho-moi"] = new(Deployment.Active, DeploymentReasons.Scans, 2, Now),
            ["truong-a"] = new(Deployment.Wrong, DeploymentReasons.OneWay, 1, Now),
        }, today);
        Assert.Equal(["truong-2", "truong-1"], picture.Overdue.Select(site => site.Code));
        Assert.Equal([-3, -9, 0, null, null],
            new[] { "truong-1", "truong-2", "cho-3", "cho-moi", "truong-a" }.Select(code =>
            picture.DaysLeft(tree.Sites[code])));
        var commune = picture.Of(tree.NodeByCode("xa-moi")!);
        Assert.Equal((3, 1, 2, 2, 33.3),
            (commune.Sites, commune.Deployed, commune.Overdue, commune.Gates, commune.DeployedPercent));
        Assert.Equal((1, 1, 1), (commune.Of(Deployment.PosterOnly), commune.Of(Deployment.None),
            commune.Of(Deployment.Active)));
        Assert.Equal((5, 1), (picture.Of(tree.NodeByCode("tinh-moi")!).Sites, picture.Nowhere.Sites));
        Assert.Equal((6, 2), (picture.All.Sites, picture.All.Deployed));
        Assert.Null(picture.Of(tree.NodeByCode("huyen-1")!).DeployedPercent);
    }

    private static (Deployment State, string Why) StateOf(SiteDeployment site) => (site.State, site.Why);

    private static SiteDeployment Judge(Site site, params SiteGate[] gates) =>
        new DeploymentJudge(new SitesOptions(), Now).Judge(site, gates, Open);

    private static TimeSpan Open(DateTimeOffset since) => Now - since;

    /// <summary>All in days before now.</summary>
    private static SiteGate Gate(
        PresenceState state, double days, double? both = null, double? comeIn = null, double? goOut = null,
        double since = 0, double first = 20)
    {
        GateUse? use = both is null && comeIn is null && goOut is null ? null
            : new GateUse(Now.AddDays(-first), At(both ?? comeIn), At(both ?? goOut), null);
        return new SiteGate("cong", state, At(since), At(days), use);
    }

    private static DateTimeOffset? At(double? days) => days is { } before ? Now.AddDays(-before) : null;
}
