using CheckIn.Storage;

namespace CheckIn.Hub.Enrolment;

/// <summary>A claim as the store has it. The code itself is not kept, only the key that proves it.</summary>
internal sealed record ClaimRow(
    string Id, byte[] Key, ClaimOrder Order, string? Bundle, string IssuedBy, long IssuedAt, long ExpiresAt)
{
    internal long Failures { get; init; }
    internal long? WithdrawnAt { get; init; }
    internal ClaimUse? Use { get; init; }

    internal string Status(long now) => Use is not null ? ClaimStatus.Used
        : WithdrawnAt is not null ? ClaimStatus.Withdrawn
        : ExpiresAt <= now ? ClaimStatus.Expired
        : ClaimStatus.Waiting;
}

/// <summary>Who used a claim.</summary>
/// <param name="At">When, Unix ms.</param>
/// <param name="Gate">Its id.</param>
/// <param name="Serial">Of its certificate.</param>
/// <param name="Key">Its public key, SubjectPublicKeyInfo in DER: who asks again with it gets the same.</param>
/// <param name="Pem">The certificate and the one that issued it.</param>
/// <param name="Machine">What it says of its machine.</param>
internal sealed record ClaimUse(long At, string Gate, string Serial, byte[] Key, string Pem, string? Machine);

/// <summary>The claims in the store.</summary>
internal static class Claims
{
    private const string Columns = """
        id, key, site, plan, gate, label, replaces, bundle, issued_by, issued_at, expires_at, failures, withdrawn_at,
        used_at, used_by, used_serial, used_key, used_pem, machine
        """;

    internal static ClaimRow? Find(Database db, string id)
    {
        using var row = db.Prepare($"SELECT {Columns} FROM claim WHERE id = ?");
        return row.Bind(1, id).Step() ? Read(row) : null;
    }

    internal static void Add(Database db, IEnumerable<ClaimRow> claims)
    {
        using var add = db.Prepare("""
            INSERT INTO claim(id, key, site, plan, gate, label, replaces, bundle, issued_by, issued_at, expires_at)
            VALUES(?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
            """);
        foreach (var claim in claims)
        {
            var order = claim.Order;
            add.Bind(1, claim.Id).Bind(2, claim.Key).Bind(3, order.Site).Bind(4, order.Plan).Bind(5, order.Gate)
                .Bind(6, order.Label).Bind(7, order.Replaces ? 1 : 0).Bind(8, claim.Bundle).Bind(9, claim.IssuedBy)
                .Bind(10, claim.IssuedAt).Bind(11, claim.ExpiresAt).Run();
        }
    }

    internal static void Use(Database db, string id, ClaimUse use)
    {
        using var set = db.Prepare("""
            UPDATE claim SET used_at = ?, used_by = ?, used_serial = ?, used_key = ?, used_pem = ?, machine = ?
            WHERE id = ?
            """);
        set.Bind(1, use.At).Bind(2, use.Gate).Bind(3, use.Serial).Bind(4, use.Key).Bind(5, use.Pem).Bind(6, use.Machine)
            .Bind(7, id).Run();
    }

    /// <summary>A wrong proof was given.</summary>
    internal static void Fail(Database db, string id)
    {
        using var set = db.Prepare("UPDATE claim SET failures = failures + 1 WHERE id = ?");
        set.Bind(1, id).Run();
    }

    /// <summary>Withdraws what waits: the claim of this name, the bundle of it, or what is meant for a gate.</summary>
    /// <param name="db">Within a transaction.</param>
    /// <param name="column">id, bundle or gate.</param>
    /// <param name="value">Its value.</param>
    /// <param name="now">Unix ms.</param>
    /// <returns>The names of the claims withdrawn.</returns>
    internal static IReadOnlyList<string> Withdraw(Database db, string column, string value, long now)
    {
        using var set = db.Prepare($"""
            UPDATE claim SET withdrawn_at = ?1 WHERE {column} = ?2 AND used_at IS NULL AND withdrawn_at IS NULL
                AND expires_at > ?1 RETURNING id
            """);
        set.Bind(1, now).Bind(2, value);
        var ids = new List<string>();
        while (set.Step())
            ids.Add(set.Text(0)!);
        return ids;
    }

    internal static bool HasBundle(Database db, string bundle)
    {
        using var row = db.Prepare("SELECT 1 FROM claim WHERE bundle = ? LIMIT 1");
        return row.Bind(1, bundle).Step();
    }

    /// <summary>Of a claim, or of all in a bundle; null = there is none.</summary>
    internal static string? SiteOf(Database db, bool isBundle, string name)
    {
        using var row = db.Prepare($"SELECT site FROM claim WHERE {(isBundle ? "bundle" : "id")} = ? LIMIT 1");
        return row.Bind(1, name).Step() ? row.Text(0) : null;
    }

    /// <summary>Sites whose claims wait to become that gate.</summary>
    internal static IReadOnlyList<string> SitesWaitingFor(Database db, string gate, long now)
    {
        using var rows = db.Prepare(
            "SELECT site FROM claim WHERE gate = ? AND expires_at > ? AND used_at IS NULL AND withdrawn_at IS NULL");
        rows.Bind(1, gate).Bind(2, now);
        var sites = new List<string>();
        while (rows.Step())
            sites.Add(rows.Text(0)!);
        return sites;
    }

    internal static long CountWaiting(Database db, long now)
    {
        using var row = db.Prepare("""
            SELECT count(*) FROM claim WHERE expires_at > ? AND used_at IS NULL AND withdrawn_at IS NULL
            """);
        row.Bind(1, now).Step();
        return row.Int64(0);
    }

    /// <summary>The names that are taken.</summary>
    internal static HashSet<string> Ids(Database db)
    {
        using var rows = db.Prepare("SELECT id FROM claim");
        var ids = new HashSet<string>(StringComparer.Ordinal);
        while (rows.Step())
            ids.Add(rows.Text(0)!);
        return ids;
    }

    /// <summary>Forgets what ended before <paramref name="before"/>.</summary>
    internal static void Forget(Database db, long before)
    {
        using var drop = db.Prepare("DELETE FROM claim WHERE expires_at < ?1 AND (used_at IS NULL OR used_at < ?1)");
        drop.Bind(1, before).Run();
    }

    private static ClaimRow Read(Statement row)
    {
        var order = new ClaimOrder(row.Text(2)!, row.Text(3)!, row.Text(4), row.Text(5), row.Int64(6) != 0);
        return new ClaimRow(
            row.Text(0)!, row.Blob(1).ToArray(), order, row.Text(7), row.Text(8)!, row.Int64(9), row.Int64(10))
        {
            Failures = row.Int64(11),
            WithdrawnAt = row.IsNull(12) ? null : row.Int64(12),
            Use = row.IsNull(13) ? null : new ClaimUse(
                row.Int64(13), row.Text(14)!, row.Text(15)!, row.Blob(16).ToArray(), row.Text(17)!, row.Text(18)),
        };
    }
}
