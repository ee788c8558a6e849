using System.Text;
using CheckIn.Credentials;
using CheckIn.Gate.Clock;
using CheckIn.Gate.Modes;
using CheckIn.Rules;

namespace CheckIn.Gate.Admission;

/// <summary>From what a gate has read to what rules are asked.</summary>
internal static class Subjects
{
    private const int MostOnStack = 512;

    /// <summary>Key of a subject.</summary>
    internal static SubjectKey Of(ReadOnlySpan<byte> key, string subject)
    {
        if (subject.Length * 3 > MostOnStack)
            return SubjectKey.Of(key, Encoding.UTF8.GetBytes(subject));
        Span<byte> bytes = stackalloc byte[MostOnStack];
        return SubjectKey.Of(key, bytes[..Encoding.UTF8.GetBytes(subject, bytes)]);
    }

    /// <summary>All of a case that needs no book.</summary>
    internal static RuleCase CaseOf(this RuleEngine engine, ShownCode code, LaneMode mode, in ClockStamp now) => new()
    {
        Kind = code.Credential.Kind,
        Proof = code.Proof,
        IsTooLong = code.Credential.Length > CredentialReader.MaxBytes,
        IsMalformed = code.Credential.Problem is not null,
        Card = engine.Cards.Count == 0 ? default : Of(engine.Cards.Key.Span, code.Subject),
        Category = code.Category is { } category ? engine.CategoryOf(Encoding.UTF8.GetBytes(category)) : RuleCase.NoCategory,
        Mode = mode switch
        {
            LaneMode.Lockdown => RuleMode.Lockdown,
            LaneMode.FreePassage => RuleMode.FreePassage,
            _ => RuleMode.Normal,
        },
        At = now.At,
        ClockErrorMs = now.Quality?.ErrorMs,
    };
}
