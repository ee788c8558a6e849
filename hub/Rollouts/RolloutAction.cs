namespace CheckIn.Hub.Rollouts;

/// <summary>What follows from something that a rollout heard, in order.</summary>
public abstract record RolloutAction
{
    /// <summary>The gate is to have it.</summary>
    public sealed record Ask(string Gate) : RolloutAction;
    /// <summary>The gate is not to have it any more.</summary>
    public sealed record Withdraw(string Gate) : RolloutAction;
    /// <summary>A stage has begun; the first is 0.</summary>
    public sealed record Began(int Stage) : RolloutAction;
    /// <summary>Too many failed.</summary>
    public sealed record Stopped(int Failed, int Decided) : RolloutAction;
    /// <summary>All gates have decided.</summary>
    public sealed record Done : RolloutAction;
}

/// <summary>How many gates are how far.</summary>
/// <param name="Undecided">Of the asked: silent longer than their time.</param>
public readonly record struct RolloutCounts(
    int Total, int Pending, int Asked, int Undecided, int Confirmed, int Failed, int Passed, int Gone);
