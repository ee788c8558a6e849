namespace CheckIn.Hub.Fleet;

/// <summary>What made the hub think otherwise of a gate.</summary>
public enum PresenceEvidence
{
    /// <summary>It connected, and said so.</summary>
    Birth,
    /// <summary>Its connection ended without a word, and it did not come back within the grace.</summary>
    Will,
    /// <summary>It said nothing for longer than it may.</summary>
    Silence,
    /// <summary>It said goodbye.</summary>
    Farewell,
    /// <summary>It spoke.</summary>
    Life,
    /// <summary>The hub was started, or its link came back, and the gate did not come.</summary>
    Absence,
    /// <summary>Its identity was revoked, or it left.</summary>
    Revoked,
    /// <summary>It was enrolled (anew).</summary>
    Enrolled,
}

/// <summary>A gate's presence, or a cause of its being degraded, changed.</summary>
/// <param name="At">When, by the hub's clock: of a loss, when it was noticed; <c>After.Since</c> is when it began.</param>
public sealed record PresenceChange(
    string Gate, GateStatus Before, GateStatus After, PresenceEvidence Evidence, DateTimeOffset At);
