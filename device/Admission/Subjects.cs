using System.Text;
using CheckIn.Credentials;
using CheckIn.Credentials.Health;
using CheckIn.Gate.Clock;
using CheckIn.Gate.Lanes;
using CheckIn.Gate.Modes;
using CheckIn.Passes;
using CheckIn.Rules;

namespace CheckIn.Gate.Admission;

/// <summary>From what a gate has read to what rules are asked.</summary>
internal static class Subjects
{
    private const int MostOnStack = 512;
    private static readonly Dictionary<string, string> NoFields = [];

    /// <summary>A code understood, and what it proves now.</summary>
    /// <param name="code">As scanned.</param>
    /// <param name="trust">Whose passes are good.</param>
    /// <param name="signers">Whose health certificates are good.</param>
    /// <param name="now">The gate's clock.</param>
    internal static ShownCode Read(ReadOnlySpan<byte> code, PassTrust trust, TrustList signers, in ClockStamp now) =>
        CredentialReader.Recognise(code).Kind switch
        {
            CredentialKind.Pass => ReadPass(code, trust, now),
            CredentialKind.HealthCertificate => ReadHealth(code, signers, now),
            _ => ReadUnsigned(code),
        };

    /// <summary>
    /// Somebody without a code. By a number he is the same as with the code of that paper; without one nobody, and each time
    /// another. What was written down of him is sealed as the fields of a code are.
    /// </summary>
    internal static ShownCode Of(AssistedEntry entry)
    {
        var fields = new Dictionary<string, string>();
        if (entry.Number is { } number)
        {
            fields[number.Kind switch { NumberKind.Bhyt => "insurance", NumberKind.Qid => "qid", _ => "document" }] =
                number.Subject[(number.Subject.IndexOf(':', StringComparison.Ordinal) + 1)..];
        }
        if (entry.Name is { } name)
            fields["name"] = name;
        if (entry.Phone is { } phone)
            fields["phone"] = phone;
        var nobody = new Credential(CredentialKind.Unknown, entry.Number?.Subject, null, fields, 0);
        return new ShownCode(
            nobody, nobody.Subject ?? $"assisted:{Guid.NewGuid():N}", Operator: entry.Operator);
    }

    private static ShownCode ReadUnsigned(ReadOnlySpan<byte> code)
    {
        var credential = CredentialReader.Read(code);
        return new ShownCode(credential, DecisionEvent.SubjectOf(code, credential));
    }

    private static ShownCode ReadPass(ReadOnlySpan<byte> code, PassTrust trust, in ClockStamp now)
    {
        var read = PassReader.Read(code, trust, DateTimeOffset.FromUnixTimeMilliseconds(now.At), now.Quality);
        var pass = new Credential(
            CredentialKind.Pass, read.Pass?.Subject, read.Proof == CredentialProof.Malformed ? "is built as no pass is" : null,
            NoFields, code.Length);
        return new ShownCode(pass, DecisionEvent.SubjectOf(code, pass), read.Proof, read.Pass, read.Step);
    }

    /// <summary>What fails a proof is told by the proof; only what is built as no certificate is malformed.</summary>
    private static ShownCode ReadHealth(ReadOnlySpan<byte> code, TrustList signers, in ClockStamp now)
    {
        var read = HealthCertificate.Read(code, signers, DateTimeOffset.FromUnixTimeMilliseconds(now.At));
        var credential = read.ToCredential(code.Length) with
        {
            Problem = read.Proof == CredentialProof.Malformed ? read.Problem : null,
        };
        return new ShownCode(credential, DecisionEvent.SubjectOf(code, credential), read.Proof);
    }

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
        IsAssisted = code.Operator is not null,
        IsRotating = code.Step is not null,
        IsTooLong = code.Credential.Length > CredentialReader.MaxBytes,
        IsMalformed = code.Credential.Problem is not null,
        Card = engine.Cards.Count == 0 ? default : Of(engine.Cards.Key.Span, code.Subject),
        Category = code.Pass is { } pass ? engine.CategoryOf(Encoding.UTF8.GetBytes(pass.Category)) : RuleCase.NoCategory,
        IsElsewhere = !engine.IsHere(code.Pass?.Scope),
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
