using CheckIn.Passes;
using CheckIn.Storage;

namespace CheckIn.Hub.Passes;

/// <summary>Passes in the store.</summary>
internal static class PassRows
{
    private const string Given =
        "short, id, category, label, scope, is_rotating, key, issued_at, not_before, expires_at, issued_by";
    private const string Columns = "number, " + Given + ", revoked_at, revoked_by, revoked_why";

    /// <summary>False = another pass has the same short id; nothing was added.</summary>
    internal static bool TryAdd(Database db, IssuedPass pass, out long number)
    {
        using (var add = db.Prepare($"INSERT OR IGNORE INTO pass({Given}) VALUES(?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"))
        {
            add.Bind(1, pass.Id.Short).Bind(2, pass.Id.ToString()).Bind(3, pass.Category).Bind(4, pass.Label)
                .Bind(5, pass.Scope?.ToString()).Bind(6, pass.IsRotating ? 1 : 0).Bind(7, pass.Key)
                .Bind(8, pass.IssuedAt.ToUnixTimeSeconds()).Bind(9, pass.NotBefore?.ToUnixTimeSeconds())
                .Bind(10, pass.ExpiresAt.ToUnixTimeSeconds()).Bind(11, pass.IssuedBy).Run();
        }
        number = 0;
        if (db.Changes == 0)
            return false;
        using var last = db.Prepare("SELECT last_insert_rowid()");
        last.Step();
        number = last.Int64(0);
        return true;
    }

    internal static IssuedPass? Find(Database db, PassId id)
    {
        using var row = db.Prepare($"SELECT {Columns} FROM pass WHERE short = ? AND id = ?");
        return row.Bind(1, id.Short).Bind(2, id.ToString()).Step() ? Read(row) : null;
    }

    /// <summary>Newest first.</summary>
    /// <param name="db">The store.</param>
    /// <param name="before">Number behind which to go on; null = the newest.</param>
    /// <param name="limit">At most.</param>
    internal static List<IssuedPass> Page(Database db, long? before, int limit)
    {
        using var rows = db.Prepare($"SELECT {Columns} FROM pass WHERE number < ? ORDER BY number DESC LIMIT ?");
        rows.Bind(1, before ?? long.MaxValue).Bind(2, limit);
        var found = new List<IssuedPass>();
        while (rows.Step())
            found.Add(Read(rows));
        return found;
    }

    internal static void Revoke(Database db, PassId id, DateTimeOffset at, string by, string why)
    {
        using var put = db.Prepare("""
            UPDATE pass SET revoked_at = ?, revoked_by = ?, revoked_why = ? WHERE short = ? AND id = ? AND revoked_at IS NULL
            """);
        put.Bind(1, at.ToUnixTimeSeconds()).Bind(2, by).Bind(3, why).Bind(4, id.Short).Bind(5, id.ToString()).Run();
    }

    /// <summary>How many are revoked, those that have ended long ago included.</summary>
    internal static long RevokedCount(Database db)
    {
        using var row = db.Prepare("SELECT count(*) FROM pass WHERE revoked_at IS NOT NULL");
        row.Step();
        return row.Int64(0);
    }

    /// <summary>Short ids of those that are revoked and had not ended then, in ascending order.</summary>
    internal static List<long> Revoked(Database db, DateTimeOffset endedBefore)
    {
        using var rows = db.Prepare(
            "SELECT short FROM pass WHERE revoked_at IS NOT NULL AND expires_at >= ? ORDER BY short LIMIT ?");
        rows.Bind(1, endedBefore.ToUnixTimeSeconds()).Bind(2, RevocationList.Most + 1L);
        var found = new List<long>();
        while (rows.Step())
            found.Add(rows.Int64(0));
        return found;
    }

    private static IssuedPass Read(Statement row)
    {
        if (!PassId.TryParse(row.Text(2), out var id))
            throw new InvalidDataException($"Pass {row.Int64(0)} has no id in the hub's database; put it back from a backup.");
        return new(
            row.Int64(0), id, row.Text(3)!, row.Text(4), row.Text(5) is { } scope ? PassScope.Parse(scope) : null,
            row.Int64(6) != 0, row.Text(7)!, Moment(row, 8)!.Value, Moment(row, 9), Moment(row, 10)!.Value, row.Text(11)!)
        {
            RevokedAt = Moment(row, 12),
            RevokedBy = row.Text(13),
            RevokedWhy = row.Text(14),
        };
    }

    private static DateTimeOffset? Moment(Statement row, int column) =>
        row.IsNull(column) ? null : DateTimeOffset.FromUnixTimeSeconds(row.Int64(column));
}
