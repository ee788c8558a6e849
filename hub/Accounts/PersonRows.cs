using CheckIn.Storage;

namespace CheckIn.Hub.Accounts;

/// <summary>Statements on people.</summary>
internal static class PersonRows
{
    /// <summary>One, or all.</summary>
    internal static List<Person> Load(Database db, long? id)
    {
        var grants = Grants(db, id);
        using var rows = db.Prepare($"""
            SELECT id, name, display_name, added_at, password IS NOT NULL, totp IS NOT NULL, signed_in_at,
                (SELECT count(*) FROM passkey WHERE person = person.id),
                (SELECT count(*) FROM recovery_code WHERE person = person.id),
                (SELECT count(*) FROM external_identity WHERE person = person.id)
            FROM person {(id is null ? "" : "WHERE id = ?")}
            """);
        if (id is { } one)
            rows.Bind(1, one);
        var people = new List<Person>();
        while (rows.Step())
        {
            people.Add(new Person(
                rows.Int64(0), rows.Text(1)!, rows.Text(2), Time(rows, 3)!.Value, [.. grants[rows.Int64(0)]])
            {
                HasPassword = rows.Int64(4) != 0,
                HasTotp = rows.Int64(5) != 0,
                SignedInAt = Time(rows, 6),
                Passkeys = (int)rows.Int64(7),
                RecoveryCodes = (int)rows.Int64(8),
                Identities = (int)rows.Int64(9),
            });
        }
        return people;
    }

    /// <returns>The new id.</returns>
    internal static long Add(Database db, string name, string? displayName, DateTimeOffset at)
    {
        using var add = db.Prepare(
            "INSERT INTO person(name, display_name, added_at) VALUES(?, ?, ?) RETURNING id");
        add.Bind(1, name).Bind(2, displayName).Bind(3, at.ToUnixTimeMilliseconds()).Step();
        return add.Int64(0);
    }

    internal static void Remove(Database db, long id) => Run(db, "DELETE FROM person WHERE id = ?1", id);

    internal static void AddGrant(Database db, long id, Grant grant)
    {
        using var add = db.Prepare(
            "INSERT INTO person_grant(person, role, node) VALUES(?, ?, ?) ON CONFLICT DO NOTHING");
        add.Bind(1, id).Bind(2, grant.Role.Word()).Bind(3, grant.Node ?? "").Run();
    }

    internal static void RemoveGrant(Database db, long id, Grant grant)
    {
        using var remove = db.Prepare("DELETE FROM person_grant WHERE person = ? AND role = ? AND node = ?");
        remove.Bind(1, id).Bind(2, grant.Role.Word()).Bind(3, grant.Node ?? "").Run();
    }

    /// <summary>
    /// Whether this one is the last who administers the whole hub and can sign in. Who was invited and has not come yet
    /// does not count.
    /// </summary>
    internal static bool IsLastAdministrator(Database db, long id)
    {
        using var row = db.Prepare("""
            SELECT count(*), max(p.id = ?1) FROM person p
            WHERE EXISTS (SELECT 1 FROM person_grant WHERE person = p.id AND role = 'administrator' AND node = '')
                AND (password IS NOT NULL OR EXISTS (SELECT 1 FROM passkey WHERE person = p.id)
                    OR EXISTS (SELECT 1 FROM external_identity WHERE person = p.id))
            """);
        return row.Bind(1, id).Step() && row.Int64(0) == 1 && row.Int64(1) == 1;
    }

    internal static bool IsEmpty(Database db)
    {
        using var row = db.Prepare("SELECT 1 FROM person LIMIT 1");
        return !row.Step();
    }

    internal static bool Exists(Database db, string name)
    {
        using var row = db.Prepare("SELECT 1 FROM person WHERE name = ?");
        return row.Bind(1, name).Step();
    }

    /// <summary>What proves who he is; null = there is no such person.</summary>
    internal static PersonSecrets? Secrets(Database db, long id)
    {
        using var row = db.Prepare("SELECT password, totp FROM person WHERE id = ?");
        return row.Bind(1, id).Step()
            ? new PersonSecrets(row.Text(0), row.IsNull(1) ? null : row.Blob(1).ToArray()) : null;
    }

    internal static void SetDisplayName(Database db, long id, string? name)
    {
        using var set = db.Prepare("UPDATE person SET display_name = ? WHERE id = ?");
        set.Bind(1, name).Bind(2, id).Run();
    }

    internal static void SetPassword(Database db, long id, string? hash)
    {
        using var set = db.Prepare("UPDATE person SET password = ? WHERE id = ?");
        set.Bind(1, hash).Bind(2, id).Run();
    }

