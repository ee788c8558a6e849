using CheckIn.Contract;
using CheckIn.Credentials;
using CheckIn.Credentials.Cose;

namespace CheckIn.Passes;

/// <summary>What a gate believes when it looks at passes.</summary>
/// <param name="Keys">Whose passes.</param>
/// <param name="Revocations">But not these.</param>
public sealed record PassTrust(PassKeys Keys, RevocationList Revocations)
{
    /// <summary>Nobody's.</summary>
    public static PassTrust None { get; } = new(PassKeys.None, RevocationList.None);
}

/// <summary>A pass understood.</summary>
/// <param name="Proof">What it proves now.</param>
/// <param name="Pass">What the issuer signed; null where nothing is known to be signed.</param>
/// <param name="Step">Of a rotating code, when the phone made it, as it says; null with a static one.</param>
public readonly record struct PassReading(CredentialProof Proof, Pass? Pass = null, long? Step = null);

/// <summary>
/// Judges passes, by what it is given alone: no clock, no list of its own, no memory. Nothing of a pass is used before its
/// signature fits. Whether a rotating code was used before is asked last, by who admits (<see cref="ReplayMemory"/>).
/// <para>Times are the gate's wall time, as it is: a gate that does not know the time goes on from the last that it
/// knew, so it may take a pass that has ended since, and takes none that has not begun. A pass may have been issued by a clock
/// that is five minutes ahead of the gate's; a beginning and an end that it states are kept to the second.</para>
/// </summary>
public static class PassReader
{
    /// <summary>By how much the issuer's clock may be ahead of the gate's.</summary>
    public static readonly TimeSpan ClockDifference = TimeSpan.FromMinutes(5);

    /// <summary>What a code proves now; never throws, whatever the bytes.</summary>
    /// <param name="code">As scanned.</param>
    /// <param name="trust">Whom the gate believes.</param>
    /// <param name="now">The gate's wall time.</param>
    /// <param name="quality">How far that is to be trusted; null = not at all.</param>
    public static PassReading Read(ReadOnlySpan<byte> code, PassTrust trust, DateTimeOffset now, ClockQuality? quality)
    {
        ArgumentNullException.ThrowIfNull(trust);
        try
        {
            var (pass, proof) = PassCode.Read(code);
            return proof.Length is 0 or RotatingCode.ProofSize
                ? Read(pass, proof, trust, now, quality) : new(CredentialProof.Malformed);
        }
        catch (FormatException)
        {
            return new(CredentialProof.Malformed);
        }
    }

    private static PassReading Read(
        ReadOnlyMemory<byte> bytes, ReadOnlyMemory<byte> proof, PassTrust trust, DateTimeOffset now, ClockQuality? quality)
    {
        var (signed, known) = (CoseSign1.Read(bytes), CredentialProof.NoKey);
        foreach (var key in trust.Keys.All)
        {
            if (!signed.KeyId.Span.SequenceEqual(key.Kid) || now.ToUnixTimeSeconds() >= key.Until)
                continue;
            known = CredentialProof.BadSignature;
            if (!key.HasSigned(signed))
                continue;
            var pass = PassClaims.Read(signed.Payload);
            if (pass.IsRotating == proof.IsEmpty)
                return new(CredentialProof.Malformed);
            if (pass.IssuedAt.ToUnixTimeSeconds() < key.From)
                return new(CredentialProof.NoKey);
            return Judge(pass, bytes.Span, proof.Span, trust.Revocations, now, quality);
        }
        return new(known);
    }

    private static PassReading Judge(
        Pass pass, ReadOnlySpan<byte> bytes, ReadOnlySpan<byte> proof, RevocationList revocations, DateTimeOffset now,
        ClockQuality? quality)
    {
        long? step = proof.IsEmpty ? null : RotatingCode.StepOf(proof);
        if (revocations.Contains(pass.Id))
            return new(CredentialProof.Revoked, pass, step);
        if (now >= pass.ExpiresAt)
            return new(CredentialProof.Expired, pass, step);
        if (now < pass.NotBefore || now + ClockDifference < pass.IssuedAt)
            return new(CredentialProof.NotYetValid, pass, step);
        if (step is null)
            return new(CredentialProof.Valid, pass);
        var moment = RotatingStep.Judge(step.Value, now, quality);
        // What no phone's key has signed is not said to be old: it is nobody's.
        var phone = RotatingCode.Verify(bytes, proof, pass.HolderKey.Span);
        return new(phone == CredentialProof.Valid ? moment : phone, pass, step);
    }
}
