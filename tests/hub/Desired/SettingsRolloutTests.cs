using CheckIn.Contract;
using CheckIn.Hub.Audit;
using CheckIn.Hub.Desired;
using CheckIn.Hub.Fleet;
using CheckIn.Hub.Rollouts;
using CheckIn.Hub.Sites;

namespace CheckIn.Hub.Tests.Desired;

public sealed class SettingsRolloutTests
{
    private static readonly RolloutPlan Plan = new(
        RolloutStage.Parse("1,50%,100%")!, TimeSpan.Zero, TimeSpan.FromHours(1), 40);

    [Fact]
    public async Task A_staged_change_reaches_one_gate_then_half_then_all_and_is_then_what_the_scope_says()
    {
        await using var world = await SettingsWorld.StartAsync();
        await world.ChangeAsync("node:tinh", """{"A":"Trace"}""");
        await world.AnswerAsync(ReportedStates.Applied, SettingsWorld.Gates);
        var change = await world.ChangeAsync("node:tinh", """{"A":"Debug"}""", Plan);
        var id = change.Rollout!.Value;
        var first = Assert.Single(world.Asked(id));
        Assert.Equal("""{"A":"Debug"}""", await world.ToldLevelsAsync(first));
        Assert.Equal(7, SettingsWorld.Gates.Count(gate => world.Levels(gate) == """{"A":"Trace"}"""));
        Assert.Equal((1L, 2L), (world.Layer("node:tinh").Current!.Number, world.Layer("node:tinh").Rolling!.Number));
        await world.AnswerAsync(ReportedStates.Applied, first);
        Assert.Equal(3, world.Asked(id).Count);
        await world.AnswerAsync(ReportedStates.Applied, [.. world.Asked(id)]);
        await world.AnswerAsync(ReportedStates.Applied, [.. world.Asked(id)]);
        Assert.Equal(RolloutState.Done, world.StateOf(id));
        Assert.Equal(2, world.Layer("node:tinh").Current!.Number);
        Assert.Null(world.Layer("node:tinh").Rolling);
        Assert.Equal(new SettingsCounts(8, 8, 0, 0, 0, 0), world.Layer("node:tinh").Counts);
    }

    [Fact]
    public async Task What_a_gate_said_of_its_settings_before_it_was_asked_decides_nothing()
    {
        await using var world = await SettingsWorld.StartAsync();
        await world.ChangeAsync("hub", """{"A":"Trace"}""");
        await world.AnswerAsync(ReportedStates.Applied, SettingsWorld.Gates);
        var before = SettingsWorld.Gates.ToDictionary(static gate => gate, gate => world.Of(gate).Version);
        var id = (await world.ChangeAsync("hub", """{"A":"Debug"}""", Plan)).Rollout!.Value;
        var first = Assert.Single(world.Asked(id));
        await world.SayAsync(first, new ReportedMessage(before[first], ReportedStates.Applied));
        await world.Get<ReportedInbox>().TurnAsync();
        Assert.Equal([first], world.Asked(id));
    }

    [Fact]
    public async Task A_gate_for_which_nothing_changes_has_answered_already()
    {
        await using var world = await SettingsWorld.StartAsync();
        await world.ChangeAsync("site:a1", """{"A":"Debug"}""");
        await world.AnswerAsync(ReportedStates.Applied, "a1-01", "a1-02");
        var id = (await world.ChangeAsync("node:xa-a", """{"A":"Trace"}""",
            Plan with { Stages = RolloutStage.Parse("100%")! })).Rollout!.Value;
        for (var i = 0; i < 3; i++)
        {
            await world.TellAsync();
            await world.Get<ReportedInbox>().TurnAsync();
        }
        Assert.All(world.Asked(id), static gate => Assert.StartsWith("a2-", gate, StringComparison.Ordinal));
    }

    [Fact]
    public async Task It_stops_at_the_stated_rate_and_a_rollback_gives_back_what_gates_have()
    {
        await using var world = await SettingsWorld.StartAsync();
        var id = (await world.ChangeAsync("node:tinh", """{"A":"Debug"}""", Plan)).Rollout!.Value;
        var first = world.Asked(id)[0];
        await world.AnswerAsync(ReportedStates.Applied, first);
        var three = world.Asked(id);
        await world.AnswerAsync(ReportedStates.Refused, three[0]);
        Assert.Equal(RolloutState.StoppedByRule, world.StateOf(id)); // One of two: 50 per cent.
        Assert.Equal("refused: Lanes:in: it cannot be", world.WhyOf(id, three[0]));
        Assert.Equal("""{"A":"Debug"}""", world.Levels(first));
        Assert.All(SettingsWorld.Gates.Except([first]), gate => Assert.Equal("{}", world.Levels(gate)));
        Assert.Equal(1, world.Layer("node:tinh").Rolling!.Number);
        await Assert.ThrowsAsync<DesiredException>(() => world.ChangeAsync("node:tinh", """{"A":"Information"}"""));
        var back = await world.RollBackAsync("node:tinh", 0);
        Assert.Equal((0L, (long?)null), (back.Number, back.Rollout));
        Assert.Equal("{}", await world.ToldLevelsAsync(first));
        Assert.Null(world.Layer("node:tinh").Rolling);
        await Assert.ThrowsAsync<RolloutException>(
            () => world.Get<RolloutDesk>().ResumeAsync(id, Actor.Local, world.Whole));
        await world.ChangeAsync("node:tinh", """{"A":"Information"}""");
        Assert.Equal("""{"A":"Information"}""", world.Levels(first));
    }

    [Fact]
    public async Task The_last_stage_does_not_wait_for_gates_that_are_not_there_and_they_have_it_when_they_come()
    {
        await using var world = await SettingsWorld.StartAsync();
        foreach (var gate in new[] { "b1-01", "b2-02" })
            world.Get<FleetRegistry>().OnState(gate, new StateMessage(GateState.Stopped, 1, "boot-1", "1.0", 0));
        var id = (await world.ChangeAsync("hub", """{"A":"Debug"}""", Plan)).Rollout!.Value;
        for (var i = 0; i < 3; i++)
            await world.AnswerAsync(ReportedStates.Applied, [.. world.Asked(id)]);
        Assert.Equal(RolloutState.Done, world.StateOf(id));
        Assert.Equal("""{"A":"Debug"}""", await world.ToldLevelsAsync("b1-01"));
        Assert.Equal(new SettingsCounts(8, 6, 0, 0, 0, 2), world.Layer("hub").Counts);
    }

    [Fact]
    public async Task A_rollback_can_be_rolled_out_too()
    {
        await using var world = await SettingsWorld.StartAsync();
        await world.ChangeAsync("hub", """{"A":"Trace"}""");
        await world.AnswerAsync(ReportedStates.Applied, SettingsWorld.Gates);
        var change = await world.RollBackAsync("hub", 0, Plan);
        var asked = Assert.Single(world.Asked(change.Rollout!.Value));
        Assert.Equal("{}", world.Levels(asked));
        Assert.Equal(2, change.Number);
    }

    [Fact]
    public async Task One_that_concerns_nobody_leaves_no_version_behind()
    {
        await using var world = await SettingsWorld.StartAsync();
        await Assert.ThrowsAsync<RolloutException>(() => world.ChangeAsync("site:nowhere", """{"A":"Trace"}""", Plan));
        Assert.Empty(world.Desk.History(new FleetScope(Site: "nowhere"), world.Whole, null, 10));
    }
}
