using CheckIn.Storage;

namespace CheckIn.Hub.Rollouts;

/// <summary>
/// Something that is rolled out. The desk decides whom it is given to; this gives it to him. The first three run
/// within the transaction that keeps the decision.
/// </summary>
internal interface IRolledOut
{
    /// <summary>Its stable word.</summary>
    string Kind { get; }

    /// <summary>The gate is to have it.</summary>
    void Ask(Database db, string gate, RolloutHead rollout);

    /// <summary>The gate is not to have it any more.</summary>
    void Withdraw(Database db, string gate, RolloutHead rollout);

    /// <summary>Gates that have it, or a later one.</summary>
    IReadOnlySet<string> Having(Database db, long target);

    /// <summary>It is committed: these are to be told.</summary>
    void Changed(IReadOnlyCollection<string> gates);
}