    /// <summary>Only as long as it is the one that was looked at.</summary>
    internal static void ReplacePassword(Database db, long id, string old, string hash)
    {
        using var set = db.Prepare("UPDATE person SET password = ? WHERE id = ? AND password = ?");
        set.Bind(1, hash).Bind(2, id).Bind(3, old).Run();
    }

    internal static void SetTotp(Database db, long id, byte[] secret, long step)
    {
        using var set = db.Prepare("UPDATE person SET totp = ?, totp_step = ? WHERE id = ?");
        set.Bind(1, secret).Bind(2, step).Bind(3, id).Run();
    }

    internal static void RemoveTotp(Database db, long id) =>
        Run(db, "UPDATE person SET totp = NULL, totp_step = NULL WHERE id = ?1", id);

    /// <summary>Takes a step of the code generator; false = it was taken before, or a later one was.</summary>
    internal static bool TakeStep(Database db, long id, long step)
    {
        using var take = db.Prepare(
            "UPDATE person SET totp_step = ?2 WHERE id = ?1 AND (totp_step IS NULL OR totp_step < ?2)");
        take.Bind(1, id).Bind(2, step).Run();
        return db.Changes == 1;
    }

    internal static void SetSignedIn(Database db, long id, DateTimeOffset at)
    {
        using var set = db.Prepare("UPDATE person SET signed_in_at = ? WHERE id = ?");
        set.Bind(1, at.ToUnixTimeMilliseconds()).Bind(2, id).Run();
    }

    internal static void SetRecoveryCodes(Database db, long id, IEnumerable<string> codes)
    {
        RemoveRecoveryCodes(db, id);
        using var add = db.Prepare("INSERT INTO recovery_code(person, hash) VALUES(?, ?)");
        foreach (var code in codes)
            add.Bind(1, id).Bind(2, Accounts.RecoveryCodes.HashOf(id, code)).Run();
    }

    internal static void RemoveRecoveryCodes(Database db, long id) =>
        Run(db, "DELETE FROM recovery_code WHERE person = ?1", id);

    /// <summary>They stand for a second factor, and go with the last.</summary>
    internal static void RemoveRecoveryCodesWithoutFactor(Database db, long id) => Run(db, """
        DELETE FROM recovery_code WHERE person = ?1 AND NOT EXISTS (SELECT 1 FROM passkey WHERE person = ?1)
            AND NOT EXISTS (SELECT 1 FROM person WHERE id = ?1 AND totp IS NOT NULL)
        """, id);

    /// <summary>False = it is none of his, or was used.</summary>
    internal static bool TakeRecoveryCode(Database db, long id, string code)
    {
        using var take = db.Prepare("DELETE FROM recovery_code WHERE person = ? AND hash = ?");
        take.Bind(1, id).Bind(2, Accounts.RecoveryCodes.HashOf(id, code)).Run();
        return db.Changes == 1;
    }

    /// <summary>Nothing proves any more who he is; what he may is left.</summary>
    internal static void RemoveProofs(Database db, long id)
    {
        SetPassword(db, id, null);
        RemoveTotp(db, id);
        RemoveRecoveryCodes(db, id);
        Run(db, "DELETE FROM passkey WHERE person = ?1", id);
        Run(db, "DELETE FROM external_identity WHERE person = ?1", id);
        OneTimeLinks.RemoveOf(db, id);
    }

    internal static DateTimeOffset? Time(Statement rows, int column) =>
        rows.IsNull(column) ? null : DateTimeOffset.FromUnixTimeMilliseconds(rows.Int64(column));

    private static void Run(Database db, string sql, long id)
    {
        using var run = db.Prepare(sql);
        run.Bind(1, id).Run();
    }

    private static ILookup<long, Grant> Grants(Database db, long? id)
    {
        using var rows = db.Prepare("SELECT person, role, node FROM person_grant"
            + (id is null ? "" : " WHERE person = ?") + " ORDER BY person, node, role");
        if (id is { } one)
            rows.Bind(1, one);
        var grants = new List<(long Person, Grant Grant)>();
        while (rows.Step())
        {
            // A role of a newer hub gives nothing here.
            if (RoleTable.Find(rows.Text(1)!) is { } role)
                grants.Add((rows.Int64(0), new Grant(role, rows.Text(2) is { Length: > 0 } node ? node : null)));
        }
        return grants.ToLookup(static pair => pair.Person, static pair => pair.Grant);
    }
}

/// <summary>What proves who somebody is.</summary>
/// <param name="Password">Its hash; null = none.</param>
/// <param name="Totp">Encrypted; null = none.</param>
internal sealed record PersonSecrets(string? Password, byte[]? Totp)
{
    /// <summary>Not for logs.</summary>
    public override string ToString() => nameof(PersonSecrets);
}
