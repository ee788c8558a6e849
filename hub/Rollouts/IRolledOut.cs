using CheckIn.Storage;

namespace CheckIn.Hub.Rollouts;

/// <summary>
/// Something that is rolled out. The desk decides whom it is given to; this gives it to him. What is given a database runs
/// within the transaction that keeps the decision, or reads before it is made.
/// </summary>
internal interface IRolledOut
{
    /// <summary>Its stable word.</summary>
    string Kind { get; }

    /// <summary>Of <c>checkin-hub</c>, that stops its rollouts and has them go on.</summary>
    string Command { get; }

    /// <summary>Gates that were never enrolled can have it too.</summary>
    bool TakesUnenrolled { get; }

    /// <summary>
    /// Gates that are not there get it by themselves when they come, so the last stage need not wait for them.
    /// </summary>
    bool LeavesAbsent { get; }

    /// <summary>Whether one that was stopped may go on.</summary>
    bool IsOffered(Database db, long target);

    /// <summary>The gate is to have it.</summary>
    void Ask(Database db, string gate, RolloutHead rollout);

    /// <summary>The gate is not to have it any more.</summary>
    void Withdraw(Database db, string gate, RolloutHead rollout);

    /// <summary>Gates that have it, or a later one.</summary>
    IReadOnlySet<string> Having(Database db, long target);

    /// <summary>It is done: all gates have decided.</summary>
    void Finish(Database db, RolloutHead rollout);

    /// <summary>It is committed: these are to be told.</summary>
    void Changed(IReadOnlyCollection<string> gates);

    /// <summary>That it is done is committed.</summary>
    void Finished(RolloutHead rollout);
}
