using CheckIn.Storage;

namespace CheckIn.Hub.Audit;

/// <summary>What makes the audit's rows a chain, to which is only added.</summary>
internal static class AuditSchema
{
    internal const string Tables = """
        ALTER TABLE audit ADD COLUMN origin TEXT;
        ALTER TABLE audit ADD COLUMN place TEXT;
        ALTER TABLE audit ADD COLUMN link BLOB;
        CREATE INDEX audit_by_actor ON audit(actor);
        CREATE INDEX audit_by_action ON audit(action);
        CREATE INDEX audit_by_subject ON audit(subject);
        CREATE INDEX audit_by_at ON audit(at);
        CREATE TABLE audit_seal (
            number    INTEGER PRIMARY KEY,
            row       INTEGER NOT NULL,
            at        INTEGER NOT NULL,
            link      BLOB NOT NULL,
            key       TEXT NOT NULL,
            signature BLOB NOT NULL);
        CREATE TRIGGER audit_is_linked BEFORE INSERT ON audit WHEN NEW.link IS NULL OR length(NEW.link) <> 32
        BEGIN SELECT RAISE(ABORT, 'a row of the audit has a link to the one before'); END;
        CREATE TRIGGER audit_seal_is_not_changed BEFORE UPDATE ON audit_seal
        BEGIN SELECT RAISE(ABORT, 'the audit is only added to'); END;
        CREATE TRIGGER audit_seal_is_not_removed BEFORE DELETE ON audit_seal
        BEGIN SELECT RAISE(ABORT, 'the audit is only added to'); END;
        """;

    private const string NotChanged = """
        CREATE TRIGGER audit_is_not_changed BEFORE UPDATE ON audit
        BEGIN SELECT RAISE(ABORT, 'the audit is only added to'); END;
        """;

    /// <summary>
    /// Rows of before the chain get their links, as they are: what was done to them until now nobody can tell, from now
    /// on everybody can. For this once the trigger steps aside, within the migration's transaction.
    /// </summary>
    internal static void ChainEarlier(Database db)
    {
        db.Execute("DROP TRIGGER audit_is_not_changed");
        var before = AuditLink.Genesis;
        using (var put = db.Prepare("UPDATE audit SET link = ? WHERE id = ?"))
        {
            var after = 0L;
            for (var rows = AuditRows.After(db, after); rows.Count > 0; rows = AuditRows.After(db, after))
            {
                foreach (var row in rows)
                {
                    before = AuditLink.Of(before, row.Content);
                    put.Bind(1, before).Bind(2, row.Content.Id).Run();
                }
                after = rows[^1].Content.Id;
            }
        }
        db.Execute(NotChanged);
    }
}
