using CheckIn.Contract;
using CheckIn.Hub.Accounts;
using CheckIn.Hub.Audit;
using CheckIn.Hub.Desired;
using CheckIn.Hub.Enrolment;
using CheckIn.Hub.Events;
using CheckIn.Hub.Fleet;
using CheckIn.Hub.Rollouts;
using CheckIn.Hub.Sites;

namespace CheckIn.Hub.Tests.Desired;

public sealed class DesiredDeskTests
{
    [Fact]
    public async Task Whoever_is_nearer_to_the_gate_has_the_last_word()
    {
        await using var world = await SettingsWorld.StartAsync();
        await world.ChangeAsync("hub", """{"A":"Trace","B":"Trace","C":"Trace","D":"Trace","E":"Trace","F":"Trace"}""");
        await world.ChangeAsync("gate:a1-01", """{"F":"Critical"}""");
        await world.ChangeAsync("site:a1", """{"E":"Error","F":"Error"}""");
        await world.ChangeAsync("group:ministry=education", """{"D":"Warning","E":"Warning","F":"Warning"}""");
        await world.ChangeAsync("node:xa-a", """{"C":"Information","D":"Information","E":"Information","F":"Information"}""");
        await world.ChangeAsync("node:tinh", """{"B":"Debug","C":"Debug","D":"Debug","E":"Debug","F":"Debug"}""");
        Assert.Equal(
            """{"A":"Trace","B":"Debug","C":"Information","D":"Warning","E":"Error","F":"Critical"}""", world.Levels("a1-01"));
        Assert.Equal(
            """{"A":"Trace","B":"Debug","C":"Information","D":"Information","E":"Information","F":"Information"}""",
            world.Levels("a2-01"));
        Assert.Equal(
            """{"A":"Trace","B":"Debug","C":"Debug","D":"Debug","E":"Debug","F":"Debug"}""",
            world.Levels("b2-01"));
        Assert.Equal(
            ["A hub", "B node:tinh", "C node:xa-a", "D group:ministry=education", "E site:a1", "F gate:a1-01"],
            world.Of("a1-01").Sources.Select(static source => $"{source.Path[^1]} {source.Scope}"));
        Assert.Equal(
            ["hub", "node:tinh", "node:xa-a", "group:ministry=education", "site:a1", "gate:a1-01"],
            world.Desk.Layers(world.Whole).Select(static layer => layer.Scope.Word()));
    }

    [Fact]
    public async Task A_change_is_a_version_of_its_scope_and_a_number_of_each_gate_that_is_told()
    {
        await using var world = await SettingsWorld.StartAsync();
        var change = await world.ChangeAsync("site:a1", """{"A":"Trace"}""");
        Assert.Equal(("site:a1", 1L, (long?)null, 2), (change.Scope, change.Number, change.Rollout, change.Gates));
        var first = await world.ToldAsync("a1-01");
        Assert.Equal(world.Of("a1-01").Version, first!.Settings!.Version);
        Assert.Equal("""{"Logging":{"LogLevel":{"A":"Trace"}}}""", first.Settings.Values.ToJsonString());
        Assert.Equal(world.Get<Provisions>().Of("a1-01")!.Version, first.Version);
        Assert.Null((await world.ToldAsync("b1-01"))!.Settings);
        await world.ChangeAsync("site:a1", """{"A":null,"B":"Debug"}""");
        Assert.Equal("""{"B":"Debug"}""", world.Levels("a1-01"));
        Assert.True((await world.ToldAsync("a1-01"))!.Settings!.Version > first.Settings.Version);
        var history = world.Desk.History(new FleetScope(Site: "a1"), world.Whole, null, 10);
        Assert.Equal([2, 1], history.Select(static version => version.Number));
        Assert.Equal("local", history[0].By);
        Assert.Equal(["settings_changed site:a1 version 1: a reason a1", "settings_changed site:a1 version 2: a reason a1"],
            world.Audit().Where(static row => row.Action == AuditActions.SettingsChanged)
                .Select(static row => $"{row.Action} {row.Subject} {row.Detail} {row.Place}"));
    }

    [Fact]
    public async Task What_was_written_against_another_version_is_refused()
    {
        await using var world = await SettingsWorld.StartAsync();
        await world.ChangeAsync("hub", """{"A":"Trace"}""", expected: 0);
        var refusal = await Assert.ThrowsAsync<DesiredException>(
            () => world.ChangeAsync("hub", """{"A":"Debug"}""", expected: 0));
        Assert.Contains("has version 1 by now", refusal.Message, StringComparison.Ordinal);
        await world.ChangeAsync("hub", """{"A":"Debug"}""", expected: 1);
        Assert.Equal(2, world.Layer("hub").Current!.Number);
    }

