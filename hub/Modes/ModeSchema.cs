namespace CheckIn.Hub.Modes;

/// <summary>Orders of hold open, lockdown and free passage.</summary>
internal static class ModeSchema
{
    internal const string Tables = """
        CREATE TABLE mode_order (
            id       TEXT PRIMARY KEY,
            scope    TEXT NOT NULL,
            lane     TEXT,
            mode     TEXT NOT NULL,
            until_at INTEGER NOT NULL,
            why      TEXT NOT NULL,
            by_whom  TEXT NOT NULL,
            at       INTEGER NOT NULL,
            ended_at INTEGER,
            ended_by TEXT) WITHOUT ROWID;
        CREATE INDEX mode_order_by_end ON mode_order(until_at);

        """;
}
