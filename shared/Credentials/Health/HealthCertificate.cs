using System.Buffers;
using System.Globalization;
using CheckIn.Credentials.Cose;

namespace CheckIn.Credentials.Health;

/// <summary>
/// A health certificate (<c>HC1:</c>): the EU's digital COVID certificate (eHealth Network, electronic health
/// certificate specification 1.0.5) and Vietnam's vaccine passport (Decision 5772/QĐ-BYT). Nothing of its content is
/// used before the signature fits a trusted key; then it carries what an event needs and no more: neither what it
/// states nor who issued it.
/// <para>
/// Its subject is the certificate's own id. Name and birth would be the person's, but two people share them, so that one
/// would be taken for the other; and whoever finds a gate's key could try them out, which nobody can with an id. Someone
/// who shows two certificates counts as two.
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
    private const string SubjectPrefix = "hcert:";
    private const string NoCertificate = "it is signed and holds no certificate with an end";

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
                : ReadMessage(buffer.AsMemory(0, length), trust, now);
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer, clearArray: true);
        }
    }

    /// <summary>Reads and judges the signed message within a code; never throws, whatever the bytes.</summary>
    public static HealthCertificate ReadMessage(ReadOnlyMemory<byte> bytes, TrustList trust, DateTimeOffset now)
    {
        CoseSign1 message;
        try
        {
            message = CoseSign1.Read(bytes);
        }
        catch (FormatException)
        {
            return Malformed("it holds no signed message");
        }
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
    private static TrustedKey? SignerOf(CoseSign1 message, TrustList trust, out bool isNamed)
    {
        isNamed = false;
        foreach (var candidate in trust.KeysOf(message.KeyId.Span))
        {
            isNamed = true;
            using var key = CoseKey.Import(candidate.PublicKey);
            if (key.Verifies(message))
                return candidate;
        }
        return null;
    }

    private static HealthCertificate ReadSigned(CoseSign1 message, TrustedKey signer, DateTimeOffset now)
    {
        Cwt token;
        HealthStatement? statement;
        try
        {
            token = Cwt.Read(message.Payload);
            statement = token.Find(HealthStatement.Claim, HealthStatement.ReadClaim);
        }
        catch (FormatException)
        {
            return Malformed(NoCertificate);
        }
        if (statement is null || token.ExpiresAt is not { } expires)
            return Malformed(NoCertificate);
        if (statement.Problem is { } problem)
            return Malformed(problem);
        if (token.IssuedAt is { } issued && IsAfter(statement.Birth, issued))
            return Malformed("it was issued before the birth");
        if ((signer.Statements & statement.Kind) == 0)
            return Failed(CredentialProof.NoKey, "its key is on the list, but not for what it states");
        var (proof, wrong) = Judge(token, expires, signer, now);
        return new(
            proof, wrong, SubjectPrefix + statement.CertificateId,
            new Dictionary<string, string> { ["name"] = statement.Name, ["birth"] = statement.Birth });
    }

    private static (CredentialProof Proof, string? Problem) Judge(
        Cwt token, DateTimeOffset expires, TrustedKey signer, DateTimeOffset now)
    {
        // The specification of health certificates has a last moment in exp, as X.509 has in its validity.
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
    private static bool IsAfter(string birth, DateTimeOffset moment)
    {
        // A day's grace: the moment's day is that of Greenwich.
        var day = moment.UtcDateTime.Date.AddDays(moment.Year < 9999 ? 1 : 0)
            .ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
        return string.CompareOrdinal(birth, 0, day, 0, Math.Min(birth.Length, day.Length)) > 0;
    }

    private static HealthCertificate Malformed(string problem) => Failed(CredentialProof.Malformed, problem);

    private static HealthCertificate Failed(CredentialProof proof, string problem) =>
        new(proof, problem, null, Credential.NoFields);
}