    [Theory]
    [InlineData("hub", """{"A":"Trace"}""", "", "title")]
    [InlineData("hub", """{"A":{"b":1,"B":"Debug"}}""", "t", "said twice")]
    [InlineData("hub", """{"A:B":"Trace"}""", "t", "no name")]
    [InlineData("hub", """{"A":"loud"}""", "t", "LogLevel:A")]
    [InlineData("site:nowhere", """{"A":"Trace"}""", "t", "")]
    public async Task What_cannot_be_is_refused_and_changes_nothing(string scope, string patch, string title, string why)
    {
        await using var world = await SettingsWorld.StartAsync();
        if (scope == "site:nowhere")
            await world.ChangeAsync(scope, patch, title: title); // A site may come after its settings.
        else
        {
            var refusal = await Assert.ThrowsAsync<DesiredException>(() => world.ChangeAsync(scope, patch, title: title));
            Assert.Contains(why, refusal.Message, StringComparison.Ordinal);
            Assert.Empty(world.Desk.Layers(world.Whole));
        }
    }

    [Fact]
    public async Task Settings_that_no_gate_could_read_are_refused_also_when_they_come_from_several_scopes()
    {
        await using var world = await SettingsWorld.StartAsync();
        await world.ChangeAsync("hub", Many('a', 350));
        await Assert.ThrowsAsync<DesiredException>(() => world.ChangeAsync("site:a1", Many('b', 350)));
        await world.ChangeAsync("site:a1", Many('b', 10));

        static string Many(char first, int count) => "{" + string.Join(',', Enumerable.Range(0, count)
            .Select(number => $"\"{first}{number}{new string('x', 80)}\":\"Trace\"")) + "}";
    }

    [Fact]
    public async Task A_rollback_says_an_earlier_version_again_under_a_new_number()
    {
        await using var world = await SettingsWorld.StartAsync();
        await world.ChangeAsync("node:xa-a", """{"A":"Trace"}""");
        await world.ChangeAsync("node:xa-a", """{"A":"Debug","B":"Trace"}""");
        await Assert.ThrowsAsync<DesiredException>(() => world.RollBackAsync("node:xa-a", 2));
        await Assert.ThrowsAsync<DesiredException>(() => world.RollBackAsync("node:xa-a", 9));
        Assert.Equal(3, (await world.RollBackAsync("node:xa-a", 1)).Number);
        Assert.Equal("""{"A":"Trace"}""", world.Levels("a1-01"));
        var version = world.Layer("node:xa-a").Current!;
        Assert.Equal("""{"A":"Trace","B":null}""", SettingsWorld.LevelsIn(version.Patch));
        Assert.Equal(4, (await world.RollBackAsync("node:xa-a", 0)).Number);
        Assert.Equal("{}", world.Levels("a1-01"));
        Assert.Equal("{}", await world.ToldLevelsAsync("a1-01"));
        Assert.Empty(world.Desk.Layers(world.Whole));
    }

    [Fact]
    public async Task A_gate_that_moves_or_appears_has_what_its_place_says()
    {
        await using var world = await SettingsWorld.StartAsync();
        await world.ChangeAsync("site:a1", """{"A":"Trace"}""");
        await world.ChangeAsync("site:b1", """{"A":"Debug"}""");
        await world.Get<EventStore>().WriteAsync(static db =>
            db.Execute("UPDATE gate SET site = 'b1' WHERE name = 'a1-01'"), default);
        await world.EnrolAsync("b1-03");
        world.Get<DesiredNotices>().AllChanged();
        Assert.Equal("""{"A":"Debug"}""", await world.ToldLevelsAsync("a1-01"));
        Assert.Equal("""{"A":"Debug"}""", await world.ToldLevelsAsync("b1-03"));
    }

    [Fact]
    public async Task A_restored_hub_never_gives_a_number_twice()
    {
        await using var world = await SettingsWorld.StartAsync();
        await world.ChangeAsync("hub", """{"A":"Trace"}""");
        var told = (await world.ToldAsync("a1-01"))!.Settings!.Version;
        // The gate has heard of a number that this database has never given; and of one without any settings here.
        await world.SayAsync("a1-01", new ReportedMessage(told + 1_000_000, ReportedStates.Applied));
        await world.Get<ReportedInbox>().TurnAsync();
        await world.ChangeAsync("hub", """{"A":"Debug"}""");
        Assert.True((await world.ToldAsync("a1-01"))!.Settings!.Version > told + 1_000_000);
    }

