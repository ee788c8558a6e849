using System.Buffers;
using System.Globalization;
using System.Text;
using CheckIn.Credentials.Cose;

namespace CheckIn.Credentials.Health;

/// <summary>
/// A health certificate (<c>HC1:</c>): the EU's digital COVID certificate (eHealth Network, electronic health
/// certificate specification 1.0.5) and Vietnam's vaccine passport (Decision 5772/QĐ-BYT). Nothing of its content is
/// used before the signature fits a trusted key; then it carries what an event needs and no more: neither what it
/// states nor who issued it.
/// <para>
/// Its subject is the certificate's own id. Name and birth would be the person's, but two people share them, so that
/// one
/// would be taken for the other; and whoever finds a gate's key could try them out, which nobody can with an id.
/// Someone who shows two
/// certificates counts as two.
/// </para>
/// </summary>
/// <param name="Proof">What is proved.</param>
/// <param name="Problem">What is wrong, in words without personal data; null when
/// <see cref="CredentialProof.Valid"/>.</param>
/// <param name="Subject">Such as "hcert:URN:UVCI:01:…"; null unless a trusted key has signed it, valid now or
/// not.</param>
/// <param name="Personal">Name and birth, to seal; empty as above.</param>
public sealed record HealthCertificate(
    CredentialProof Proof, string? Problem, string? Subject, IReadOnlyDictionary<string, string> Personal)
{
    private const long Claim = -260;
    private const string SubjectPrefix = "hcert:";

    /// <summary>Reads and judges a code; never throws, whatever the bytes.</summary>
    /// <param name="code">All of it, with or without what scanners append.</param>
    /// <param name="trust">Who is trusted.</param>
    /// <param name="now">The gate's best knowledge of the time.</param>
    public static HealthCertificate Read(ReadOnlySpan<byte> code, TrustList trust, DateTimeOffset now)
    {
        var buffer = ArrayPool<byte>.Shared.Rent(HealthEnvelope.MaxBytes);
        try
        {
            return HealthEnvelope.Open(CredentialReader.Content(code), buffer, out var length) is { } problem
                ? Malformed(problem)
                : ReadMessage(buffer.AsSpan(0, length), trust, now);
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer, clearArray: true);
        }
    }

    /// <summary>Reads and judges the signed message within a code.</summary>
    public static HealthCertificate ReadMessage(ReadOnlySpan<byte> bytes, TrustList trust, DateTimeOffset now)
    {
        if (!CoseSign1.TryRead(bytes, out var message))
            return Malformed("it holds no signed message");
        if (message.Algorithm is not (CoseAlgorithm.Es256 or CoseAlgorithm.Ps256))
            return Malformed("it is signed by neither ES256 nor PS256");
        if (SignerOf(message, trust, out var isNamed) is { } signer)
            return ReadSigned(message, signer, now);
        return isNamed ? Failed(CredentialProof.BadSignature, "its signature is not that of its content")
            : trust.IsStale(now)
                ? Failed(CredentialProof.ListTooOld, "its key is not on the list, which is too old to say")
            : Failed(CredentialProof.NoKey, "its key is not on the list");
    }

    /// <summary>This as a code understood.</summary>
    /// <param name="length">Bytes of the code.</param>
    public Credential ToCredential(int length) =>
        new(CredentialKind.HealthCertificate, Subject, Problem, Personal, length);

    /// <summary>The key, among all that go by the message's key id, that has signed it.</summary>
    private static TrustedKey? SignerOf(in CoseSign1 message, TrustList trust, out bool isNamed)
    {
        isNamed = false;
        foreach (var candidate in trust.Candidates(message.KeyId))
        {
            if (!message.KeyId.SequenceEqual(candidate.KeyId))
                continue;
            isNamed = true;
            using var key = CoseKey.Import(candidate.PublicKey);
            if (key.Verifies(message))
                return candidate;
        }
        return null;
    }

    private static HealthCertificate ReadSigned(in CoseSign1 message, TrustedKey signer, DateTimeOffset now)
    {
        if (!Cwt.TryRead(message.Payload, out var token) || token.ExpiresAt is not { } expires
            || !token.TryFind(Claim, out var claim))
            return Malformed("it is signed and holds no certificate with an end");
        if (HealthStatement.ReadClaim(claim, out var statement) is { } problem)
            return Malformed(problem);
        if (token.IssuedAt is { } issued && IsAfter(statement.Birth, issued))
            return Malformed("it was issued before the birth");
        if ((signer.Statements & statement.Kind) == 0)
            return Failed(CredentialProof.NoKey, "its key is on the list, but not for what it states");
        var (proof, wrong) = Judge(token, expires, signer, now);
        return new(
            proof, wrong, SubjectPrefix + Encoding.UTF8.GetString(statement.CertificateId),
            new Dictionary<string, string>
            {
                ["name"] = statement.Name.Text(),
                ["birth"] = Encoding.UTF8.GetString(statement.Birth),
            });
    }

    private static (CredentialProof Proof, string? Problem) Judge(
        in Cwt token, DateTimeOffset expires, TrustedKey signer, DateTimeOffset now)
    {
        if (now > expires)
            return (CredentialProof.Expired, "it has ended");
        if (now > signer.NotAfter)
            return (CredentialProof.Expired, "its key has ended");
        if (now < token.IssuedAt || now < token.NotBefore)
            return (CredentialProof.NotYetValid, "it begins later");
        return now < signer.NotBefore
            ? (CredentialProof.NotYetValid, "its key begins later") : (CredentialProof.Valid, null);
    }

    /// <summary>Whether a birth, to the day, month or year that it has, is later than a moment's day.</summary>
    private static bool IsAfter(ReadOnlySpan<byte> birth, DateTimeOffset moment)
    {
        Span<byte> day = stackalloc byte[10];
        // A day's grace: the moment's day is that of Greenwich.
        moment.UtcDateTime.Date.AddDays(moment.Year < 9999 ? 1 : 0)
            .TryFormat(day, out var written, "yyyy-MM-dd", CultureInfo.InvariantCulture);
        var length = Math.Min(birth.Length, written);
        return birth[..length].SequenceCompareTo(day[..length]) > 0;
    }

    private static HealthCertificate Malformed(string problem) => Failed(CredentialProof.Malformed, problem);

    private static HealthCertificate Failed(CredentialProof proof, string problem) =>
        new(proof, problem, null, Credential.NoFields);
}
