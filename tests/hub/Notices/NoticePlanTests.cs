using CheckIn.Contract;
using CheckIn.Hub.Alerts;
using CheckIn.Hub.Notices;
using CheckIn.Hub.Sites;
using CheckIn.Settings;

namespace CheckIn.Hub.Tests.Notices;

public sealed class NoticePlanTests
{
    private static readonly DateOnly Today = new(2026, 11, 21);
    private static readonly DateTimeOffset Now = new(2026, 11, 21, 3, 0, 0, TimeSpan.Zero);

    /// <summary>A province with two communes, one of which was two before July 2025.</summary>
    private static readonly SiteTree Tree = new()
    {
        Nodes = new[]
        {
            new Node(1, "tinh", null, "province", "Tỉnh", null, null, []),
            new Node(2, "xa-a", 1, "commune", "Xã A", new DateOnly(2025, 7, 1), null, []),
            new Node(3, "xa-b", 1, "commune", "Xã B", null, null, []),
            new Node(4, "xa-cu", 1, "commune", "Xã cũ", null, new DateOnly(2025, 6, 30), [2]),
        }.ToDictionary(node => node.Id),
        Sites = new[]
        {
            new Site(1, "truong-a", "Trường A", "school", SiteForm.Permanent, 2),
            new Site(2, "cho-b", "Chợ B", "market", SiteForm.Permanent, 3),
        }.ToDictionary(site => site.Code),
    };

    [Theory]
    [InlineData(null, "truong-a", true)]
    [InlineData(null, null, true)]
    [InlineData("tinh", "truong-a", true)]
    [InlineData("xa-a", "truong-a", true)]
    [InlineData("xa-cu", "truong-a", true)]
    [InlineData("xa-b", "truong-a", false)]
    [InlineData("xa-a", null, false)]
    [InlineData("xa-a", "nowhere", false)]
    public void A_gates_alert_concerns_whoever_looks_after_its_place(string? node, string? site, bool concerns)
    {
        var recipient = Recipient() with { Node = node };
        Assert.Equal(concerns, NoticePlan.Concerns(recipient, Change("raised"), site, Tree, Today));
        if (site is not null)
        {
            Assert.Equal(concerns, NoticePlan.Concerns(
                recipient, Change("raised") with { SubjectKind = "site", Subject = site }, null, Tree, Today));
        }
    }

    [Theory]
    [InlineData("tinh", "xa-a", true)]
    [InlineData("xa-a", "xa-a", true)]
    [InlineData("xa-a", "tinh", true)]
    [InlineData("xa-b", "xa-a", false)]
    [InlineData("xa-a", "nowhere", false)]
    public void A_nodes_alert_concerns_what_is_above_it_and_below_it(string own, string subject, bool concerns) =>
        Assert.Equal(concerns, NoticePlan.Concerns(
            Recipient() with { Node = own }, Change("raised") with { SubjectKind = "node", Subject = subject }, null,
            Tree, Today));

    [Fact]
    public void The_hubs_own_alert_concerns_everybody() => Assert.True(NoticePlan.Concerns(
        Recipient() with { Node = "xa-a" }, Change("raised") with { SubjectKind = "hub", Subject = "" }, null, Tree,
        Today));

    [Theory]
    [InlineData("notice", 1, false)]
    [InlineData("warning", 1, false)]
    [InlineData("warning", 2, true)]
    [InlineData("critical", 2, true)]
    [InlineData("critical", 3, true)]
    public void Who_is_of_a_higher_level_or_wants_less_is_not_told(string severity, int level, bool concerns) =>
        Assert.Equal(concerns, NoticePlan.Concerns(
            Recipient() with { Least = Severity.Warning, Level = 2 }, Change("raised", severity) with { Level = level },
            null, Tree, Today));

    [Fact]
    public void Somebody_hears_once_that_it_began_and_once_that_it_is_over()
    {
        var state = NoticePlan.Step(null, Change("raised"), concerns: true);
        Assert.Equal(new NoticeState(false, NoticeNews.Raised), state);
        state = new NoticeState(true, NoticeNews.None); // a message was made
        Assert.Equal(state, NoticePlan.Step(state, Change("escalated"), concerns: true));
        Assert.Equal(state, NoticePlan.Step(state, Change("snoozed"), concerns: true));
        Assert.Equal(
            new NoticeState(true, NoticeNews.Cleared), NoticePlan.Step(state, Change("cleared"), concerns: false));
        Assert.Null(NoticePlan.Step(null, Change("cleared"), concerns: false));
    }

    [Fact]
    public void Whoever_has_not_heard_of_it_does_not_once_somebody_has_taken_it_on()
    {
        var state = NoticePlan.Step(new NoticeState(false, NoticeNews.Raised), Change("acknowledged"), concerns: false);
        Assert.Equal(new NoticeState(false, NoticeNews.None), state);
        Assert.Null(NoticePlan.Step(state, Change("cleared"), concerns: false));
    }

