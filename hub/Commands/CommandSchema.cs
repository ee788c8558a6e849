namespace CheckIn.Hub.Commands;

/// <summary>Commands that were given, and what came of them. Lines of a gate's log stand apart: they go sooner.</summary>
internal static class CommandSchema
{
    internal const string Tables = """
        CREATE TABLE command (
            id          TEXT PRIMARY KEY,
            batch       TEXT,
            scope       TEXT,
            gate        TEXT NOT NULL,
            name        TEXT NOT NULL,
            lane        TEXT,
            seconds     INTEGER,
            lines       INTEGER,
            by_whom     TEXT NOT NULL,
            at          INTEGER NOT NULL,
            state       TEXT NOT NULL,
            reason      TEXT,
            answered_at INTEGER,
            reply       TEXT) WITHOUT ROWID;
        CREATE INDEX command_of_gate ON command(gate, id);
        CREATE INDEX command_of_batch ON command(batch) WHERE batch IS NOT NULL;
        CREATE INDEX command_under_way ON command(state) WHERE state IN ('sent', 'accepted');
        CREATE TABLE command_log (
            command TEXT PRIMARY KEY,
            lines   TEXT NOT NULL);

        """;
}
