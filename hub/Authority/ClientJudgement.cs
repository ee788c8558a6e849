namespace CheckIn.Hub.Authority;

/// <summary>What a client's certificate proves.</summary>
/// <param name="Gate">The gate it is; null = none.</param>
/// <param name="Serial">Of the certificate; null = none was shown.</param>
/// <param name="Fault">Why it proves nothing, one of <see cref="ClientFaults"/>; null = it does.</param>
internal sealed record ClientJudgement(string? Gate, string? Serial, string? Fault);

/// <summary>Stable words; they are labels of a metric.</summary>
internal static class ClientFaults
{
    /// <summary>No certificate was shown.</summary>
    internal const string None = "none";
    /// <summary>Not issued by the gates' authority, or not for a client.</summary>
    internal const string Untrusted = "untrusted";
    internal const string Expired = "expired";
    internal const string Revoked = "revoked";
    /// <summary>The authority's, but not a gate's.</summary>
    internal const string NotAGate = "not_a_gate";
}
