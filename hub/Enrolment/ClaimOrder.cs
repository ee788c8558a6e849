using CheckIn.Enrolment;

namespace CheckIn.Hub.Enrolment;

/// <summary>What a claim is for.</summary>
/// <param name="Site">[a-z0-9-]{1,64}; the gate's tag keys are this site's.</param>
/// <param name="Plan">Name of a lane plan, see <see cref="LanePlans"/>.</param>
/// <param name="Gate">
/// The id it will have; null = the site's name with the next free number. In a bundle always null.
/// </param>
/// <param name="Label">Name for people; null = the id.</param>
/// <param name="Replaces">
/// True: <paramref name="Gate"/> is in service or was; the new unit takes its place, and its certificates are revoked.
/// </param>
internal sealed record ClaimOrder(
    string Site, string Plan, string? Gate = null, string? Label = null, bool Replaces = false);

/// <summary>A code that was just made; it is not kept, so it can be shown only now.</summary>
internal sealed record IssuedCode(string Id, EnrolmentCode Code, DateTimeOffset ExpiresAt);

/// <summary>How a claim is.</summary>
/// <param name="Status">One of <see cref="ClaimStatus"/>.</param>
/// <param name="Gate">The gate that it made; null until it is used.</param>
/// <param name="Fingerprint">Of that gate's key, to be compared with what the gate shows.</param>
/// <param name="Machine">What the gate says of its machine.</param>
internal sealed record ClaimState(
    string Id, string Status, string Site, string Plan, string? Gate, string? Fingerprint, DateTimeOffset ExpiresAt,
    string? Machine)
{
    /// <summary>When it was used.</summary>
    public DateTimeOffset? UsedAt { get; init; }

    /// <summary>Wrong proofs so far.</summary>
    public long Failures { get; init; }
}

/// <summary>Stable words.</summary>
internal static class ClaimStatus
{
    internal const string Waiting = "waiting";
    internal const string Used = "used";
    internal const string Expired = "expired";
    internal const string Withdrawn = "withdrawn";
}
