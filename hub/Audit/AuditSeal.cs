using System.Buffers.Binary;
using System.Security.Cryptography;
using CheckIn.Storage;

namespace CheckIn.Hub.Audit;

/// <summary>
/// The hub's signature under the chain as it stood: ECDSA P-256 with SHA-256 (IEEE P1363) over
/// <c>"checkin-audit-seal-v1" 00 · number (8) · row (8) · at (8) · link (32)</c>, big-endian. Its key lies in the keys'
/// folder: who can write the database and cannot read that key can give the chain no other past up to here.
/// </summary>
/// <param name="Number">1, 2, 3 … without a gap.</param>
/// <param name="Row">The last row that it covers.</param>
/// <param name="At">When, ms since 1970.</param>
/// <param name="Link">That row's.</param>
/// <param name="Key">Whose signature it is (<see cref="SealKeys.IdOf"/>).</param>
internal sealed record AuditSeal(long Number, long Row, long At, byte[] Link, string Key, byte[] Signature)
{
    private static ReadOnlySpan<byte> Domain => "checkin-audit-seal-v1\0"u8;

    internal static AuditSeal Sign(long number, long row, DateTimeOffset at, byte[] link, ECDsa key)
    {
        var seal = new AuditSeal(number, row, at.ToUnixTimeMilliseconds(), link, SealKeys.IdOf(key), []);
        return seal with { Signature = key.SignData(seal.SignedBytes(), HashAlgorithmName.SHA256) };
    }

    internal bool IsBy(ECDsa key) => Link.Length == AuditLink.Size
        && key.VerifyData(SignedBytes(), Signature, HashAlgorithmName.SHA256);

    private byte[] SignedBytes()
    {
        var bytes = new byte[Domain.Length + (3 * sizeof(long)) + Link.Length];
        Domain.CopyTo(bytes);
        var rest = bytes.AsSpan(Domain.Length);
        BinaryPrimitives.WriteInt64BigEndian(rest, Number);
        BinaryPrimitives.WriteInt64BigEndian(rest[8..], Row);
        BinaryPrimitives.WriteInt64BigEndian(rest[16..], At);
        Link.CopyTo(rest[24..]);
        return bytes;
    }
}

/// <summary>Seals in the store.</summary>
internal static class AuditSeals
{
    private const string Columns = "number, row, at, link, key, signature";

    /// <summary>The last one; null = there is none.</summary>
    internal static AuditSeal? Last(Database db)
    {
        using var row = db.Prepare($"SELECT {Columns} FROM audit_seal ORDER BY number DESC LIMIT 1");
        return row.Step() ? Read(row) : null;
    }

    /// <summary>Those after this number up to another, in order, at most <see cref="AuditRows.Step"/>.</summary>
    internal static List<AuditSeal> After(Database db, long number, long last)
    {
        using var rows = db.Prepare($"""
            SELECT {Columns} FROM audit_seal WHERE number > ? AND number <= ? ORDER BY number LIMIT {AuditRows.Step}
            """);
        rows.Bind(1, number).Bind(2, last);
        var found = new List<AuditSeal>();
        while (rows.Step())
            found.Add(Read(rows));
        return found;
    }

    /// <summary>The last one that covers no row after this one; null = there is none.</summary>
    internal static AuditSeal? UpTo(Database db, long row)
    {
        using var found = db.Prepare(
            $"SELECT {Columns} FROM audit_seal WHERE row <= ? ORDER BY number DESC LIMIT 1");
        return found.Bind(1, row).Step() ? Read(found) : null;
    }

    internal static void Add(Database db, AuditSeal seal)
    {
        using var add = db.Prepare($"INSERT INTO audit_seal({Columns}) VALUES(?, ?, ?, ?, ?, ?)");
        add.Bind(1, seal.Number).Bind(2, seal.Row).Bind(3, seal.At).Bind(4, seal.Link).Bind(5, seal.Key)
            .Bind(6, seal.Signature).Run();
    }

    private static AuditSeal Read(Statement row) => new(
        row.Int64(0), row.Int64(1), row.Int64(2), row.Blob(3).ToArray(), row.Text(4) ?? "", row.Blob(5).ToArray());
}
