using CheckIn.Storage;

namespace CheckIn.Hub.Fleet.Offline;

/// <summary>Table presence.</summary>
internal static class SpellRows
{
    private const string Columns = """
        presence.id, gate.name, presence.state, presence.since, presence.until, presence.noticed_at, presence.cause,
        presence.is_sure, presence.detail, presence.boot, presence.backlog
        """;

    internal static long NextId(Database db)
    {
        using var row = db.Prepare("SELECT coalesce(max(id), 0) + 1 FROM presence");
        row.Step();
        return row.Int64(0);
    }

    /// <summary>Those that last; of a gate with several, as a crash may leave them, the latest.</summary>
    internal static IReadOnlyList<Spell> Lasting(Database db)
    {
        using var rows = db.Prepare($"""
            SELECT {Columns} FROM presence JOIN gate ON gate.id = presence.gate
            WHERE presence.until IS NULL ORDER BY presence.id
            """);
        return Read(rows);
    }

    /// <summary>Of one gate, those that touch the time, and the one before.</summary>
    internal static IReadOnlyList<Spell> Of(Database db, string gate, DateTimeOffset from, DateTimeOffset to)
    {
        using var rows = Prepare(db, "gate.name = ?3", from, to);
        return Read(rows.Bind(3, gate));
    }

    /// <summary>Of every gate, those that touch the time, and the one before; by gate, oldest first.</summary>
    internal static IReadOnlyList<Spell> All(Database db, DateTimeOffset from, DateTimeOffset to)
    {
        using var rows = Prepare(db, "TRUE", from, to);
        return Read(rows);
    }

    /// <summary>Within a transaction. Whatever the gate's row is not there for yet is made.</summary>
    internal static void Write(Database db, IReadOnlyList<Spell> spells)
    {
        using var gate = db.Prepare("INSERT INTO gate(name) VALUES(?) ON CONFLICT(name) DO NOTHING");
        using var put = db.Prepare("""
            INSERT INTO presence(id, gate, state, since, until, noticed_at, cause, is_sure, detail, boot, backlog)
            VALUES(?, (SELECT id FROM gate WHERE name = ?), ?, ?, ?, ?, ?, ?, ?, ?, ?)
            ON CONFLICT(id) DO UPDATE SET until = excluded.until, cause = excluded.cause, is_sure = excluded.is_sure,
                backlog = excluded.backlog
            """);
        foreach (var spell in spells)
        {
            gate.Bind(1, spell.Gate).Run();
            put.Bind(1, spell.Id).Bind(2, spell.Gate).Bind(3, OfflineCauses.Word(spell.State))
                .Bind(4, spell.Since.ToUnixTimeMilliseconds()).Bind(5, spell.Until?.ToUnixTimeMilliseconds())
                .Bind(6, spell.NoticedAt.ToUnixTimeMilliseconds())
                .Bind(7, spell.Cause is { } cause ? OfflineCauses.Word(cause) : null).Bind(8, spell.IsSure ? 1L : 0)
                .Bind(9, spell.Detail).Bind(10, spell.Boot).Bind(11, spell.Backlog).Run();
        }
    }

    /// <summary>Within a transaction: some of those that ended before, and of more than so many the oldest.</summary>
    /// <returns>How many rows went.</returns>
    internal static int Forget(Database db, DateTimeOffset before, long most, int atOnce)
    {
        using var delete = db.Prepare("""
            DELETE FROM presence WHERE id IN (
                SELECT id FROM presence WHERE until < ?1 LIMIT ?3)
            OR id IN (
                SELECT id FROM presence WHERE id <= (SELECT max(id) FROM presence) - ?2 AND until IS NOT NULL
                ORDER BY id LIMIT ?3)
            """);
        delete.Bind(1, before.ToUnixTimeMilliseconds()).Bind(2, most).Bind(3, atOnce).Run();
        return db.Changes;
    }

    private static Statement Prepare(Database db, string which, DateTimeOffset from, DateTimeOffset to)
    {
        var rows = db.Prepare($"""
            SELECT {Columns} FROM gate JOIN presence ON presence.gate = gate.id
            WHERE {which} AND presence.since < ?2 AND presence.since >= coalesce(
                (SELECT max(earlier.since) FROM presence AS earlier
                    WHERE earlier.gate = gate.id AND earlier.since <= ?1),
                ?1)
            ORDER BY gate.id, presence.since, presence.id
            """);
        return rows.Bind(1, from.ToUnixTimeMilliseconds()).Bind(2, to.ToUnixTimeMilliseconds());
    }

    private static List<Spell> Read(Statement rows)
    {
        var spells = new List<Spell>();
        while (rows.Step())
        {
            spells.Add(new Spell(
                rows.Int64(0), rows.Text(1)!, OfflineCauses.StateOf(rows.Text(2)) ?? PresenceState.NeverSeen,
                Instant(rows, 3)!.Value, Instant(rows, 4), Instant(rows, 5)!.Value,
                rows.IsNull(6) ? null : OfflineCauses.CauseOf(rows.Text(6)), rows.Int64(7) != 0, rows.Text(8),
                rows.Text(9), rows.IsNull(10) ? null : rows.Int64(10)));
        }
        return spells;
    }

    private static DateTimeOffset? Instant(Statement rows, int column) =>
        rows.IsNull(column) ? null : DateTimeOffset.FromUnixTimeMilliseconds(rows.Int64(column));
}
