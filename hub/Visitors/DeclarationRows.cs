using CheckIn.Hub.Sites;
using CheckIn.Storage;

namespace CheckIn.Hub.Visitors;

/// <summary>Declarations in the store.</summary>
internal static class DeclarationRows
{
    private const string Columns =
        "hash, invitation, scope, category, label, valid_from, valid_until, declared_at, sealed, pass, code, passes";

    internal static void Add(Database db, Declaration one)
    {
        using var add = db.Prepare($"INSERT INTO declaration({Columns}) VALUES(?, ?, ?, ?, ?, ?, ?, ?, ?, NULL, NULL, 0)");
        add.Bind(1, one.Hash).Bind(2, one.Invitation).Bind(3, one.Scope.Word()).Bind(4, one.Category).Bind(5, one.Label)
            .Bind(6, one.From.ToUnixTimeSeconds()).Bind(7, one.Until.ToUnixTimeSeconds())
            .Bind(8, one.DeclaredAt.ToUnixTimeSeconds()).Bind(9, one.Sealed).Run();
    }

    internal static Declaration? Find(Database db, byte[] hash)
    {
        using var row = db.Prepare($"SELECT {Columns} FROM declaration WHERE hash = ?");
        return row.Bind(1, hash).Step() ? Read(row) : null;
    }

    /// <summary>Of an invitation, in the order in which they came.</summary>
    internal static List<Declaration> Of(Database db, long invitation)
    {
        using var rows = db.Prepare($"SELECT {Columns} FROM declaration WHERE invitation = ? ORDER BY declared_at LIMIT ?");
        rows.Bind(1, invitation).Bind(2, InvitationRules.MostPeople);
        var found = new List<Declaration>();
        while (rows.Step())
            found.Add(Read(rows));
        return found;
    }

    /// <summary>How many have declared themselves at an open site since.</summary>
    internal static long CountAt(Database db, FleetScope scope, DateTimeOffset since)
    {
        using var row = db.Prepare(
            "SELECT count(*) FROM declaration WHERE invitation IS NULL AND scope = ? AND declared_at >= ?");
        row.Bind(1, scope.Word()).Bind(2, since.ToUnixTimeSeconds()).Step();
        return row.Int64(0);
    }

    internal static void Change(Database db, byte[] hash, byte[] sealedFields)
    {
        using var put = db.Prepare("UPDATE declaration SET sealed = ? WHERE hash = ?");
        put.Bind(1, sealedFields).Bind(2, hash).Run();
    }

    /// <param name="db">The store.</param>
    /// <param name="hash">Whose.</param>
    /// <param name="pass">Id of the pass that he has now.</param>
    /// <param name="code">Encrypted; null = of a phone.</param>
    internal static void Give(Database db, byte[] hash, string pass, byte[]? code)
    {
        using var put = db.Prepare("UPDATE declaration SET pass = ?, code = ?, passes = passes + 1 WHERE hash = ?");
        put.Bind(1, pass);
        _ = code is null ? put.BindNull(2) : put.Bind(2, code);
        put.Bind(3, hash).Run();
    }

    /// <summary>Erases some whose passes ended before.</summary>
    /// <returns>How many.</returns>
    internal static int Erase(Database db, DateTimeOffset endedBefore, int most)
    {
        using var erase = db.Prepare(
            "DELETE FROM declaration WHERE hash IN (SELECT hash FROM declaration WHERE valid_until < ? LIMIT ?)");
        erase.Bind(1, endedBefore.ToUnixTimeSeconds()).Bind(2, most).Run();
        return db.Changes;
    }

    internal static FleetScope ScopeOf(string word) => FleetScopeWords.Read(word)
        ?? throw new InvalidDataException($"'{word}' in the hub's database is no place; put the database back from a backup.");

    internal static DateTimeOffset Moment(Statement row, int column) => DateTimeOffset.FromUnixTimeSeconds(row.Int64(column));

    private static Declaration Read(Statement row) => new(
        row.Blob(0).ToArray(), row.IsNull(1) ? null : row.Int64(1), ScopeOf(row.Text(2)!), row.Text(3)!, row.Text(4),
        Moment(row, 5), Moment(row, 6), Moment(row, 7), row.Blob(8).ToArray(), row.Text(9),
        row.IsNull(10) ? null : row.Blob(10).ToArray(), (int)row.Int64(11));
}
