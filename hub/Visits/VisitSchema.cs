namespace CheckIn.Hub.Visits;

/// <summary>
/// Who was let through, and the visits made of it; all of it follows from the events and can be made anew. A crossing is
/// written by whichever comes first, its decision or what the sensor said of it. Times that are corrected later mark
/// theirs, and its visits are made again.
/// </summary>
internal static class VisitSchema
{
    internal const string Tables = """
        CREATE TABLE visit_progress (
            id     INTEGER PRIMARY KEY CHECK (id = 1),
            cursor INTEGER NOT NULL);
        INSERT INTO visit_progress VALUES(1, 0);
        CREATE TABLE crossing (
            journal  INTEGER NOT NULL REFERENCES journal(id),
            seq      INTEGER NOT NULL,
            site     TEXT,
            day      TEXT,
            tag      TEXT,
            gate     INTEGER,
            is_in    INTEGER,
            category TEXT,
            result   TEXT,
            touched  INTEGER NOT NULL DEFAULT 0,
            PRIMARY KEY (journal, seq)) WITHOUT ROWID;
        CREATE INDEX crossing_of_tag ON crossing(site, day, tag) WHERE tag IS NOT NULL;
        CREATE INDEX crossing_touched ON crossing(touched) WHERE touched = 1;
        CREATE TRIGGER crossing_is_at_another_time AFTER UPDATE OF corrected_at ON event BEGIN
            UPDATE crossing SET touched = 1 WHERE journal = NEW.journal AND seq = NEW.seq AND tag IS NOT NULL; END;
        CREATE TABLE visit (
            site        TEXT NOT NULL,
            day         TEXT NOT NULL,
            tag         TEXT NOT NULL,
            ordinal     INTEGER NOT NULL,
            category    TEXT,
            entered_at  INTEGER,
            entry_gate  INTEGER,
            left_at     INTEGER,
            exit_gate   INTEGER,
            is_over     INTEGER NOT NULL,
            PRIMARY KEY (site, day, tag, ordinal)) WITHOUT ROWID;
        CREATE INDEX visit_inside ON visit(site, day, entered_at) WHERE is_over = 0;

        """;
}
