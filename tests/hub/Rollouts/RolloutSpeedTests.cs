using System.Diagnostics;
using CheckIn.Hub.Rollouts;

namespace CheckIn.Hub.Tests.Rollouts;

/// <summary>A rollout over a whole fleet costs little for each gate that says something.</summary>
public sealed class RolloutSpeedTests
{
    private const int Gates = 19_000;

    [Fact]
    public void What_one_gate_says_costs_the_same_however_many_there_are()
    {
        var plan = new RolloutPlan(
            RolloutStage.Parse("100%")!, TimeSpan.Zero, TimeSpan.FromHours(1), 5, AtLeast: 20, AtOnce: 10_000);
        var rollout = new Rollout(1, plan, Enumerable.Range(0, Gates).Select(static i => new RolloutGate($"g-{i}", $"s-{i}")));
        var asked = rollout.Advance(TimeSpan.Zero, static _ => GateFitness.Healthy).OfType<RolloutAction.Ask>().ToList();
        Assert.Equal(10_000, asked.Count);
        var began = Stopwatch.GetTimestamp();
        foreach (var one in asked)
            rollout.Hear(one.Gate, GateNews.Confirmed);
        // Walking over all gates each time takes a minute; this takes milliseconds.
        Assert.True(Stopwatch.GetElapsedTime(began) < TimeSpan.FromSeconds(10));
        Assert.Equal(10_000, rollout.Counts().Confirmed);
    }
}
