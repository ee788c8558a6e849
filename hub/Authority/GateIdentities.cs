using CheckIn.Storage;

namespace CheckIn.Hub.Authority;

/// <summary>
/// Which certificates gates have and which are revoked. Asked in every handshake, so it answers from memory. A revocation
/// is committed, goes into the revocation list (which outlives a database put back from a backup) and then cuts the
/// connection that stands.
/// </summary>
internal sealed class GateIdentities
{
    /// <summary>Within the transaction that uses up a claim or renews: the certificate is this gate's.</summary>
    internal static void Keep(Database db, IssuedCertificate issued, DateTimeOffset now) => throw new NotImplementedException();

    /// <summary>
    /// Within a transaction: every certificate of the gate that is not revoked yet is, all but one. Takes effect with
    /// <see cref="ApplyAsync"/> after the commit.
    /// </summary>
    /// <returns>Their serial numbers.</returns>
    internal static IReadOnlyList<string> Revoke(Database db, string gate, string why, DateTimeOffset now, string? except = null) =>
        throw new NotImplementedException();

    /// <summary>After the commit: the list on disk, the memory, the open connections; completes when all of it is done.</summary>
    internal Task ApplyAsync(CancellationToken cancellation) => throw new NotImplementedException();

    internal bool IsRevoked(string serial) => throw new NotImplementedException();

    /// <summary>A gate's certificates, newest first; reads the store.</summary>
    internal IReadOnlyList<GateCertificate> Of(string gate) => throw new NotImplementedException();

    /// <summary>
    /// Called when certificates were revoked, after it is committed, with the gate and the serial numbers. Whoever holds a
    /// connection made with one of them closes it.
    /// </summary>
    internal event Action<string, IReadOnlyList<string>>? Revoked { add => throw new NotImplementedException(); remove => throw new NotImplementedException(); }
}

/// <summary>A certificate as the hub keeps it.</summary>
internal sealed record GateCertificate(
    string Serial, string Gate, string Fingerprint, DateTimeOffset IssuedAt, DateTimeOffset NotBefore, DateTimeOffset NotAfter,
    DateTimeOffset? FirstUsedAt, DateTimeOffset? RevokedAt, string? RevokedWhy);
