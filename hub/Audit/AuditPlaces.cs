using CheckIn.Storage;

namespace CheckIn.Hub.Audit;

/// <summary>Where something is, as a row's place has it: within the transaction that does it.</summary>
internal static class AuditPlaces
{
    /// <summary>The site of a gate; null = it has none.</summary>
    internal static string? OfGate(Database db, string gate) =>
        Find(db, "SELECT site FROM gate WHERE name = ?", gate);

    /// <summary>The site that a claim, or a bundle of them, is for.</summary>
    internal static string? OfClaims(Database db, string id) =>
        Find(db, "SELECT site FROM claim WHERE id = ?1 OR bundle = ?1 LIMIT 1", id);

    /// <summary>The node whose alerts a recipient is told; null = all.</summary>
    internal static string? OfRecipient(Database db, string name) =>
        Find(db, "SELECT node FROM recipient WHERE name = ?", name);

    private static string? Find(Database db, string sql, string name)
    {
        using var row = db.Prepare(sql);
        return row.Bind(1, name).Step() ? row.Text(0) : null;
    }
}
