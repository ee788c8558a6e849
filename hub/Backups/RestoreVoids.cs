using System.Globalization;
using CheckIn.Hub.Audit;
using CheckIn.Hub.Modes;
using CheckIn.Storage;

namespace CheckIn.Hub.Backups;

/// <summary>What was made void.</summary>
/// <param name="Modes">Orders of hold open and free passage.</param>
internal sealed record Voided(long Claims, long Links, long Modes);

/// <summary>
/// What a copy must not bring back: enrolment codes and one-time links that were open when it was taken, and may have
/// been used, or withdrawn, since; and orders that open gates, which somebody may have ended. Sessions of people are in no database and end by themselves.
/// </summary>
internal static class RestoreVoids
{
    /// <summary>Makes them void and says in the audit that this is a copy.</summary>
    internal static Voided Apply(string database, BackupManifest manifest, DateTimeOffset now)
    {
        var voided = new Voided(0, 0, 0);
        using var db = Database.OpenWriter(database);
        db.InTransaction(() =>
        {
            voided = new Voided(Claims(db, now), Links(db), Modes(db, now));
            var detail = string.Create(
                CultureInfo.InvariantCulture,
                $"backup of {manifest.Created:yyyy-MM-dd HH:mm:ss} UTC; {voided.Claims} codes and "
                    + $"{voided.Links} links void, {voided.Modes} orders ended");
            AuditLog.Add(db, now, new AuditEntry(Actor.Local, AuditActions.Restored, null, Detail: detail));
        });
        return voided;
    }

    private static long Claims(Database db, DateTimeOffset now)
    {
        using var set = db.Prepare("""
            UPDATE claim SET withdrawn_at = ?1 WHERE used_at IS NULL AND withdrawn_at IS NULL AND expires_at > ?1
            """);
        set.Bind(1, now.ToUnixTimeMilliseconds()).Run();
        return db.Changes;
    }

    /// <summary>A copy of an earlier version has none.</summary>
    private static long Modes(Database db, DateTimeOffset now)
    {
        using (var table = db.Prepare("SELECT 1 FROM sqlite_master WHERE type = 'table' AND name = 'mode_order'"))
        {
            if (!table.Step())
                return 0;
        }
        return ModeRows.EndWhatOpens(db, now, Actor.Hub.Name);
    }

    private static long Links(Database db)
    {
        db.Execute("DELETE FROM one_time_link");
        return db.Changes;
    }
}
