namespace CheckIn.Hub.Visitors;

/// <summary>
/// Invitations and what visitors declared. Links are found by the hash of their secret; <c>sealed</c> and <c>code</c> are
/// encrypted to a key that is not in the database.
/// </summary>
internal static class VisitorSchema
{
    internal const string Tables = """
        CREATE TABLE invitation (
            number      INTEGER PRIMARY KEY AUTOINCREMENT,
            hash        BLOB NOT NULL UNIQUE,
            scope       TEXT NOT NULL,
            category    TEXT NOT NULL,
            valid_from  INTEGER NOT NULL,
            valid_until INTEGER NOT NULL,
            most        INTEGER NOT NULL,
            label       TEXT,
            used        INTEGER NOT NULL DEFAULT 0,
            made_at     INTEGER NOT NULL,
            made_by     TEXT NOT NULL,
            revoked_at  INTEGER,
            revoked_by  TEXT);
        CREATE INDEX invitation_by_end ON invitation(valid_until);
        CREATE TABLE declaration (
            hash        BLOB PRIMARY KEY,
            invitation  INTEGER,
            scope       TEXT NOT NULL,
            category    TEXT NOT NULL,
            label       TEXT,
            valid_from  INTEGER NOT NULL,
            valid_until INTEGER NOT NULL,
            declared_at INTEGER NOT NULL,
            sealed      BLOB NOT NULL,
            pass        TEXT,
            code        BLOB,
            passes      INTEGER NOT NULL DEFAULT 0) WITHOUT ROWID;
        CREATE INDEX declaration_of_invitation ON declaration(invitation);
        CREATE INDEX declaration_at_site ON declaration(scope, declared_at) WHERE invitation IS NULL;
        CREATE INDEX declaration_by_end ON declaration(valid_until);

        """;
}