    [Fact]
    public void An_alert_that_gave_way_to_one_of_the_whole_site_is_not_said_to_be_over()
    {
        var into = Change("cleared") with { Detail = new Dictionary<string, string> { ["into"] = "site:truong-a" } };
        Assert.Null(NoticePlan.Step(new NoticeState(true, NoticeNews.None), into, concerns: false));
        Assert.Null(NoticePlan.Step(new NoticeState(false, NoticeNews.Raised), into, concerns: false));
    }

    [Fact]
    public void In_quiet_hours_only_what_is_critical_is_told_and_the_rest_afterwards()
    {
        WaitingNotice[] waiting = [Waiting(1), Waiting(2) with { Severity = Severity.Critical }];
        Assert.Equal([2L], NoticePlan.Compose(waiting, isQuiet: true, Now)!.Named.Select(notice => notice.Alert));
        Assert.Equal([2L, 1L], NoticePlan.Compose(waiting, isQuiet: false, Now)!.Named.Select(notice => notice.Alert));
        Assert.Null(NoticePlan.Compose([waiting[0]], isQuiet: true, Now));
    }

    [Fact]
    public void What_is_snoozed_waits_and_is_dropped_when_it_is_over_first()
    {
        var snoozed = Waiting(1) with { SnoozedUntil = Now.AddHours(1) };
        Assert.Equal(Fate.Waits, NoticePlan.Judge(snoozed, isQuiet: false, Now));
        Assert.Equal(Fate.Told, NoticePlan.Judge(snoozed, isQuiet: false, Now.AddHours(1)));
        var over = snoozed with { News = NoticeNews.Cleared, ClearedAt = Now };
        Assert.Equal(Fate.Dropped, NoticePlan.Judge(over, isQuiet: true, Now));
        Assert.Equal(Fate.Told, NoticePlan.Judge(over with { IsTold = true }, isQuiet: false, Now));
        var later = over with { ClearedAt = Now.AddHours(2) };
        Assert.Equal(Fate.Told, NoticePlan.Judge(later, isQuiet: false, Now.AddHours(3)));
    }

    [Fact]
    public void The_worst_comes_first_and_the_widest_before_the_oldest_of_it()
    {
        WaitingNotice[] waiting =
        [
            Waiting(1) with { News = NoticeNews.Cleared, IsTold = true, Severity = Severity.Critical },
            Waiting(2) with { Since = Now.AddHours(-1) },
            Waiting(3) with { Since = Now.AddHours(-2) },
            Waiting(4) with { Subject = new AlertSubject(AlertSubjectKind.Site, "truong-a") },
            Waiting(5) with { Severity = Severity.Critical },
        ];
        Assert.Equal([5L, 4, 3, 2, 1], NoticePlan.Compose(waiting, false, Now)!.Named.Select(notice => notice.Alert));
    }

    [Theory]
    [InlineData("22:00-06:00", "15:30", true)]
    [InlineData("22:00-06:00", "22:59", true)]
    [InlineData("22:00-06:00", "23:00", false)]
    [InlineData("22:00-06:00", "14:59", false)]
    [InlineData("12:00-13:30", "05:00", true)]
    [InlineData("12:00-13:30", "06:30", false)]
    public void Quiet_hours_are_by_the_clock_on_the_wall_and_may_go_over_midnight(
        string quiet, string utc, bool isQuiet)
    {
        var at = new DateTimeOffset(Today.ToDateTime(TimeOnly.Parse(utc, null)), TimeSpan.Zero);
        Assert.Equal(isQuiet, QuietHours.TryParse(quiet)!.IsIn(at, CheckIn.Hub.Settings.HubZone.Current));
    }

    [Theory]
    [InlineData("22:00")]
    [InlineData("22:00-22:00")]
    [InlineData("22:00-25:00")]
    [InlineData("22:00-06:00-07:00")]
    public void What_is_no_quiet_time_is_none(string text) => Assert.Null(QuietHours.TryParse(text));

    internal static AlertMessage Change(string change, string severity = "warning") =>
        new(1, change, Now.ToUnixTimeMilliseconds(), 7, "offline", "gate", "cong-1", severity, 1, 0, 0);

    internal static WaitingNotice Waiting(long alert) => new(
        alert, false, NoticeNews.Raised, "offline", new AlertSubject(AlertSubjectKind.Gate, $"cong-{alert}"),
        Severity.Warning, 1, Now, null, null);

    internal static Recipient Recipient() => new(
        1, "truc-ban", NoticeChannel.Mail, "a@example.vn", Language.Vietnamese, null, Severity.Notice, 1, null, Now);
}
