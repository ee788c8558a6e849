using CheckIn.Storage;

namespace CheckIn.Hub.Notices;

/// <summary>Statements on messages to recipients.</summary>
internal static class MessageRows
{
    private const string Columns = """
        SELECT m.id, m.key, m.recipient, r.name, m.made_at, m.alerts, m.subject, m.body, m.attempts, m.next_at,
            m.sent_at, m.given_up_at, m.problem
        FROM notice_message m JOIN recipient r ON r.id = m.recipient
        """;
    private const string IsDue = "m.sent_at IS NULL AND m.given_up_at IS NULL";

    /// <summary>Nothing happens when the recipient is gone.</summary>
    internal static bool Add(Database db, NoticeMessage message)
    {
        using var add = db.Prepare("""
            INSERT INTO notice_message(recipient, key, made_at, alerts, subject, body, next_at)
            SELECT ?1, ?2, ?3, ?4, ?5, ?6, ?3 WHERE EXISTS (SELECT 1 FROM recipient WHERE id = ?1)
            """);
        add.Bind(1, message.RecipientId).Bind(2, message.Key).Bind(3, Milliseconds(message.MadeAt))
            .Bind(4, message.Alerts).Bind(5, message.Subject).Bind(6, message.Body).Run();
        return db.Changes > 0;
    }

    /// <summary>The oldest that is to be sent to a recipient; null = there is none.</summary>
    internal static NoticeMessage? First(Database db, long recipient)
    {
        using var rows = db.Prepare($"{Columns} WHERE m.recipient = ? AND {IsDue} ORDER BY m.id LIMIT 1");
        return rows.Bind(1, recipient).Step() ? Read(rows) : null;
    }

    internal static NoticeMessage? Find(Database db, long id)
    {
        using var rows = db.Prepare(Columns + " WHERE m.id = ?");
        return rows.Bind(1, id).Step() ? Read(rows) : null;
    }

    /// <summary>How many are to be sent to a recipient.</summary>
    internal static int CountDue(Database db, long recipient)
    {
        using var rows = db.Prepare($"SELECT count(*) FROM notice_message m WHERE m.recipient = ? AND {IsDue}");
        rows.Bind(1, recipient).Step();
        return (int)rows.Int64(0);
    }

    /// <summary>Newest first, before the one with this id; null = from the newest, of every state.</summary>
    /// <param name="db">The store.</param>
    /// <param name="state">Null = any.</param>
    /// <param name="before">Null = from the newest.</param>
    /// <param name="limit">How many at most.</param>
    /// <param name="recipients">To whom; null = to anybody.</param>
    internal static List<NoticeMessage> List(
        Database db, NoticeMessageState? state, long? before, int limit, IReadOnlySet<long>? recipients = null)
    {
        var which = state switch
        {
            NoticeMessageState.Waiting => IsDue,
            NoticeMessageState.Sent => "m.sent_at IS NOT NULL",
            NoticeMessageState.Dead => "m.given_up_at IS NOT NULL",
            _ => "1",
        };
        using var rows = db.Prepare($"{Columns} WHERE {which} AND m.id < ? ORDER BY m.id DESC LIMIT ?");
        rows.Bind(1, before ?? long.MaxValue).Bind(2, recipients is null ? limit : -1);
        var found = new List<NoticeMessage>();
        while (found.Count < limit && rows.Step())
        {
            if (recipients?.Contains(rows.Int64(2)) != false)
                found.Add(Read(rows));
        }
        return found;
    }

    /// <summary>Recipients whose last message was given up, by name.</summary>
    internal static List<string> Failing(Database db)
    {
        using var rows = db.Prepare("""
            SELECT name FROM recipient r WHERE (
                SELECT given_up_at IS NOT NULL FROM notice_message m
                WHERE m.recipient = r.id AND (sent_at IS NOT NULL OR given_up_at IS NOT NULL) ORDER BY id DESC LIMIT 1)
            ORDER BY name
            """);
        var names = new List<string>();
        while (rows.Step())
            names.Add(rows.Text(0)!);
        return names;
    }

    internal static void Sent(Database db, long id, DateTimeOffset at) =>
        Run(db, "UPDATE notice_message SET sent_at = ?2, next_at = NULL, problem = NULL WHERE id = ?1", id, at, null);

    internal static void Failed(Database db, long id, DateTimeOffset? nextAt, string problem) => Run(
        db, "UPDATE notice_message SET attempts = attempts + 1, next_at = ?2, problem = ?3 WHERE id = ?1", id, nextAt,
        problem);

    internal static void Delayed(Database db, long id, DateTimeOffset nextAt) =>
        Run(db, "UPDATE notice_message SET next_at = ?2 WHERE id = ?1", id, nextAt, null);

    internal static void GivenUp(Database db, long id, DateTimeOffset at, string problem) => Run(
        db,
        """
        UPDATE notice_message SET attempts = attempts + 1, given_up_at = ?2, next_at = NULL, problem = ?3 WHERE id = ?1
        """,
        id, at, problem);

    /// <summary>As if it had not been tried.</summary>
    internal static void Again(Database db, long id, DateTimeOffset at) => Run(
        db, "UPDATE notice_message SET attempts = 0, given_up_at = NULL, next_at = ?2 WHERE id = ?1", id, at, null);

    /// <summary>Of what was sent, and of what was given up, only the newest stay.</summary>
    internal static void Forget(Database db, int most)
    {
        foreach (var end in (string[])["sent_at", "given_up_at"])
        {
            using var forget = db.Prepare($"""
                DELETE FROM notice_message WHERE id IN (
                    SELECT id FROM notice_message WHERE {end} IS NOT NULL ORDER BY id DESC LIMIT -1 OFFSET ?)
                """);
            forget.Bind(1, most).Run();
        }
    }

    private static void Run(Database db, string sql, long id, DateTimeOffset? at, string? problem)
    {
        using var run = db.Prepare(sql);
        run.Bind(1, id).Bind(2, at is { } time ? Milliseconds(time) : (long?)null);
        if (problem is not null)
            run.Bind(3, problem);
        run.Run();
    }

    private static NoticeMessage Read(Statement rows) => new(
        rows.Int64(0), rows.Text(1)!, rows.Int64(2), rows.Text(3)!, Time(rows, 4)!.Value, (int)rows.Int64(5),
        rows.Text(6)!, rows.Text(7)!, (int)rows.Int64(8), Time(rows, 9), Time(rows, 10), Time(rows, 11), rows.Text(12));

    private static long Milliseconds(DateTimeOffset at) => at.ToUnixTimeMilliseconds();

    private static DateTimeOffset? Time(Statement rows, int column) =>
        rows.IsNull(column) ? null : DateTimeOffset.FromUnixTimeMilliseconds(rows.Int64(column));
}
