using CheckIn.Hub.Settings;
using CheckIn.Storage;

namespace CheckIn.Hub.Audit;

/// <summary>Which rows are asked for; what is null narrows nothing.</summary>
public sealed record AuditQuestion
{
    /// <summary>The whole name of who acted, such as <c>person:an</c>.</summary>
    public string? Actor { get; init; }

    /// <summary>One of the stable words.</summary>
    public string? Action { get; init; }

    /// <summary>What it was done to, wholly.</summary>
    public string? Subject { get; init; }

    /// <summary>A day of the hub's zone.</summary>
    public DateOnly? Day { get; init; }

    /// <summary>Older than this row, newest first.</summary>
    public long? Before { get; init; }

    /// <summary>Newer than this row, oldest first; not together with <see cref="Before"/>.</summary>
    public long? After { get; init; }

    public int Limit { get; init; } = 100;
}

/// <summary>A page of the audit.</summary>
/// <param name="Next">Where the page that follows begins; null = this is the last.</param>
public sealed record AuditPage(IReadOnlyList<AuditRow> Rows, long? Next);

/// <summary>The audit, read by people.</summary>
internal static class AuditBook
{
    /// <summary>
    /// So many rows are looked at for one page. Who may see little of much gets pages with few rows, or none, and a
    /// place to go on from.
    /// </summary>
    private const int MostLookedAt = 50_000;

    /// <param name="db">Any connection.</param>
    /// <param name="question">Which rows.</param>
    /// <param name="sees">Which places the asker sees; null = everything. A row of no place is the whole hub's.</param>
    internal static AuditPage Page(Database db, AuditQuestion question, Func<string, bool>? sees = null)
    {
        using var rows = Ask(db, question);
        var (found, known) = (new List<AuditRow>(), new Dictionary<string, bool>(StringComparer.Ordinal));
        var (last, looked) = (0L, 0);
        while (rows.Step())
        {
            if (found.Count == question.Limit)
                return new AuditPage(found, last);
            looked++;
            last = rows.Int64(0);
            if (sees is null || Sees(rows.Text(6)))
                found.Add(Read(rows));
        }
        return new AuditPage(found, looked == MostLookedAt ? last : null);

        bool Sees(string? place)
        {
            if (place is null)
                return false;
            if (!known.TryGetValue(place, out var isSeen))
                known[place] = isSeen = sees(place);
            return isSeen;
        }
    }

    /// <summary>Every action that there is.</summary>
    internal static IReadOnlyList<string> Actions(Database db)
    {
        using var rows = db.Prepare("""
            WITH RECURSIVE known(action) AS (
                SELECT min(action) FROM audit
                UNION ALL SELECT (SELECT min(action) FROM audit WHERE action > known.action) FROM known
                WHERE known.action IS NOT NULL)
            SELECT action FROM known WHERE action IS NOT NULL
            """);
        var found = new List<string>();
        while (rows.Step())
            found.Add(rows.Text(0)!);
        return found;
    }

    /// <summary>Only with what is asked for: so each has its index.</summary>
    private static Statement Ask(Database db, AuditQuestion question)
    {
        var wanted = new List<string> { "id > ?6 AND id < ?7" };
        if (question.Actor is not null)
            wanted.Add("actor = ?1");
        if (question.Action is not null)
            wanted.Add("action = ?2");
        if (question.Subject is not null)
            wanted.Add("subject = ?3");
        if (question.Day is not null)
            wanted.Add("at >= ?4 AND at < ?5");
        var rows = db.Prepare($"""
            SELECT id, at, {AuditContent.TextColumns} FROM audit WHERE {string.Join(" AND ", wanted)}
            ORDER BY id {(question.After is null ? "DESC" : "ASC")} LIMIT {MostLookedAt}
            """);
        rows.Bind(6, question.After ?? 0).Bind(7, question.Before ?? long.MaxValue);
        if (question.Actor is not null)
            rows.Bind(1, question.Actor);
        if (question.Action is not null)
            rows.Bind(2, question.Action);
        if (question.Subject is not null)
            rows.Bind(3, question.Subject);
        if (question.Day is { } day)
            rows.Bind(4, Start(day)).Bind(5, Start(day.AddDays(1)));
        return rows;
    }

    private static AuditRow Read(Statement rows) => new(
        rows.Int64(0), DateTimeOffset.FromUnixTimeMilliseconds(rows.Int64(1)), rows.Text(2) ?? "", rows.Text(4) ?? "",
        rows.Text(5), rows.Text(7) ?? "", rows.Text(8), rows.Text(3), rows.Text(6));

    private static long Start(DateOnly day) => HubZone.StartOf(day).ToUnixTimeMilliseconds();
}
