using CheckIn.Contract;
using CheckIn.Credentials;

namespace CheckIn.Gate.Admission;

/// <summary>The gate's answer.</summary>
/// <param name="Outcome">Whether somebody may pass.</param>
/// <param name="Reason">Why, from <see cref="Reasons"/>.</param>
/// <param name="LongerOpening">He needs longer to pass; the turnstile stays open for as long as is set for that.</param>
public sealed record Decision(Outcome Outcome, string Reason, bool LongerOpening = false);

/// <summary>The decision: values in, a value out. No clock, no disk, no network is on its way.</summary>
public static class Admission
{
    /// <summary>Whether this credential may pass under these rules.</summary>
    public static Decision Decide(Credential credential, Rules rules, DateTimeOffset now)
    {
        _ = now; // credentials of these kinds carry no validity
        if (rules.AdmitsAnyCode)
            return new(Outcome.Admitted, Reasons.FreePassage);
        var decision = Decide(credential, rules);
        return rules.LetsNobodyIn && decision.Outcome == Outcome.Admitted ? Refuse(Reasons.Lockdown) : decision;
    }

    private static Decision Decide(Credential credential, Rules rules)
    {
        if (credential.Length > CredentialReader.MaxBytes)
            return Refuse(Reasons.CodeTooLong);
        if (credential.Kind == CredentialKind.VenueCode)
            return Refuse(Reasons.VenueCode);
        if (credential.Kind == CredentialKind.EnrolmentCode)
            return Refuse(Reasons.EnrolmentCode);
        if (credential.Kind == CredentialKind.Unknown || !rules.AdmittedKinds.Contains(credential.Kind))
            return Refuse(Reasons.UnknownCode);
        return credential.Problem is null
            ? new(Outcome.Admitted, Reasons.KnownCredential)
            : Refuse(Reasons.MalformedCredential);
    }

    private static Decision Refuse(string reason) => new(Outcome.Refused, reason);
}
