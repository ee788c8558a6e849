using CheckIn.Hub.Sites;
using CheckIn.Storage;

namespace CheckIn.Hub.Visitors;

/// <summary>Invitations in the store.</summary>
internal static class InvitationRows
{
    private const string Given = "scope, category, valid_from, valid_until, most, label, made_at, made_by";
    private const string Columns = "number, " + Given + ", used, revoked_at, revoked_by";

    /// <returns>Its number.</returns>
    internal static long Add(Database db, byte[] hash, InvitationOrder order, DateTimeOffset at, string by)
    {
        using (var add = db.Prepare($"INSERT INTO invitation(hash, {Given}) VALUES(?, ?, ?, ?, ?, ?, ?, ?, ?)"))
        {
            add.Bind(1, hash).Bind(2, order.Scope.Word()).Bind(3, order.Category).Bind(4, order.From.ToUnixTimeSeconds())
                .Bind(5, order.Until.ToUnixTimeSeconds()).Bind(6, order.Most).Bind(7, order.Label)
                .Bind(8, at.ToUnixTimeSeconds()).Bind(9, by).Run();
        }
        using var last = db.Prepare("SELECT last_insert_rowid()");
        last.Step();
        return last.Int64(0);
    }

    internal static Invitation? Find(Database db, byte[] hash)
    {
        using var row = db.Prepare($"SELECT {Columns} FROM invitation WHERE hash = ?");
        return row.Bind(1, hash).Step() ? Read(row) : null;
    }

    internal static Invitation? Find(Database db, long number)
    {
        using var row = db.Prepare($"SELECT {Columns} FROM invitation WHERE number = ?");
        return row.Bind(1, number).Step() ? Read(row) : null;
    }

    /// <summary>Newest first.</summary>
    /// <param name="db">The store.</param>
    /// <param name="before">Number behind which to go on; null = the newest.</param>
    /// <param name="limit">At most.</param>
    internal static List<Invitation> Page(Database db, long? before, int limit)
    {
        using var rows = db.Prepare($"SELECT {Columns} FROM invitation WHERE number < ? ORDER BY number DESC LIMIT ?");
        rows.Bind(1, before ?? long.MaxValue).Bind(2, limit);
        var found = new List<Invitation>();
        while (rows.Step())
            found.Add(Read(rows));
        return found;
    }

    /// <summary>One more person; false = it is good no more, and nothing was changed.</summary>
    internal static bool TryUse(Database db, long number, DateTimeOffset now)
    {
        using var use = db.Prepare("""
            UPDATE invitation SET used = used + 1
            WHERE number = ? AND used < most AND revoked_at IS NULL AND valid_until > ?
            """);
        use.Bind(1, number).Bind(2, now.ToUnixTimeSeconds()).Run();
        return db.Changes > 0;
    }

    internal static void Revoke(Database db, long number, DateTimeOffset at, string by)
    {
        using var put = db.Prepare(
            "UPDATE invitation SET revoked_at = ?, revoked_by = ? WHERE number = ? AND revoked_at IS NULL");
        put.Bind(1, at.ToUnixTimeSeconds()).Bind(2, by).Bind(3, number).Run();
    }

    /// <summary>Erases some that ended before.</summary>
    /// <returns>How many.</returns>
    internal static int Erase(Database db, DateTimeOffset endedBefore, int most)
    {
        using var erase = db.Prepare(
            "DELETE FROM invitation WHERE number IN (SELECT number FROM invitation WHERE valid_until < ? LIMIT ?)");
        erase.Bind(1, endedBefore.ToUnixTimeSeconds()).Bind(2, most).Run();
        return db.Changes;
    }

    private static Invitation Read(Statement row) => new(
        row.Int64(0),
        new InvitationOrder(
            DeclarationRows.ScopeOf(row.Text(1)!), row.Text(2)!, DeclarationRows.Moment(row, 3), DeclarationRows.Moment(row, 4),
            (int)row.Int64(5), row.Text(6)),
        (int)row.Int64(9), DeclarationRows.Moment(row, 7), row.Text(8)!,
        row.IsNull(10) ? null : DeclarationRows.Moment(row, 10), row.Text(11));
}
