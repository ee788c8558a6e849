using CheckIn.Storage;

namespace CheckIn.Hub.Accounts;

/// <summary>Statements on accounts of identity providers.</summary>
internal static class IdentityRows
{
    private const string Columns = "issuer, subject, person, added_at";

    internal static List<ExternalIdentity> Of(Database db, long person)
    {
        using var rows = db.Prepare($"SELECT {Columns} FROM external_identity WHERE person = ? ORDER BY issuer");
        rows.Bind(1, person);
        var found = new List<ExternalIdentity>();
        while (rows.Step())
            found.Add(Row(rows));
        return found;
    }

    internal static ExternalIdentity? Find(Database db, string issuer, string subject)
    {
        using var rows = db.Prepare($"SELECT {Columns} FROM external_identity WHERE issuer = ? AND subject = ?");
        return rows.Bind(1, issuer).Bind(2, subject).Step() ? Row(rows) : null;
    }

    internal static void Add(Database db, ExternalIdentity identity)
    {
        using var add = db.Prepare($"INSERT INTO external_identity({Columns}) VALUES(?, ?, ?, ?)");
        add.Bind(1, identity.Issuer).Bind(2, identity.Subject).Bind(3, identity.Person)
            .Bind(4, identity.AddedAt.ToUnixTimeMilliseconds()).Run();
    }

    /// <summary>False = he has none there.</summary>
    internal static bool Remove(Database db, long person, string issuer)
    {
        using var remove = db.Prepare("DELETE FROM external_identity WHERE person = ? AND issuer = ?");
        remove.Bind(1, person).Bind(2, issuer).Run();
        return db.Changes > 0;
    }

    private static ExternalIdentity Row(Statement rows) =>
        new(rows.Text(0)!, rows.Text(1)!, rows.Int64(2), PersonRows.Time(rows, 3)!.Value);
}
