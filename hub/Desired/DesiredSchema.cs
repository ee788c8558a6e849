namespace CheckIn.Hub.Desired;

/// <summary>
/// Settings by scope, which version each gate is given, and what gates report. A scope is a word, see <see
/// cref="Sites.FleetScopeWords"/>. A version that was rolled out and taken back before all had it is withdrawn. Of a
/// gate, <c>chain</c> are the versions that its document was put together from, and <c>differs_since</c> is since when
/// it has not had in force what is wanted.
/// </summary>
internal static class DesiredSchema
{
    internal const string Tables = """
        CREATE TABLE desired_version (
            id           INTEGER PRIMARY KEY AUTOINCREMENT,
            scope        TEXT NOT NULL,
            number       INTEGER NOT NULL,
            title        TEXT NOT NULL,
            patch        TEXT NOT NULL,
            document     TEXT NOT NULL,
            by_whom      TEXT NOT NULL,
            at           INTEGER NOT NULL,
            rollout      INTEGER,
            withdrawn_at INTEGER,
            UNIQUE (scope, number));
        CREATE TABLE desired_base (
            scope   TEXT PRIMARY KEY,
            version INTEGER NOT NULL REFERENCES desired_version(id)) WITHOUT ROWID;
        CREATE TABLE desired_given (
            gate    TEXT NOT NULL,
            scope   TEXT NOT NULL,
            version INTEGER NOT NULL REFERENCES desired_version(id),
            PRIMARY KEY (gate, scope)) WITHOUT ROWID;
        CREATE INDEX desired_given_by_scope ON desired_given(scope);
        CREATE TABLE desired_gate (
            gate          TEXT PRIMARY KEY,
            version       INTEGER NOT NULL,
            chain         TEXT NOT NULL,
            document      TEXT NOT NULL,
            changed_at    INTEGER NOT NULL,
            differs_since INTEGER) WITHOUT ROWID;
        CREATE TABLE reported (
            gate      TEXT PRIMARY KEY,
            version   INTEGER NOT NULL,
            wanted    INTEGER NOT NULL,
            state     TEXT NOT NULL,
            report    TEXT NOT NULL,
            at        INTEGER NOT NULL) WITHOUT ROWID;

        """;
}