    [Fact]
    public async Task A_gate_with_settings_that_nobody_here_knows_of_is_told_to_have_none()
    {
        await using var world = await SettingsWorld.StartAsync();
        Assert.Null((await world.ToldAsync("a1-01"))!.Settings);
        await world.SayAsync("a1-01", new ReportedMessage(7_000_000_000_000, ReportedStates.Applied));
        await world.Get<ReportedInbox>().TurnAsync();
        var told = (await world.ToldAsync("a1-01"))!.Settings!;
        Assert.Equal("{}", told.Values.ToJsonString());
        Assert.True(told.Version > 7_000_000_000_000);
    }

    [Fact]
    public async Task Somebody_sees_and_changes_only_what_is_his()
    {
        await using var world = await SettingsWorld.StartAsync();
        await world.ChangeAsync("hub", """{"A":"Trace"}""");
        await world.ChangeAsync("site:b1", """{"A":"Debug"}""");
        var his = world.Get<SightBook>().Of(
            new Caller(CallerKind.Person, new Actor("person:his"), [new Grant(Role.Technician, "xa-a")]),
            Capability.EditSettings);
        Assert.Empty(world.Desk.Layers(his));
        Assert.Null(world.Desk.Layer(FleetScope.All, his));
        Assert.Null(world.Desk.Of("b1-01", his));
        Assert.Single(world.Desk.Of("a1-01", his)!.Sources);
        Assert.Equal(["a1-01", "a1-02", "a2-01", "a2-02"],
            world.Desk.Differing(his, null, null, 10).Select(static gate => gate.Gate));
        var order = new SettingsOrder(new FleetScope(Site: "b1"), SettingsWorld.Patch("""{"A":"Information"}"""), "not his");
        await Assert.ThrowsAsync<DesiredException>(() => world.Desk.ChangeAsync(order, Actor.Local, his));
        await Assert.ThrowsAsync<DesiredException>(
            () => world.Desk.RollBackAsync(new FleetScope(Site: "b1"), 0, null, Actor.Local, his));
        var own = order with { Scope = new FleetScope(Node: "xa-a") };
        Assert.Equal(4, (await world.Desk.ChangeAsync(own, Actor.Local, his)).Gates);
    }

    [Fact]
    public async Task How_gates_stand_to_their_settings_is_counted_by_scope()
    {
        await using var world = await SettingsWorld.StartAsync();
        await world.ChangeAsync("node:tinh", """{"A":"Trace"}""");
        Assert.Equal(new SettingsCounts(8, 0, 8, 0, 0, 0), world.Layer("node:tinh").Counts);
        await world.AnswerAsync(ReportedStates.Applied, "a1-01", "a1-02", "b1-01");
        await world.AnswerAsync(ReportedStates.Refused, "a2-01");
        await world.AnswerAsync(ReportedStates.Waiting, "a2-02");
        world.Get<FleetRegistry>().OnState("b2-02", new StateMessage(GateState.Stopped, 1, "boot-1", "1.0", 0));
        Assert.Equal(new SettingsCounts(8, 3, 3, 1, 0, 1), world.Layer("node:tinh").Counts);
        world.Pass(TimeSpan.FromMinutes(16));
        Assert.Equal(new SettingsCounts(8, 3, 0, 1, 3, 1), world.Layer("node:tinh").Counts);
        Assert.Equal(new SettingsCounts(8, 3, 0, 1, 3, 1), Assert.Single(world.Desk.Layers(world.Whole)).Counts);
        var differing = world.Desk.Differing(world.Whole, null, null, 10);
        Assert.Equal(["a2-01 True", "a2-02 True", "b1-02 True", "b2-01 True", "b2-02 False"],
            differing.Select(static gate => $"{gate.Gate} {gate.IsLate}"));
        Assert.Equal("it cannot be", Assert.Single(differing[0].Report!.Message.Errors!).Problem);
        Assert.Equal(["b1-02", "b2-01"],
            world.Desk.Differing(world.Whole, new FleetScope(Node: "xa-b"), "b1-01", 2).Select(static gate => gate.Gate));
    }

    [Fact]
    public async Task Who_comes_back_has_the_whole_time_from_then_on()
    {
        await using var world = await SettingsWorld.StartAsync();
        var fleet = world.Get<FleetRegistry>();
        fleet.OnState("a1-01", new StateMessage(GateState.Stopped, 1, "boot-1", "1.0", 0));
        await world.ChangeAsync("hub", """{"A":"Trace"}""");
        world.Pass(TimeSpan.FromHours(1));
        fleet.OnState("a1-01", new StateMessage(GateState.Ready, 2, "boot-2", "1.0", 0, "epoch-1"));
        Assert.False(world.Desk.Differing(world.Whole, null, null, 1).Single().IsLate);
        world.Pass(TimeSpan.FromMinutes(15));
        Assert.True(world.Desk.Differing(world.Whole, null, null, 1).Single().IsLate);
    }
}
