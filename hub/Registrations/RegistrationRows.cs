using CheckIn.Hub.Sites;
using CheckIn.Storage;

namespace CheckIn.Hub.Registrations;

/// <summary>Registrations in the store.</summary>
internal static class RegistrationRows
{
    private const string Columns =
        "id, node, name, kind, address, owner_name, owner_phone, code, tries, state, made_at, decided_at, why";

    private static readonly string[] States = ["waiting", "approved", "refused", "expired"];

    internal static void Add(Database db, byte[] secret, RegistrationOrder order, string code, DateTimeOffset now)
    {
        using var add = db.Prepare("""
            INSERT INTO registration(secret, node, name, kind, address, owner_name, owner_phone, code, made_at)
            VALUES(?, ?, ?, ?, ?, ?, ?, ?, ?)
            """);
        add.Bind(1, secret).Bind(2, order.Node).Bind(3, order.Name).Bind(4, order.Kind).Bind(5, order.Address)
            .Bind(6, order.OwnerName).Bind(7, order.OwnerPhone).Bind(8, code).Bind(9, now.ToUnixTimeMilliseconds()).Run();
    }

    /// <summary>How many wait: for the node, and in all.</summary>
    internal static (int OfNode, int All) CountWaiting(Database db, string node)
    {
        using var row = db.Prepare(
            "SELECT count(*) FILTER (WHERE node = ?), count(*) FROM registration WHERE state = 'waiting'");
        return row.Bind(1, node).Step() ? ((int)row.Int64(0), (int)row.Int64(1)) : (0, 0);
    }

    internal static Registration? Find(Database db, long id)
    {
        using var row = db.Prepare($"SELECT {Columns} FROM registration WHERE id = ?");
        return row.Bind(1, id).Step() ? Read(row) : null;
    }

    internal static Registration? Find(Database db, byte[] secret)
    {
        using var row = db.Prepare($"SELECT {Columns} FROM registration WHERE secret = ?");
        return row.Bind(1, secret).Step() ? Read(row) : null;
    }

    /// <summary>Those that wait, the oldest first.</summary>
    internal static List<Registration> Waiting(Database db)
    {
        using var rows = db.Prepare($"SELECT {Columns} FROM registration WHERE state = 'waiting' ORDER BY id");
        var found = new List<Registration>();
        while (rows.Step())
            found.Add(Read(rows));
        return found;
    }

    internal static void CountTry(Database db, long id)
    {
        using var put = db.Prepare("UPDATE registration SET tries = tries + 1 WHERE id = ?");
        put.Bind(1, id).Run();
    }

    /// <summary>Of one that waits: it waits no more, and who its owner is does not stand here any longer.</summary>
    internal static void Decide(Database db, long id, RegistrationState state, string? why, DateTimeOffset now)
    {
        using var put = db.Prepare("""
            UPDATE registration
            SET state = ?, why = ?, decided_at = ?, owner_name = NULL, owner_phone = NULL, code = NULL
            WHERE id = ? AND state = 'waiting'
            """);
        put.Bind(1, States[(int)state]).Bind(2, why).Bind(3, now.ToUnixTimeMilliseconds()).Bind(4, id).Run();
    }

    /// <summary>What waited too long lapses; what was decided that long ago is forgotten.</summary>
    /// <returns>How many lapsed.</returns>
    internal static int Sweep(Database db, DateTimeOffset before, DateTimeOffset now)
    {
        using var forget = db.Prepare("DELETE FROM registration WHERE decided_at < ?");
        forget.Bind(1, before.ToUnixTimeMilliseconds()).Run();
        using var lapse = db.Prepare("""
            UPDATE registration
            SET state = 'expired', decided_at = ?, owner_name = NULL, owner_phone = NULL, code = NULL
            WHERE state = 'waiting' AND made_at < ?
            """);
        lapse.Bind(1, now.ToUnixTimeMilliseconds()).Bind(2, before.ToUnixTimeMilliseconds()).Run();
        return db.Changes;
    }

    private static Registration Read(Statement row) => new(
        row.Int64(0), row.Text(1)!, row.Text(2)!, row.Text(3)!, row.Text(4),
        row.Text(5) is { } name ? new Contact(name, row.Text(6)) : null, row.Text(7), (int)row.Int64(8),
        (RegistrationState)Array.IndexOf(States, row.Text(9)), DateTimeOffset.FromUnixTimeMilliseconds(row.Int64(10)))
    {
        DecidedAt = row.IsNull(11) ? null : DateTimeOffset.FromUnixTimeMilliseconds(row.Int64(11)),
        Why = row.Text(12),
    };
}
