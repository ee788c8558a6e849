namespace CheckIn.Hub.Rollouts;

/// <summary>
/// Rollouts and their gates. Times of a rollout are its own, milliseconds; see <see cref="Rollout"/>.
/// </summary>
internal static class RolloutSchema
{
    internal const string Tables = """
        CREATE TABLE rollout (
            id          INTEGER PRIMARY KEY AUTOINCREMENT,
            kind        TEXT NOT NULL,
            target      INTEGER NOT NULL,
            title       TEXT NOT NULL,
            node        TEXT,
            site        TEXT,
            gates       INTEGER NOT NULL,
            by_gates    INTEGER NOT NULL,
            stages      TEXT NOT NULL,
            stand_s     INTEGER NOT NULL,
            patience_s  INTEGER NOT NULL,
            stop_at     TEXT NOT NULL,
            at_least    INTEGER NOT NULL,
            at_once     INTEGER NOT NULL,
            trial_s     INTEGER NOT NULL,
            state       TEXT NOT NULL,
            stage       INTEGER NOT NULL,
            age_ms      INTEGER NOT NULL,
            stands_ms   INTEGER,
            started_at  INTEGER NOT NULL,
            started_by  TEXT NOT NULL,
            changed_at  INTEGER NOT NULL);
        CREATE TABLE rollout_gate (
            rollout     INTEGER NOT NULL REFERENCES rollout(id) ON DELETE CASCADE,
            gate        TEXT NOT NULL,
            site        TEXT,
            neighbours  INTEGER NOT NULL,
            step        TEXT NOT NULL,
            heard_ms    INTEGER NOT NULL,
            why         TEXT,
            counts      INTEGER NOT NULL,
            PRIMARY KEY (rollout, gate)) WITHOUT ROWID;
        CREATE INDEX rollout_of_gate ON rollout_gate(gate);

        """;
}
