using CheckIn.Contract;
using CheckIn.Credentials;
using CheckIn.Passes;

namespace CheckIn.Gate.Admission;

/// <summary>The gate's answer.</summary>
/// <param name="Outcome">Whether somebody may pass.</param>
/// <param name="Reason">Why, from <see cref="Reasons"/>.</param>
/// <param name="LongerOpening">He needs longer to pass; the turnstile stays open for as long as is set for that.</param>
public sealed record Decision(Outcome Outcome, string Reason, bool LongerOpening = false)
{
    /// <summary>His category; null = the code stands for nobody.</summary>
    public string? Category { get; init; }

    /// <summary>A rule that he breaks and was not refused for, by its reason; null = none.</summary>
    public string? Noted { get; init; }
}

/// <summary>A code as rules see it.</summary>
/// <param name="Credential">What it was understood as.</param>
/// <param name="Subject">Whom it stands for; of a code that names nobody, by its hash.</param>
/// <param name="Proof">What it proves.</param>
/// <param name="Pass">The pass that was signed; null = it is none, or nothing is known to be signed.</param>
/// <param name="Step">Of a rotating code its step; else null.</param>
/// <param name="Operator">Nothing was read, and he answers for who stands there; null = a code was read.</param>
internal sealed record ShownCode(
    Credential Credential, string Subject, CredentialProof Proof = CredentialProof.None, Pass? Pass = null, long? Step = null,
    string? Operator = null);
