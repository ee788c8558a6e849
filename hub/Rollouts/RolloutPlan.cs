namespace CheckIn.Hub.Rollouts;

/// <summary>How a rollout goes about it.</summary>
/// <param name="Stages">In order; after the last one it is done, whether that names all gates or not.</param>
/// <param name="Stand">How long a stage stands, once all its gates have decided, before the next one.</param>
/// <param name="Patience">
/// How long a gate that was asked may say nothing new. Then it counts as undecided, and after as long again as failed.
/// </param>
/// <param name="StopAt">Failed of decided gates, per cent, at which it stops; above 0 to 100.</param>
/// <param name="AtLeast">
/// Decided gates before that rate is judged, from 1. At the end of a stage it is judged however few they are.
/// </param>
/// <param name="AtOnce">Gates that may be at it at a time, from 1.</param>
/// <param name="TrialS">How long a gate may take until it is healthy, seconds; 0 = as the gate has it.</param>
public sealed record RolloutPlan(
    IReadOnlyList<RolloutStage> Stages, TimeSpan Stand, TimeSpan Patience, decimal StopAt, int AtLeast = 1,
    int AtOnce = 200, int TrialS = 0)
{
    /// <summary>
    /// One gate, then a few, then a quarter, then all; an hour between; the first failure in twenty stops it.
    /// </summary>
    public static RolloutPlan Usual { get; } = new(
        RolloutStage.Parse("1,5%,25%,100%")!, TimeSpan.FromHours(1), TimeSpan.FromHours(2), 5);

    /// <summary>The last stage does not wait for gates that are not there, once any has decided.</summary>
    internal bool LeavesAbsent { get; init; }

    /// <summary>Every figure is within its range.</summary>
    internal bool IsRight => Stages.Count is > 0 and <= RolloutStage.Most
        && Stand >= TimeSpan.Zero && Stand <= TimeSpan.FromDays(30)
        && Patience >= TimeSpan.FromSeconds(1) && Patience <= TimeSpan.FromDays(30)
        && StopAt is > 0 and <= 100 && AtLeast is >= 1 and <= 100_000 && AtOnce is >= 1 and <= 10_000
        && TrialS is 0 or (>= 10 and <= 3600);
}
