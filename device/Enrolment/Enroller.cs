using CheckIn.Enrolment;

namespace CheckIn.Gate.Enrolment;

/// <summary>
/// Takes up a claim: makes the gate's key here, asks the hub with a signing request and the proof of the code, checks the
/// hub's own proof, and only then writes what it got to Enrolment:Directory, all of it or nothing.
/// </summary>
internal sealed class Enroller
{
    /// <param name="code">The code.</param>
    /// <param name="told">Hears of each step as it begins.</param>
    /// <param name="cancellation">Ends the attempt.</param>
    internal Task<EnrolmentOutcome> EnrolAsync(EnrolmentCode code, Action<EnrolmentStep> told, CancellationToken cancellation) =>
        throw new NotImplementedException();
}

/// <summary>The steps that a technician sees.</summary>
internal enum EnrolmentStep { MakingKey, ReachingHub, AwaitingCertificate, Storing, Done }

/// <summary>How it ended.</summary>
/// <param name="Gate">The gate's id; null = it failed and nothing was changed.</param>
/// <param name="Fingerprint">Of its key, to be compared with what the hub shows.</param>
/// <param name="Failure">One of <see cref="EnrolmentFailures"/>, or a reason of the hub's; null = it succeeded.</param>
/// <param name="Detail">What the system or the hub said to it; null = nothing more.</param>
/// <param name="At">When the claim expired or was used, if that is the failure.</param>
internal sealed record EnrolmentOutcome(
    string? Gate, string? Fingerprint, string? Failure = null, string? Detail = null, DateTimeOffset? At = null);

/// <summary>Failures beside the hub's own reasons (<see cref="EnrolmentReasons"/>).</summary>
internal static class EnrolmentFailures
{
    /// <summary>No connection, or none that ends well.</summary>
    internal const string Unreachable = "unreachable";
    /// <summary>What answers does not know the code's secret: another hub, or somebody between.</summary>
    internal const string NotTheHub = "not_the_hub";
    /// <summary>The directory cannot be written.</summary>
    internal const string NotStored = "not_stored";
    /// <summary>This gate is in service already.</summary>
    internal const string AlreadyEnrolled = "already_enrolled";
}
