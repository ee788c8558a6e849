using CheckIn.Hub.Rollouts;

namespace CheckIn.Hub.Tests.Rollouts;

public sealed class RolloutTests
{
    private static readonly TimeSpan Minute = TimeSpan.FromMinutes(1);

    [Theory]
    [InlineData("1,5%,25%,100%", "1,5%,25%,100%")]
    [InlineData(" 10 , 0.5% ", "10,0.5%")]
    [InlineData("", null)]
    [InlineData("0", null)]
    [InlineData("0%", null)]
    [InlineData("101%", null)]
    [InlineData("1,", null)]
    [InlineData("-1", null)]
    [InlineData("1;2", null)]
    public void Stages_are_read_as_people_write_them(string text, string? read) =>
        Assert.Equal(read, RolloutStage.Parse(text) is { } stages ? string.Join(',', stages) : null);

    [Fact]
    public void A_stage_has_at_least_one_gate_and_never_more_than_there_are()
    {
        Assert.Equal(1, new RolloutStage(null, 5).Of(3));
        Assert.Equal(2, new RolloutStage(null, 5).Of(21));
        Assert.Equal(3, new RolloutStage(10, null).Of(3));
        Assert.Equal(0, new RolloutStage(10, null).Of(0));
    }

    [Fact]
    public void Stages_go_on_one_after_another_when_each_has_stood()
    {
        var rollout = Of(20, "1,5,100%", stand: 10 * Minute);
        Assert.Single(Asked(rollout.Advance(default, Fit)));
        ConfirmAll(rollout);
        Assert.Empty(Asked(rollout.Advance(Minute, Fit)));
        Assert.Equal(RolloutState.Waiting, rollout.State);
        Assert.Empty(Asked(rollout.Advance(9 * Minute, Fit)));
        Assert.Equal(4, Asked(rollout.Advance(Minute, Fit)).Count);
        ConfirmAll(rollout);
        rollout.Advance(Minute, Fit);
        Assert.Equal(15, Asked(rollout.Advance(10 * Minute, Fit)).Count);
        ConfirmAll(rollout);
        Assert.Contains(new RolloutAction.Done(), rollout.Advance(Minute, Fit));
        Assert.Equal(20, rollout.Counts().Confirmed);
    }

    [Fact]
    public void The_third_that_fails_stops_it_and_takes_back_what_is_not_decided()
    {
        var rollout = Of(20, "2,10,100%", stopAt: 30);
        rollout.Advance(default, Fit);
        ConfirmAll(rollout);
        var asked = Asked(rollout.Advance(default, Fit));
        Assert.Equal(8, asked.Count);
        var actions = rollout.Hear(asked[0], GateNews.Failed, "not_healthy");
        Assert.Contains(new RolloutAction.Stopped(1, 3), actions);
        Assert.Equal(8, actions.OfType<RolloutAction.Withdraw>().Count());
        Assert.Equal(RolloutState.StoppedByRule, rollout.State);
        Assert.Empty(rollout.Advance(TimeSpan.FromDays(9), Fit));
    }

    [Fact]
    public void One_that_goes_on_is_judged_by_what_comes_after()
    {
        var rollout = Of(20, "1,100%");
        rollout.Hear(Asked(rollout.Advance(default, Fit))[0], GateNews.Failed, "x");
        Assert.Equal(RolloutState.StoppedByRule, rollout.State);
        rollout.Resume();
        var asked = Asked(rollout.Advance(default, Fit));
        Assert.Equal(19, asked.Count);
        rollout.Hear(asked[0], GateNews.Confirmed);
        Assert.Equal(RolloutState.Running, rollout.State);
        rollout.Hear(asked[1], GateNews.Failed, "x");
        Assert.Equal(RolloutState.StoppedByRule, rollout.State);
    }

    [Fact]
    public void A_silent_gate_is_undecided_first_and_failed_then()
    {
        var rollout = Of(2, "1,100%");
        var gate = Asked(rollout.Advance(default, Fit))[0];
        rollout.Advance(120 * Minute, Fit);
        Assert.Equal(1, rollout.Counts().Undecided);
        Assert.Equal(0, rollout.Counts().Failed);
        rollout.Advance(119 * Minute, Fit);
        Assert.Equal(RolloutState.Running, rollout.State);
        Assert.Contains(new RolloutAction.Stopped(1, 1), rollout.Advance(Minute, Fit));
        Assert.Equal(RolloutGate.Silent, rollout.Find(gate)!.Why);
        rollout.Hear(gate, GateNews.Confirmed);
        Assert.Equal(1, rollout.Counts().Confirmed);
    }

