namespace CheckIn.Hub.Rollouts;

/// <summary>
/// Whose gates: of a node and all below it, of a site, of a group, some by name, or all (everything null).
/// </summary>
internal sealed record RolloutScope(string? Node = null, string? Site = null, IReadOnlyList<string>? Gates = null)
{
    /// <summary>Dimension and value of the second grouping; null = not by that.</summary>
    internal (string Dimension, string Value)? Group { get; init; }
}

/// <summary>What somebody asks for.</summary>
/// <param name="Kind">What is rolled out, see <see cref="IRolledOut.Kind"/>.</param>
/// <param name="Target">Which one of it; higher is later.</param>
/// <param name="Title">The same for people.</param>
internal sealed record RolloutOrder(string Kind, long Target, string Title, RolloutScope Scope, RolloutPlan Plan);

/// <summary>A rollout as it is kept, its gates apart.</summary>
/// <param name="IsByGates">Its gates were named one by one.</param>
/// <param name="Gates">How many it has.</param>
/// <param name="Age">Its own time, see <see cref="Rollout"/>.</param>
/// <param name="ChangedAt">When something of it was last another.</param>
internal sealed record RolloutHead(
    long Id, string Kind, long Target, string Title, string? Node, string? Site, bool IsByGates, int Gates, RolloutPlan Plan,
    RolloutState State, int Stage, TimeSpan Age, TimeSpan? StandsSince, DateTimeOffset StartedAt, string StartedBy,
    DateTimeOffset ChangedAt);

/// <summary>A rollout as somebody sees it.</summary>
/// <param name="IsWhole">He sees all its gates.</param>
internal sealed record RolloutPicture(RolloutHead Head, RolloutCounts Counts, bool IsWhole);

/// <summary>One of its gates.</summary>
internal sealed record RolloutGateRow(string Gate, string? Site, string Step, bool IsUndecided, string? Why);
