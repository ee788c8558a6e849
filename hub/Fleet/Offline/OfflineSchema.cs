namespace CheckIn.Hub.Fleet.Offline;

/// <summary>Tables of what was known of each gate when, and of when the hub itself could know.</summary>
internal static class OfflineSchema
{
    internal const string Tables = """
        CREATE TABLE presence (
            id         INTEGER PRIMARY KEY,
            gate       INTEGER NOT NULL REFERENCES gate(id),
            state      TEXT NOT NULL,
            since      INTEGER NOT NULL,
            until      INTEGER,
            noticed_at INTEGER NOT NULL,
            cause      TEXT,
            is_sure    INTEGER NOT NULL DEFAULT 0,
            detail     TEXT,
            boot       TEXT,
            backlog    INTEGER);
        CREATE INDEX presence_of_gate ON presence(gate, since);
        CREATE INDEX presence_by_end ON presence(until);
        CREATE TABLE watch (
            id         INTEGER PRIMARY KEY,
            began_at   INTEGER NOT NULL,
            ended_at   INTEGER NOT NULL);

        """;
}
