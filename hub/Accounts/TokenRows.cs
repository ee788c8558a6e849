using CheckIn.Storage;

namespace CheckIn.Hub.Accounts;

/// <summary>Statements on tokens.</summary>
internal static class TokenRows
{
    internal static List<(string Hash, ApiToken Token)> Load(Database db)
    {
        using var rows = db.Prepare(
            "SELECT id, name, hash, role, node, owner, made_at, expires_at, used_at FROM api_token ORDER BY name");
        var tokens = new List<(string, ApiToken)>();
        while (rows.Step())
        {
            // A role of a newer hub gives nothing here.
            if (RoleTable.Find(rows.Text(3)!) is not { } role)
                continue;
            var grant = new Grant(role, rows.Text(4) is { Length: > 0 } node ? node : null);
            tokens.Add((Convert.ToHexString(rows.Blob(2)), new ApiToken(
                rows.Int64(0), rows.Text(1)!, grant, rows.IsNull(5) ? null : rows.Int64(5),
                PersonRows.Time(rows, 6)!.Value, PersonRows.Time(rows, 7)!.Value)
            {
                UsedAt = PersonRows.Time(rows, 8),
            }));
        }
        return tokens;
    }

    internal static void Add(Database db, ApiToken token, byte[] hash)
    {
        using var add = db.Prepare("""
            INSERT INTO api_token(name, hash, role, node, owner, made_at, expires_at) VALUES(?, ?, ?, ?, ?, ?, ?)
            """);
        add.Bind(1, token.Name).Bind(2, hash).Bind(3, token.Grant.Role.Word()).Bind(4, token.Grant.Node ?? "")
            .Bind(5, token.Owner).Bind(6, token.MadeAt.ToUnixTimeMilliseconds())
            .Bind(7, token.ExpiresAt.ToUnixTimeMilliseconds()).Run();
    }

    internal static void Remove(Database db, long id)
    {
        using var remove = db.Prepare("DELETE FROM api_token WHERE id = ?");
        remove.Bind(1, id).Run();
    }

    internal static void SetUsed(Database db, IEnumerable<(long Id, DateTimeOffset At)> used)
    {
        using var set = db.Prepare("UPDATE api_token SET used_at = ? WHERE id = ?");
        foreach (var (id, at) in used)
            set.Bind(1, at.ToUnixTimeMilliseconds()).Bind(2, id).Run();
    }

    internal static void RemoveLongExpired(Database db, DateTimeOffset before)
    {
        using var remove = db.Prepare("DELETE FROM api_token WHERE expires_at < ?");
        remove.Bind(1, before.ToUnixTimeMilliseconds()).Run();
    }
}
