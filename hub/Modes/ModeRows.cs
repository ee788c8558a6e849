using CheckIn.Contract;
using CheckIn.Hub.Sites;
using CheckIn.Storage;

namespace CheckIn.Hub.Modes;

/// <summary>Orders in the store. What ended is kept for a while, so that it can be seen what held when.</summary>
internal static class ModeRows
{
    /// <summary>Those that ended longer ago are in the audit only.</summary>
    internal static readonly TimeSpan Kept = TimeSpan.FromDays(400);
    private const string Columns = "id, scope, mode, lane, until_at, why, by_whom, at, ended_at, ended_by";

    /// <summary>Those that stand, the latest first.</summary>
    internal static List<StandingOrder> Standing(Database db, DateTimeOffset now)
    {
        using var rows = db.Prepare($"""
            SELECT {Columns} FROM mode_order WHERE until_at > ? AND ended_at IS NULL ORDER BY at DESC, id DESC
            """);
        return Read(rows.Bind(1, now.ToUnixTimeMilliseconds()));
    }

    /// <summary>Those that somebody ended before their time, which is yet to come.</summary>
    internal static List<StandingOrder> EndedEarly(Database db, DateTimeOffset now)
    {
        using var rows = db.Prepare($"SELECT {Columns} FROM mode_order WHERE until_at > ? AND ended_at IS NOT NULL");
        return Read(rows.Bind(1, now.ToUnixTimeMilliseconds()));
    }

    /// <summary>Ends those that open something; how many.</summary>
    internal static long EndWhatOpens(Database db, DateTimeOffset at, string by)
    {
        using var set = db.Prepare("""
            UPDATE mode_order SET ended_at = ?1, ended_by = ?2 WHERE until_at > ?1 AND ended_at IS NULL AND mode IN (?3, ?4)
            """);
        set.Bind(1, at.ToUnixTimeMilliseconds()).Bind(2, by).Bind(3, ModeWords.HoldOpen).Bind(4, ModeWords.FreePassage).Run();
        return db.Changes;
    }

    /// <summary>Those that are over, the latest to end first.</summary>
    internal static List<StandingOrder> Past(Database db, DateTimeOffset now, int limit)
    {
        using var rows = db.Prepare($"""
            SELECT {Columns} FROM mode_order WHERE until_at <= ?1 OR ended_at IS NOT NULL
            ORDER BY min(until_at, coalesce(ended_at, until_at)) DESC, id DESC LIMIT ?2
            """);
        return Read(rows.Bind(1, now.ToUnixTimeMilliseconds()).Bind(2, limit));
    }

    internal static void Add(Database db, StandingOrder order)
    {
        using var add = db.Prepare($"INSERT INTO mode_order({Columns}) VALUES(?, ?, ?, ?, ?, ?, ?, ?, NULL, NULL)");
        add.Bind(1, order.Id).Bind(2, order.Scope.Word()).Bind(3, order.Mode).Bind(4, order.Lane)
            .Bind(5, order.Until.ToUnixTimeMilliseconds()).Bind(6, order.Why).Bind(7, order.By)
            .Bind(8, order.At.ToUnixTimeMilliseconds()).Run();
    }

    internal static void End(Database db, string id, DateTimeOffset at, string by)
    {
        using var set = db.Prepare("UPDATE mode_order SET ended_at = ?, ended_by = ? WHERE id = ? AND ended_at IS NULL");
        set.Bind(1, at.ToUnixTimeMilliseconds()).Bind(2, by).Bind(3, id).Run();
    }

    internal static void Forget(Database db, DateTimeOffset now)
    {
        using var delete = db.Prepare("DELETE FROM mode_order WHERE until_at < ?");
        delete.Bind(1, (now - Kept).ToUnixTimeMilliseconds()).Run();
    }

    private static List<StandingOrder> Read(Statement rows)
    {
        var all = new List<StandingOrder>();
        while (rows.Step())
        {
            if (FleetScopeWords.Read(rows.Text(1)!) is { } scope)
            {
                all.Add(new StandingOrder(
                    rows.Text(0)!, scope, rows.Text(2)!, rows.Text(3), Moment(rows, 4), rows.Text(5)!, rows.Text(6)!,
                    Moment(rows, 7), rows.IsNull(8) ? null : Moment(rows, 8), rows.Text(9)));
            }
        }
        return all;
    }

    private static DateTimeOffset Moment(Statement rows, int column) =>
        DateTimeOffset.FromUnixTimeMilliseconds(rows.Int64(column));
}
