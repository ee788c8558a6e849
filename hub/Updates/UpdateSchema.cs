using CheckIn.Hub.Rollouts;

namespace CheckIn.Hub.Updates;

/// <summary>Tables of packages, of rollouts, and of what gates tell of them.</summary>
internal static class UpdateSchema
{
    internal const string Tables = RolloutSchema.Tables + """
        CREATE TABLE package (
            release     INTEGER PRIMARY KEY,
            version     TEXT NOT NULL,
            sha256      TEXT NOT NULL UNIQUE,
            size        INTEGER NOT NULL,
            created     INTEGER NOT NULL,
            signer      TEXT NOT NULL,
            schema      INTEGER NOT NULL,
            readable_by INTEGER NOT NULL,
            added_at    INTEGER NOT NULL,
            added_by    TEXT NOT NULL);
        CREATE TABLE gate_update (
            gate        TEXT PRIMARY KEY,
            wanted      INTEGER,
            trial_s     INTEGER NOT NULL DEFAULT 0,
            release     INTEGER,
            state       TEXT,
            why         TEXT,
            told_at     INTEGER,
            confirmed   INTEGER NOT NULL DEFAULT 0) WITHOUT ROWID;

        """;
}
