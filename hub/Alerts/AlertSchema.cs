namespace CheckIn.Hub.Alerts;

/// <summary>Tables of what somebody is told, and whom.</summary>
internal static class AlertSchema
{
    internal const string Tables = """
        CREATE TABLE alert (
            id              INTEGER PRIMARY KEY,
            kind            TEXT NOT NULL,
            subject_kind    TEXT NOT NULL,
            subject         TEXT NOT NULL,
            severity        TEXT NOT NULL,
            raised_at       INTEGER NOT NULL,
            since           INTEGER NOT NULL,
            cleared_at      INTEGER,
            acknowledged_at INTEGER,
            acknowledged_by TEXT,
            snoozed_until   INTEGER,
            snoozed_by      TEXT,
            level           INTEGER NOT NULL DEFAULT 1,
            level_at        INTEGER NOT NULL,
            detail          TEXT);
        CREATE UNIQUE INDEX alert_standing ON alert(kind, subject_kind, subject) WHERE cleared_at IS NULL;
        CREATE INDEX alert_by_time ON alert(raised_at);
        CREATE INDEX alert_by_end ON alert(cleared_at);
        CREATE TABLE recipient (
            id         INTEGER PRIMARY KEY,
            name       TEXT NOT NULL UNIQUE,
            channel    TEXT NOT NULL,
            address    TEXT NOT NULL,
            secret     TEXT,
            language   TEXT NOT NULL,
            node       TEXT,
            least      TEXT NOT NULL,
            level      INTEGER NOT NULL,
            quiet      TEXT,
            added_at   INTEGER NOT NULL);
        CREATE TABLE notice (
            id         INTEGER PRIMARY KEY,
            recipient  INTEGER NOT NULL REFERENCES recipient(id),
            alert      INTEGER NOT NULL REFERENCES alert(id),
            change     TEXT NOT NULL,
            made_at    INTEGER NOT NULL,
            due_at     INTEGER NOT NULL,
            message    INTEGER REFERENCES notice_message(id));
        CREATE INDEX notice_waiting ON notice(recipient, due_at) WHERE message IS NULL;
        CREATE TABLE notice_message (
            id         INTEGER PRIMARY KEY,
            recipient  INTEGER NOT NULL REFERENCES recipient(id),
            made_at    INTEGER NOT NULL,
            body       TEXT NOT NULL,
            attempts   INTEGER NOT NULL DEFAULT 0,
            next_at    INTEGER NOT NULL,
            sent_at    INTEGER,
            given_up_at INTEGER,
            problem    TEXT);
        CREATE INDEX notice_message_due ON notice_message(next_at) WHERE sent_at IS NULL AND given_up_at IS NULL;

        """;
}
