using System.Text.Json;
using CheckIn.Contract;
using CheckIn.Hub.Alerts;
using CheckIn.Storage;

namespace CheckIn.Hub.Notices;

/// <summary>Which of the readers of alert_change.</summary>
internal static class ChangeReaders
{
    internal const string Recipients = "recipients";
    internal const string Topic = "topic";
}

/// <summary>Statements on changes of alerts and on what recipients are still to hear.</summary>
internal static class NoticeRows
{
    /// <summary>Changes after what the reader has done, oldest first, with their numbers.</summary>
    internal static List<AlertMessage> ChangesFor(Database db, string reader, int limit)
    {
        using var rows = db.Prepare("""
            SELECT id, body FROM alert_change
            WHERE id > (SELECT through FROM notice_progress WHERE reader = ?) ORDER BY id LIMIT ?
            """);
        rows.Bind(1, reader).Bind(2, limit);
        var found = new List<AlertMessage>();
        while (rows.Step())
        {
            var change = JsonSerializer.Deserialize(rows.Text(1)!, ContractJson.Default.AlertMessage)!;
            found.Add(change with { Number = rows.Int64(0) });
        }
        return found;
    }

    /// <summary>The reader has done everything up to <paramref name="through"/>; what all have done goes.</summary>
    internal static void Done(Database db, string reader, long through)
    {
        using var progress = db.Prepare("UPDATE notice_progress SET through = ? WHERE reader = ? AND through < ?1");
        progress.Bind(1, through).Bind(2, reader).Run();
        db.Execute("DELETE FROM alert_change WHERE id <= (SELECT min(through) FROM notice_progress)");
    }

    /// <summary>How many there are for a reader beyond the newest <paramref name="most"/>.</summary>
    internal static long Skippable(Database db, string reader, int most)
    {
        using var rows = db.Prepare("""
            SELECT max(id) - ?1 - (SELECT through FROM notice_progress WHERE reader = ?2) FROM alert_change
            """);
        return rows.Bind(1, most).Bind(2, reader).Step() ? rows.Int64(0) : 0;
    }

    /// <summary>Steps over these; returns how many.</summary>
    internal static long Skip(Database db, string reader, int most)
    {
        var skipped = Skippable(db, reader, most);
        using var progress = db.Prepare("SELECT through FROM notice_progress WHERE reader = ?");
        progress.Bind(1, reader).Step();
        Done(db, reader, progress.Int64(0) + skipped);
        return skipped;
    }

    /// <summary>Where a gate is; null = not known.</summary>
    internal static string? SiteOf(Database db, string gate)
    {
        using var row = db.Prepare("SELECT site FROM gate WHERE name = ?");
        return row.Bind(1, gate).Step() ? row.Text(0) : null;
    }

    /// <summary>How recipients stand to an alert.</summary>
    internal static Dictionary<long, NoticeState> StatesOf(Database db, long alert)
    {
        using var rows = db.Prepare("SELECT recipient, is_told, news FROM notice WHERE alert = ?");
        rows.Bind(1, alert);
        var states = new Dictionary<long, NoticeState>();
        while (rows.Step())
            states[rows.Int64(0)] = new NoticeState(rows.Int64(1) != 0, News(rows.Text(2)));
        return states;
    }

    /// <summary>How a recipient stands to an alert from now on; null = nothing is left to remember.</summary>
    internal static void Set(Database db, long recipient, long alert, NoticeState? state)
    {
        if (state is not { } known)
        {
            using var remove = db.Prepare("DELETE FROM notice WHERE recipient = ? AND alert = ?");
            remove.Bind(1, recipient).Bind(2, alert).Run();
            return;
        }
        // Either may have gone since it was looked at.
        using var set = db.Prepare("""
            INSERT INTO notice(recipient, alert, is_told, news) SELECT ?1, ?2, ?3, ?4
            WHERE EXISTS (SELECT 1 FROM recipient WHERE id = ?1) AND EXISTS (SELECT 1 FROM alert WHERE id = ?2)
            ON CONFLICT(recipient, alert) DO UPDATE SET is_told = excluded.is_told, news = excluded.news
            """);
        set.Bind(1, recipient).Bind(2, alert).Bind(3, known.IsTold ? 1 : 0).Bind(4, Word(known.News)).Run();
    }

    /// <summary>What a recipient is still to hear.</summary>
    internal static List<WaitingNotice> Waiting(Database db, long recipient)
    {
        using var rows = db.Prepare("""
            SELECT n.alert, n.is_told, n.news, a.kind, a.subject_kind, a.subject, a.severity, a.level, a.since,
                a.cleared_at, a.snoozed_until, a.detail, g.label, g.site
            FROM notice n JOIN alert a ON a.id = n.alert
            LEFT JOIN gate g ON a.subject_kind = 'gate' AND g.name = a.subject
            WHERE n.recipient = ? AND n.news IS NOT NULL
            """);
        rows.Bind(1, recipient);
        var waiting = new List<WaitingNotice>();
        while (rows.Step())
        {
            waiting.Add(new WaitingNotice(
                rows.Int64(0), rows.Int64(1) != 0, News(rows.Text(2)), rows.Text(3)!,
                AlertMessages.SubjectOf(rows.Text(4)!, rows.Text(5)!),
                AlertMessages.SeverityOf(rows.Text(6)) ?? Severity.Warning, (int)rows.Int64(7), Time(rows, 8)!.Value,
                Time(rows, 9), Time(rows, 10))
            {
                Detail = rows.Text(11),
                Label = rows.Text(12),
                Site = rows.Text(13),
            });
        }
        return waiting;
    }

    /// <summary>
    /// Nothing of these is news any more. One that changed since it was looked at waits for the next message.
    /// </summary>
    /// <param name="isTold">They stand in a message; else they were dropped.</param>
    internal static void Take(Database db, long recipient, IEnumerable<WaitingNotice> notices, bool isTold)
    {
        const string AsSeen = "WHERE recipient = ?1 AND alert = ?2 AND is_told = ?3 AND news = ?4";
        using var told = db.Prepare("UPDATE notice SET is_told = 1, news = NULL " + AsSeen);
        using var over = db.Prepare("DELETE FROM notice " + AsSeen);
        foreach (var notice in notices)
        {
            (isTold && notice.News == NoticeNews.Raised ? told : over).Bind(1, recipient).Bind(2, notice.Alert)
                .Bind(3, notice.IsTold ? 1 : 0).Bind(4, Word(notice.News)).Run();
        }
    }

    private static DateTimeOffset? Time(Statement rows, int column) =>
        rows.IsNull(column) ? null : DateTimeOffset.FromUnixTimeMilliseconds(rows.Int64(column));

    private static NoticeNews News(string? word) => word switch
    {
        "raised" => NoticeNews.Raised,
        "cleared" => NoticeNews.Cleared,
        _ => NoticeNews.None,
    };

    private static string? Word(NoticeNews news) => news switch
    {
        NoticeNews.Raised => "raised",
        NoticeNews.Cleared => "cleared",
        _ => null,
    };
}
