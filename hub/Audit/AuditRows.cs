using CheckIn.Storage;

namespace CheckIn.Hub.Audit;

/// <summary>A row with the link that stands beside it.</summary>
/// <param name="Link">Empty = it has none.</param>
/// <param name="IsTyped">Its columns have the types in which the hub writes them.</param>
internal sealed record AuditStoredRow(AuditContent Content, byte[] Link, bool IsTyped);

/// <summary>The chain's rows in the store, in steps.</summary>
internal static class AuditRows
{
    /// <summary>
    /// So many are read at once, to their end: a read that stays open would hold up the hub's checkpoints.
    /// </summary>
    internal const int Step = 500;

    /// <summary>The rows after this one, in order, at most <see cref="Step"/>.</summary>
    internal static List<AuditStoredRow> After(Database db, long id)
    {
        using var rows = db.Prepare(
            $"SELECT id, at, {AuditContent.TextColumns}, link FROM audit WHERE id > ? ORDER BY id LIMIT {Step}");
        rows.Bind(1, id);
        var found = new List<AuditStoredRow>();
        while (rows.Step())
        {
            const int link = AuditContent.TextCount + 2;
            found.Add(new(
                AuditContent.Read(rows), rows.IsNull(link) ? [] : rows.Blob(link).ToArray(),
                AuditContent.HasTypes(rows)));
        }
        return found;
    }

    /// <summary>Number and link of the last row; 0 and the genesis when there is none.</summary>
    internal static (long Id, byte[] Link) Head(Database db)
    {
        using var row = db.Prepare("SELECT id, link FROM audit ORDER BY id DESC LIMIT 1");
        return row.Step() ? (row.Int64(0), row.Blob(1).ToArray()) : (0, AuditLink.Genesis);
    }
}
