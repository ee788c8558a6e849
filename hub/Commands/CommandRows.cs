using System.Text.Json;
using CheckIn.Contract;
using CheckIn.Hub.Sites;
using CheckIn.Storage;

namespace CheckIn.Hub.Commands;

/// <summary>Commands in the store.</summary>
internal static class CommandRows
{
    /// <summary>Days for which commands are kept, and lines of logs in them.</summary>
    internal const int KeptDays = 90, LogDays = 7;
    /// <summary>Logs at most, some 64 KB each.</summary>
    internal const int MostLogs = 1000;
    private const int AtOnce = 2000;

    private const string Columns =
        "id, batch, gate, name, lane, seconds, lines, by_whom, at, state, reason, answered_at, reply";

    internal static void Add(Database db, IEnumerable<GivenCommand> commands, FleetScope? scope)
    {
        using var put = db.Prepare($"INSERT INTO command({Columns}, scope) VALUES(?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)");
        foreach (var command in commands)
        {
            put.Bind(1, command.Id).Bind(2, command.Batch).Bind(3, command.Gate).Bind(4, command.Order.Name)
                .Bind(5, command.Order.Lane).Bind(6, (long?)command.Order.Seconds).Bind(7, (long?)command.Order.Lines)
                .Bind(8, command.By).Bind(9, command.At.ToUnixTimeMilliseconds()).Bind(10, command.State)
                .Bind(11, command.Reason).BindNull(12).BindNull(13).Bind(14, scope?.Word()).Run();
        }
    }

    /// <summary>What the gate said of it.</summary>
    internal static void Answer(Database db, ReplyMessage reply, long now)
    {
        using var set = db.Prepare(
            "UPDATE command SET state = ?, reason = ?, answered_at = ?, reply = ? WHERE id = ?");
        set.Bind(1, reply.State).Bind(2, reply.Reason).Bind(3, now).BindText(4, JsonSerializer.SerializeToUtf8Bytes(
            reply with { Lines = null }, ContractJson.Default.ReplyMessage)).Bind(5, reply.Id).Run();
        if (reply.Lines is not { } lines)
            return;
        using var put = db.Prepare("INSERT OR REPLACE INTO command_log(command, lines) VALUES(?, ?)");
        put.Bind(1, reply.Id).BindText(2, JsonSerializer.SerializeToUtf8Bytes(lines, CommandJson.Default.IReadOnlyListString))
            .Run();
    }

    /// <summary>It ends without the gate's word.</summary>
    internal static void End(Database db, string id, string state)
    {
        using var set = db.Prepare("UPDATE command SET state = ? WHERE id = ?");
        set.Bind(1, state).Bind(2, id).Run();
    }

    internal static GivenCommand? Find(Database db, string id, bool withLog = false) =>
        Read(db, "id = ?1 AND ?2 IS NULL AND ?3 > 0", id, null, 1, withLog) is [var found] ? found : null;

    /// <summary>Of a gate, newest first, before that id; null = the newest.</summary>
    internal static IReadOnlyList<GivenCommand> Of(Database db, string gate, string? before, int limit) =>
        Read(db, "gate = ?1 AND (?2 IS NULL OR id < ?2) ORDER BY id DESC LIMIT ?3", gate, before, limit, withLog: true);

    /// <summary>By gate; without logs.</summary>
    internal static IReadOnlyList<GivenCommand> OfBatch(Database db, string batch) =>
        Read(db, "batch = ?1 AND ?2 IS NULL ORDER BY gate LIMIT ?3", batch, null, CommandDesk.MostGates);

    internal static FleetScope? ScopeOf(Database db, string batch)
    {
        using var row = db.Prepare("SELECT scope FROM command WHERE batch = ? LIMIT 1");
        return row.Bind(1, batch).Step() ? FleetScopeWords.Read(row.Text(0) ?? FleetScopeWords.Hub) : null;
    }

    /// <summary>Those that an answer is waited for, since before the hub began.</summary>
    internal static IReadOnlyList<GivenCommand> UnderWay(Database db) => Read(
        db, "state IN ('sent', 'accepted') AND ?1 IS NULL AND ?2 IS NULL ORDER BY id DESC LIMIT ?3", null, null,
        CommandDesk.MostUnderWay);

    internal static string? LastId(Database db)
    {
        using var row = db.Prepare("SELECT max(id) FROM command");
        return row.Step() ? row.Text(0) : null;
    }

    /// <summary>Takes out what is older than it is kept; some at a time.</summary>
    internal static void Forget(Database db, DateTimeOffset now)
    {
        using var logs = db.Prepare("""
            DELETE FROM command_log WHERE command < ?1
                OR command NOT IN (SELECT command FROM command_log ORDER BY command DESC LIMIT ?2)
            """);
        logs.Bind(1, CommandIds.Before(now.AddDays(-LogDays))).Bind(2, MostLogs).Run();
        using var rows = db.Prepare("DELETE FROM command WHERE id IN (SELECT id FROM command WHERE id < ? ORDER BY id LIMIT ?)");
        rows.Bind(1, CommandIds.Before(now.AddDays(-KeptDays))).Bind(2, AtOnce).Run();
    }

    private static List<GivenCommand> Read(
        Database db, string where, string? first, string? second, int limit, bool withLog = false)
    {
        using var rows = db.Prepare($"SELECT {Columns} FROM command WHERE {where}");
        rows.Bind(1, first).Bind(2, second).Bind(3, limit);
        var all = new List<GivenCommand>();
        while (rows.Step())
            all.Add(Read(rows));
        if (!withLog)
            return all;
        return [.. all.Select(command => command.Order.Name == CommandWords.SendLogs && command.Reply is { } reply
            ? command with { Reply = reply with { Lines = LogOf(db, command.Id) } } : command)];
    }

    private static GivenCommand Read(Statement rows)
    {
        var order = new CommandOrder(rows.Text(3)!, rows.Text(4), Number(rows, 5), Number(rows, 6));
        return new(rows.Text(0)!, rows.Text(1), rows.Text(2)!, order, rows.Text(7)!, Moment(rows, 8), rows.Text(9)!,
            rows.Text(10), rows.IsNull(11) ? null : Moment(rows, 11),
            rows.Text(12) is { } reply ? JsonSerializer.Deserialize(reply, ContractJson.Default.ReplyMessage) : null);
    }

    private static IReadOnlyList<string>? LogOf(Database db, string id)
    {
        using var row = db.Prepare("SELECT lines FROM command_log WHERE command = ?");
        return row.Bind(1, id).Step()
            ? JsonSerializer.Deserialize(row.Text(0)!, CommandJson.Default.IReadOnlyListString) : null;
    }

    private static int? Number(Statement rows, int column) => rows.IsNull(column) ? null : (int)rows.Int64(column);

    private static DateTimeOffset Moment(Statement rows, int column) =>
        DateTimeOffset.FromUnixTimeMilliseconds(rows.Int64(column));
}
