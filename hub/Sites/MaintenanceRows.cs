using CheckIn.Storage;

namespace CheckIn.Hub.Sites;

/// <summary>Announced work in the store.</summary>
internal static class MaintenanceRows
{
    /// <summary>What ended longer ago is of interest to no report any more.</summary>
    internal static readonly TimeSpan Kept = TimeSpan.FromDays(400);
    private static readonly string[] Subjects = ["gate", "site", "node"];

    internal static string Word(MaintenanceSubject subject) => Subjects[(int)subject];

    internal static MaintenanceSubject? Find(string? word) =>
        Array.IndexOf(Subjects, word) is var at and >= 0 ? (MaintenanceSubject)at : null;

    internal static List<Maintenance> Read(Database db, long since)
    {
        using var rows = db.Prepare("""
            SELECT id, subject_kind, subject, from_at, until_at, why, made_by, made_at FROM maintenance
            WHERE until_at >= ? ORDER BY from_at, id
            """);
        rows.Bind(1, since);
        var all = new List<Maintenance>();
        while (rows.Step())
        {
            if (Find(rows.Text(1)) is { } subject)
            {
                all.Add(new Maintenance(rows.Int64(0), subject, rows.Text(2)!, Moment(rows, 3), Moment(rows, 4),
                    rows.Text(5)!, rows.Text(6)!, Moment(rows, 7)));
            }
        }
        return all;
    }

    /// <summary>Ids are never used again: the audit names them.</summary>
    internal static long LastId(Database db)
    {
        using var row = db.Prepare("SELECT coalesce(max(id), 0) FROM maintenance");
        row.Step();
        return row.Int64(0);
    }

    internal static void Write(Database db, Maintenance work)
    {
        using var put = db.Prepare("""
            INSERT INTO maintenance(id, subject_kind, subject, from_at, until_at, why, made_by, made_at)
            VALUES(?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT(id) DO UPDATE SET until_at = excluded.until_at
            """);
        put.Bind(1, work.Id).Bind(2, Word(work.Subject)).Bind(3, work.SubjectId)
            .Bind(4, work.From.ToUnixTimeMilliseconds()).Bind(5, work.Until.ToUnixTimeMilliseconds())
            .Bind(6, work.Why).Bind(7, work.MadeBy).Bind(8, work.MadeAt.ToUnixTimeMilliseconds()).Run();
    }

    private static DateTimeOffset Moment(Statement rows, int column) =>
        DateTimeOffset.FromUnixTimeMilliseconds(rows.Int64(column));
}