    [Fact]
    public void What_a_gate_says_anew_gives_it_its_time_again()
    {
        var rollout = Of(1, "1");
        rollout.Advance(default, Fit);
        rollout.Advance(230 * Minute, Fit);
        rollout.Hear("g00", GateNews.Working);
        rollout.Advance(230 * Minute, Fit);
        Assert.Equal(RolloutState.Running, rollout.State);
    }

    [Fact]
    public void Gates_that_are_not_there_are_waited_for_and_those_that_are_well_come_first()
    {
        var rollout = Of(10, "100%");
        var asked = Asked(rollout.Advance(default, id => id switch
        {
            "g03" => GateFitness.Healthy,
            "g04" => GateFitness.Degraded,
            _ => GateFitness.Absent,
        }));
        Assert.Equal(["g03", "g04"], asked);
        ConfirmAll(rollout);
        rollout.Advance(TimeSpan.FromDays(1), id => GateFitness.Absent);
        Assert.Equal(RolloutState.Waiting, rollout.State);
        Assert.Equal(8, Asked(rollout.Advance(Minute, Fit)).Count);
    }

    [Fact]
    public void A_stage_is_spread_over_sites_and_of_two_gates_one_stays_as_it_is()
    {
        var gates = Enumerable.Range(0, 20).Select(i => new RolloutGate($"g{i:00}", $"s{i % 10}", 2));
        var rollout = new Rollout(1, Plan("10,100%"), gates);
        var asked = Asked(rollout.Advance(default, Fit));
        Assert.Equal(10, asked.Select(static id => id[^1]).Distinct().Count());
        ConfirmAll(rollout);
        asked = Asked(rollout.Advance(default, Fit));
        Assert.Equal(10, asked.Count);
        var pair = new Rollout(1, Plan("100%"), [new("a", "s", 2), new("b", "s", 2)]);
        Assert.Single(Asked(pair.Advance(default, Fit)));
        Assert.Empty(Asked(pair.Advance(Minute, Fit)));
        ConfirmAll(pair);
        Assert.Single(Asked(pair.Advance(Minute, Fit)));
    }

    [Fact]
    public void Never_more_are_at_it_than_allowed_and_a_gate_that_is_gone_holds_nothing_up()
    {
        var rollout = Of(10, "100%", atOnce: 3);
        var asked = Asked(rollout.Advance(default, Fit));
        Assert.Equal(3, asked.Count);
        rollout.Hear(asked[0], GateNews.Confirmed);
        Assert.Single(Asked(rollout.Advance(Minute, Fit)));
        Assert.Equal(3, Asked(rollout.Advance(
            Minute, id => rollout.Find(id)!.Step == GateStep.Asked ? GateFitness.Gone : GateFitness.Healthy)).Count);
        Assert.Equal(3, rollout.Counts().Gone);
    }

    private static Rollout Of(
        int count, string stages, TimeSpan stand = default, decimal stopAt = 5, int atOnce = 200) => new(
        1, Plan(stages) with { Stand = stand, StopAt = stopAt, AtOnce = atOnce },
        Enumerable.Range(0, count).Select(static i => new RolloutGate($"g{i:00}")));

    private static RolloutPlan Plan(string stages) => new(RolloutStage.Parse(stages)!, default, 120 * Minute, 5);

    private static List<string> Asked(IReadOnlyList<RolloutAction> actions) =>
        [.. actions.OfType<RolloutAction.Ask>().Select(static ask => ask.Gate)];

    private static void ConfirmAll(Rollout rollout)
    {
        foreach (var gate in rollout.Gates.Where(static gate => gate.Step == GateStep.Asked).ToList())
            rollout.Hear(gate.Id, GateNews.Confirmed);
    }

    private static GateFitness Fit(string gate) => GateFitness.Healthy;
}
