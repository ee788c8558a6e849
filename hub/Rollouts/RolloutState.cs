namespace CheckIn.Hub.Rollouts;

/// <summary>How a rollout is.</summary>
public enum RolloutState
{
    /// <summary>Gates are at it.</summary>
    Running,
    /// <summary>No gate is at it: the stage stands, or the gates that are left are not there.</summary>
    Waiting,
    /// <summary>Too many failed; somebody has to look.</summary>
    StoppedByRule,
    /// <summary>Somebody stopped it.</summary>
    StoppedByPerson,
    /// <summary>All gates have decided.</summary>
    Done,
}

/// <summary>How far a rollout is with one gate.</summary>
public enum GateStep
{
    /// <summary>Not asked yet, or asked and taken back.</summary>
    Pending,
    /// <summary>Asked.</summary>
    Asked,
    /// <summary>It has it, and is well.</summary>
    Confirmed,
    /// <summary>It did not take it, or came back from it, or was silent too long.</summary>
    Failed,
    /// <summary>It needs it not: it has it, or a later one.</summary>
    Passed,
    /// <summary>It is out of service.</summary>
    Gone,
}

/// <summary>What a gate is fit for now.</summary>
public enum GateFitness
{
    /// <summary>Out of service for good.</summary>
    Gone,
    /// <summary>Not there now.</summary>
    Absent,
    /// <summary>There, but not well.</summary>
    Degraded,
    /// <summary>There and well.</summary>
    Healthy,
}

/// <summary>What is heard of a gate that was asked.</summary>
public enum GateNews
{
    /// <summary>It is at it, and further than before.</summary>
    Working,
    Confirmed,
    Failed,
    /// <summary>It needs it not.</summary>
    NotNeeded,
}

/// <summary>Stable words, in API, audit and database.</summary>
public static class RolloutWord
{
    public static string Word(this RolloutState state) => state switch
    {
        RolloutState.Running => "running",
        RolloutState.Waiting => "waiting",
        RolloutState.StoppedByRule => "stopped_by_rule",
        RolloutState.StoppedByPerson => "stopped_by_person",
        _ => "done",
    };

    public static string Word(this GateStep step) => step switch
    {
        GateStep.Pending => "pending",
        GateStep.Asked => "asked",
        GateStep.Confirmed => "confirmed",
        GateStep.Failed => "failed",
        GateStep.Passed => "passed",
        _ => "gone",
    };

    /// <summary>Whether gates may still be asked, now or after somebody has it go on.</summary>
    public static bool IsOpen(this RolloutState state) => state != RolloutState.Done && state != RolloutState.StoppedByPerson;

    internal static RolloutState StateOf(string word) => Enum.GetValues<RolloutState>().First(one => one.Word() == word);

    internal static GateStep StepOf(string word) => Enum.GetValues<GateStep>().First(one => one.Word() == word);
}
