using CheckIn.Credentials;
using CheckIn.Passes;

namespace CheckIn.Hub.Venues;

/// <summary>Who says that he comes in or leaves: this phone, or whoever holds a pass.</summary>
/// <param name="Subject">Kind and number, such as "phone:3f…"; it is kept nowhere.</param>
/// <param name="Proof">What his pass proves; <see cref="CredentialProof.None"/> for a phone.</param>
/// <param name="Pass">Null = it is the phone alone.</param>
/// <param name="Step">Of a rotating code.</param>
internal sealed record VenueVisitor(
    string Subject, CredentialProof Proof = CredentialProof.None, Pass? Pass = null, long? Step = null)
{
    /// <summary>The word of what he showed, in events.</summary>
    internal string Credential => Pass is null ? "phone" : "pass";

    /// <summary>A phone, by the random number that it was given.</summary>
    internal static VenueVisitor OfPhone(string phone) => new("phone:" + phone);
}
