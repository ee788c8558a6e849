using System.Text.Json;
using CheckIn.Storage;

namespace CheckIn.Hub.Alerts;

/// <summary>Alerts as rows.</summary>
internal static class AlertRecords
{
    private const string Columns = """
        id, kind, subject_kind, subject, severity, since, raised_at, cleared_at, level, detail, acknowledged_at,
        acknowledged_by, snoozed_until, snoozed_by, level_at
        """;

    /// <summary>Within the transaction that tells of them; the same again does no harm.</summary>
    internal static void Save(Database db, IReadOnlyList<AlertChange> changes, DateTimeOffset now)
    {
        using var save = db.Prepare($"""
            INSERT INTO alert({Columns}) VALUES(?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
            ON CONFLICT(id) DO UPDATE SET cleared_at = excluded.cleared_at, level = excluded.level,
                detail = excluded.detail, acknowledged_at = excluded.acknowledged_at,
                acknowledged_by = excluded.acknowledged_by, snoozed_until = excluded.snoozed_until,
                snoozed_by = excluded.snoozed_by, level_at = excluded.level_at
            """);
        foreach (var (_, alert) in changes)
        {
            save.Bind(1, alert.Id).Bind(2, alert.Kind)
                .Bind(3, AlertMessages.Word(alert.Subject.Kind)).Bind(4, alert.Subject.Id)
                .Bind(5, AlertMessages.Word(alert.Severity)).Bind(6, Ms(alert.Since)).Bind(7, Ms(alert.RaisedAt))
                .Bind(8, Ms(alert.ClearedAt)).Bind(9, alert.Level).Bind(10, DetailText(alert.Detail))
                .Bind(11, Ms(alert.AcknowledgedAt)).Bind(12, alert.AcknowledgedBy).Bind(13, Ms(alert.SnoozedUntil))
                .Bind(14, alert.SnoozedBy).Bind(15, Ms(now)).Run();
        }
    }

    /// <summary>What stands, with when each last came to its level; and the highest id.</summary>
    internal static (IReadOnlyList<(Alert Alert, DateTimeOffset LevelAt)> Standing, long LastId) ReadStanding(
        Database db)
    {
        var standing = new List<(Alert, DateTimeOffset)>();
        using (var rows = db.Prepare($"SELECT {Columns} FROM alert WHERE cleared_at IS NULL"))
        {
            while (rows.Step())
                standing.Add((Read(rows), Instant(rows, 14)!.Value));
        }
        using var last = db.Prepare("SELECT coalesce(max(seq), 0) FROM sqlite_sequence WHERE name = 'alert'");
        last.Step();
        return (standing, last.Int64(0));
    }

    /// <param name="db">The store.</param>
    /// <param name="before">Null = from the newest.</param>
    /// <param name="limit">How many at most.</param>
    /// <param name="isShown">By kind and subject; null = all.</param>
    internal static IReadOnlyList<Alert> ReadPast(
        Database db, long? before, int limit, Func<string, AlertSubject, bool>? isShown = null)
    {
        using var rows = db.Prepare(
            $"SELECT {Columns} FROM alert WHERE cleared_at IS NOT NULL AND id < ? ORDER BY id DESC LIMIT ?");
        rows.Bind(1, before ?? long.MaxValue).Bind(2, isShown is null ? limit : -1);
        if (isShown is null)
            return ReadAll(rows);
        var found = new List<Alert>();
        while (found.Count < limit && rows.Step())
        {
            if (isShown(rows.Text(1)!, AlertMessages.SubjectOf(rows.Text(2)!, rows.Text(3)!)))
                found.Add(Read(rows));
        }
        return found;
    }

    internal static IReadOnlyList<Alert> ReadOf(
        Database db, AlertSubject subject, DateTimeOffset from, DateTimeOffset to)
    {
        using var rows = db.Prepare($"""
            SELECT {Columns} FROM alert
            WHERE subject_kind = ? AND subject = ? AND since <= ? AND (cleared_at IS NULL OR cleared_at >= ?)
            ORDER BY since, id
            """);
        rows.Bind(1, AlertMessages.Word(subject.Kind)).Bind(2, subject.Id).Bind(3, Ms(to)).Bind(4, Ms(from));
        return ReadAll(rows);
    }

    /// <summary>Some of those that were cleared before, and that nobody is still to be told of.</summary>
    internal static void Forget(Database db, DateTimeOffset before)
    {
        using var forget = db.Prepare("""
            DELETE FROM alert WHERE id IN (SELECT id FROM alert WHERE cleared_at < ?
                AND NOT EXISTS (SELECT 1 FROM notice WHERE notice.alert = alert.id) ORDER BY cleared_at LIMIT 1000)
            """);
        forget.Bind(1, Ms(before)).Run();
    }

    private static List<Alert> ReadAll(Statement rows)
    {
        var found = new List<Alert>();
        while (rows.Step())
            found.Add(Read(rows));
        return found;
    }

    private static Alert Read(Statement row) => new(
        row.Int64(0), row.Text(1)!, AlertMessages.SubjectOf(row.Text(2)!, row.Text(3)!),
        AlertMessages.SeverityOf(row.Text(4)) ?? Severity.Warning,
        Instant(row, 5)!.Value, Instant(row, 6)!.Value, Instant(row, 7), (int)row.Int64(8), Detail(row.Text(9)))
    {
        AcknowledgedAt = Instant(row, 10),
        AcknowledgedBy = row.Text(11),
        SnoozedUntil = Instant(row, 12),
        SnoozedBy = row.Text(13),
    };

    private static string? DetailText(IReadOnlyDictionary<string, string> detail) => detail.Count == 0 ? null
        : JsonSerializer.Serialize(new Dictionary<string, string>(detail), AlertJson.Default.DictionaryStringString);

    private static Dictionary<string, string> Detail(string? text) => text is null ? []
        : JsonSerializer.Deserialize(text, AlertJson.Default.DictionaryStringString) ?? [];

    private static DateTimeOffset? Instant(Statement row, int column) =>
        row.IsNull(column) ? null : DateTimeOffset.FromUnixTimeMilliseconds(row.Int64(column));

    private static long Ms(DateTimeOffset at) => at.ToUnixTimeMilliseconds();

    private static long? Ms(DateTimeOffset? at) => at?.ToUnixTimeMilliseconds();
}
