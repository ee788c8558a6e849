namespace CheckIn.Hub.Passes;

/// <summary>Passes that were issued.</summary>
internal static class PassSchema
{
    internal const string Tables = """
        CREATE TABLE pass (
            number      INTEGER PRIMARY KEY,
            short       INTEGER NOT NULL UNIQUE,
            id          TEXT NOT NULL,
            category    TEXT NOT NULL,
            label       TEXT,
            scope       TEXT,
            is_rotating INTEGER NOT NULL,
            key         TEXT NOT NULL,
            issued_at   INTEGER NOT NULL,
            not_before  INTEGER,
            expires_at  INTEGER NOT NULL,
            issued_by   TEXT NOT NULL,
            revoked_at  INTEGER,
            revoked_by  TEXT,
            revoked_why TEXT);
        CREATE INDEX pass_revoked ON pass(short) WHERE revoked_at IS NOT NULL;

        """;
}
