using CheckIn.Enrolment;

namespace CheckIn.Hub.Enrolment;

/// <summary>
/// Where gates come into service, are replaced and leave: what page, command line and API do, they do here. Each act is one
/// transaction with its audit row.
/// </summary>
internal sealed class EnrolmentDesk
{
    /// <summary>A one-time code.</summary>
    /// <exception cref="EnrolmentException">It cannot be had; the message says why and what to do.</exception>
    internal Task<IssuedCode> IssueAsync(ClaimOrder order, string actor, CancellationToken cancellation) =>
        throw new NotImplementedException();

    /// <summary>Claims for many gates, signed.</summary>
    internal Task<ClaimBundle> IssueBundleAsync(
        ClaimOrder order, int count, TimeSpan lifetime, string actor, CancellationToken cancellation) =>
        throw new NotImplementedException();

    /// <summary>How a claim is; null = no such claim.</summary>
    internal ClaimState? Look(string id) => throw new NotImplementedException();

    internal Task WithdrawAsync(string id, string actor, CancellationToken cancellation) => throw new NotImplementedException();

    /// <summary>The gate's certificates are revoked and its connection is cut; its history stays.</summary>
    internal Task RevokeAsync(string gate, string why, string actor, CancellationToken cancellation) =>
        throw new NotImplementedException();

    /// <summary>The gate is told to deliver what it has and wipe itself; then its certificate is revoked.</summary>
    internal Task DecommissionAsync(string gate, string actor, CancellationToken cancellation) => throw new NotImplementedException();
}

/// <summary>What a claim is for.</summary>
/// <param name="Site">[a-z0-9-]{1,64}; the gate's tag keys are this site's.</param>
/// <param name="Plan">Name of a lane plan, see <see cref="LanePlans"/>.</param>
/// <param name="Gate">The id it will have; null = the site's name with the next free number. In a bundle always null.</param>
/// <param name="Label">Name for people; null = the id.</param>
/// <param name="Replaces">
/// True: <paramref name="Gate"/> is in service or was; the new unit takes its place, and its certificates are revoked.
/// </param>
internal sealed record ClaimOrder(string Site, string Plan, string? Gate = null, string? Label = null, bool Replaces = false);

/// <summary>A code that was just made; it is not kept, so it can be shown only now.</summary>
internal sealed record IssuedCode(string Id, EnrolmentCode Code, DateTimeOffset ExpiresAt);

/// <summary>How a claim is.</summary>
/// <param name="Status">waiting, used, expired or withdrawn.</param>
/// <param name="Gate">The gate that it made; null until it is used.</param>
/// <param name="Fingerprint">Of that gate's key, to be compared with what the gate shows.</param>
internal sealed record ClaimState(
    string Id, string Status, string Site, string Plan, string? Gate, string? Fingerprint, DateTimeOffset ExpiresAt, string? Machine);

/// <summary>An act cannot be done. The message says why and what to do.</summary>
internal sealed class EnrolmentException(string message) : Exception(message);

/// <summary>
/// Named settings of lanes for gates to begin with: <c>in</c>, <c>out</c>, <c>in-out</c>, and any that was saved.
/// </summary>
internal sealed class LanePlans
{
    internal IReadOnlyList<string> Names => throw new NotImplementedException();
}
