using CheckIn.Storage;
using Microsoft.AspNetCore.Identity;

namespace CheckIn.Hub.Accounts;

/// <summary>Statements on passkeys.</summary>
internal static class PasskeyRows
{
    private const string Columns = "person, credential, public_key, created_at, sign_count, transports, "
        + "is_user_verified, is_backup_eligible, is_backed_up, attestation, client_data, name, used_at";

    internal static List<Passkey> Of(Database db, long person)
    {
        using var rows = db.Prepare($"SELECT {Columns} FROM passkey WHERE person = ? ORDER BY created_at, credential");
        rows.Bind(1, person);
        var found = new List<Passkey>();
        while (rows.Step())
            found.Add(Row(rows));
        return found;
    }

    internal static Passkey? Find(Database db, byte[] credential)
    {
        using var rows = db.Prepare($"SELECT {Columns} FROM passkey WHERE credential = ?");
        return rows.Bind(1, credential).Step() ? Row(rows) : null;
    }

    internal static void Add(Database db, long person, UserPasskeyInfo info)
    {
        using var add = db.Prepare(
            $"INSERT INTO passkey({Columns}) VALUES(?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, NULL)");
        add.Bind(1, person).Bind(2, info.CredentialId).Bind(3, info.PublicKey)
            .Bind(4, info.CreatedAt.ToUnixTimeMilliseconds()).Bind(5, info.SignCount)
            .Bind(6, info.Transports is { } transports ? string.Join(' ', transports) : null)
            .Bind(7, info.IsUserVerified ? 1 : 0).Bind(8, info.IsBackupEligible ? 1 : 0)
            .Bind(9, info.IsBackedUp ? 1 : 0).Bind(10, info.AttestationObject)
            .Bind(11, info.ClientDataJson).Bind(12, info.Name).Run();
    }

    /// <summary>
    /// It was used: its counter is kept, which the framework has compared with the one before.
    /// </summary>
    /// <returns>False = he has it no more, or it was used with a later counter: one of the two is a copy.</returns>
    internal static bool Use(Database db, long person, UserPasskeyInfo info, DateTimeOffset at)
    {
        using var use = db.Prepare("""
            UPDATE passkey SET sign_count = ?3, is_backed_up = ?4, is_user_verified = ?5, used_at = ?6
            WHERE credential = ?1 AND person = ?2 AND (sign_count < ?3 OR (sign_count = 0 AND ?3 = 0))
            """);
        use.Bind(1, info.CredentialId).Bind(2, person).Bind(3, info.SignCount).Bind(4, info.IsBackedUp ? 1 : 0)
            .Bind(5, info.IsUserVerified ? 1 : 0).Bind(6, at.ToUnixTimeMilliseconds()).Run();
        return db.Changes == 1;
    }

    /// <summary>False = he has none such.</summary>
    internal static bool Rename(Database db, long person, byte[] credential, string? name)
    {
        using var rename = db.Prepare("UPDATE passkey SET name = ? WHERE credential = ? AND person = ?");
        rename.Bind(1, name).Bind(2, credential).Bind(3, person).Run();
        return db.Changes == 1;
    }

    internal static void Remove(Database db, long person, byte[] credential)
    {
        using var remove = db.Prepare("DELETE FROM passkey WHERE credential = ? AND person = ?");
        remove.Bind(1, credential).Bind(2, person).Run();
    }

    private static Passkey Row(Statement rows) => new(
        rows.Int64(0),
        new UserPasskeyInfo(
            rows.Blob(1).ToArray(), rows.Blob(2).ToArray(), DateTimeOffset.FromUnixTimeMilliseconds(rows.Int64(3)),
            (uint)rows.Int64(4), rows.Text(5)?.Split(' ', StringSplitOptions.RemoveEmptyEntries),
            rows.Int64(6) != 0, rows.Int64(7) != 0, rows.Int64(8) != 0, rows.Blob(9).ToArray(), rows.Blob(10).ToArray())
        {
            Name = rows.Text(11),
        },
        PersonRows.Time(rows, 12));
}
