namespace CheckIn.Hub.Rollouts;

/// <summary>A gate of a rollout.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Site">Where it stood when the rollout began; null = nowhere.</param>
/// <param name="Neighbours">Gates in service at that site then, itself included.</param>
public sealed record RolloutGate(string Id, string? Site = null, int Neighbours = 1)
{
    public GateStep Step { get; init; }

    /// <summary>When it was asked or last said something new, in the rollout's own time.</summary>
    public TimeSpan HeardAt { get; init; }

    /// <summary>Why it failed; <see cref="Silent"/> or a word of what is rolled out; null = it did not.</summary>
    public string? Why { get; init; }

    /// <summary>What it decided counts for the rule: it was not before somebody had a stopped rollout go on.</summary>
    public bool Counts { get; init; } = true;

    /// <summary>It said nothing for twice its time.</summary>
    public const string Silent = "silent";

    internal bool IsDecided => Step is GateStep.Confirmed or GateStep.Failed;
}

/// <summary>What a gate that was asked has said.</summary>
/// <param name="Target">Of which.</param>
/// <param name="Why">Of a failure.</param>
internal readonly record struct RolloutReport(long Target, string Gate, GateNews News, string? Why);
