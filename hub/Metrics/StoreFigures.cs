using CheckIn.Storage;

namespace CheckIn.Hub.Metrics;

/// <summary>What the database tells in figures.</summary>
/// <param name="Rollouts">Rollouts that are kept, by kind and state.</param>
/// <param name="Settings">
/// Gates of which settings are wanted, by how far they are: applied; waiting, trying, refused, reverted, as they say of
/// the latest; or told, who have not answered yet.
/// </param>
/// <param name="Modes">Orders that stand, by mode.</param>
/// <param name="NoticesWaiting">Messages to recipients that are still to be sent.</param>
/// <param name="NoticesGivenUp">Messages that were given up.</param>
internal sealed record StoreFigures(
    IReadOnlyDictionary<(string Kind, string State), long> Rollouts, IReadOnlyDictionary<string, long> Settings,
    IReadOnlyDictionary<string, long> Modes, long NoticesWaiting, long NoticesGivenUp)
{
    /// <param name="db">Read only.</param>
    /// <param name="now">By the hub's clock.</param>
    internal static StoreFigures Read(Database db, DateTimeOffset now) => new(
        RolloutsIn(db), SettingsIn(db), ModesIn(db, now),
        Count(db, "SELECT count(*) FROM notice_message WHERE sent_at IS NULL AND given_up_at IS NULL"),
        Count(db, "SELECT count(*) FROM notice_message WHERE given_up_at IS NOT NULL"));

    private static Dictionary<(string, string), long> RolloutsIn(Database db)
    {
        using var rows = db.Prepare("SELECT kind, state, count(*) FROM rollout GROUP BY kind, state");
        var found = new Dictionary<(string, string), long>();
        while (rows.Step())
            found[(rows.Text(0)!, rows.Text(1)!)] = rows.Int64(2);
        return found;
    }

    private static Dictionary<string, long> SettingsIn(Database db)
    {
        using var rows = db.Prepare("""
            SELECT CASE WHEN coalesce(r.version, 0) = d.version THEN 'applied'
                        WHEN r.wanted = d.version THEN r.state ELSE 'told' END, count(*)
            FROM desired_gate d LEFT JOIN reported r ON r.gate = d.gate WHERE d.version > 0 GROUP BY 1
            """);
        return Words(rows);
    }

    private static Dictionary<string, long> ModesIn(Database db, DateTimeOffset now)
    {
        using var rows = db.Prepare("""
            SELECT mode, count(*) FROM mode_order WHERE ended_at IS NULL AND until_at > ? GROUP BY mode
            """);
        rows.Bind(1, now.ToUnixTimeMilliseconds());
        return Words(rows);
    }

    private static Dictionary<string, long> Words(Statement rows)
    {
        var found = new Dictionary<string, long>(StringComparer.Ordinal);
        while (rows.Step())
            found[rows.Text(0)!] = rows.Int64(1);
        return found;
    }

    private static long Count(Database db, string sql)
    {
        using var row = db.Prepare(sql);
        return row.Step() ? row.Int64(0) : 0;
    }
}
