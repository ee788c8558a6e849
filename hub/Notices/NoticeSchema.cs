namespace CheckIn.Hub.Notices;

/// <summary>
/// Tables of whom somebody tells what. A change of an alert is one row of alert_change, in the transaction that changes
/// the alert; from there it is published and given out to recipients, each in their own time (notice_progress), and is
/// removed once both are done. notice has a row for each recipient and alert from when he is to hear of it until he has
/// heard that it is over. notice_message is what was composed of them, word for word, until it is delivered.
/// </summary>
internal static class NoticeSchema
{
    internal const string Tables = """
        CREATE TABLE recipient (
            id         INTEGER PRIMARY KEY AUTOINCREMENT,
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
        CREATE TABLE alert_change (
            id     INTEGER PRIMARY KEY AUTOINCREMENT,
            alert  INTEGER NOT NULL REFERENCES alert(id) ON DELETE CASCADE,
            body   TEXT NOT NULL);
        CREATE TABLE notice_progress (
            reader  TEXT PRIMARY KEY,
            through INTEGER NOT NULL) WITHOUT ROWID;
        INSERT INTO notice_progress(reader, through) VALUES ('recipients', 0), ('topic', 0);
        CREATE TABLE notice (
            recipient INTEGER NOT NULL REFERENCES recipient(id) ON DELETE CASCADE,
            alert     INTEGER NOT NULL REFERENCES alert(id) ON DELETE CASCADE,
            is_told   INTEGER NOT NULL,
            news      TEXT,
            PRIMARY KEY (recipient, alert)) WITHOUT ROWID;
        CREATE INDEX notice_of_alert ON notice(alert);
        CREATE INDEX notice_waiting ON notice(recipient) WHERE news IS NOT NULL;
        CREATE TABLE notice_message (
            id          INTEGER PRIMARY KEY AUTOINCREMENT,
            recipient   INTEGER NOT NULL REFERENCES recipient(id) ON DELETE CASCADE,
            key         TEXT NOT NULL UNIQUE,
            made_at     INTEGER NOT NULL,
            alerts      INTEGER NOT NULL,
            subject     TEXT NOT NULL,
            body        TEXT NOT NULL,
            attempts    INTEGER NOT NULL DEFAULT 0,
            next_at     INTEGER,
            sent_at     INTEGER,
            given_up_at INTEGER,
            problem     TEXT);
        CREATE INDEX notice_message_due ON notice_message(recipient, id) WHERE sent_at IS NULL AND given_up_at IS NULL;
        CREATE INDEX notice_message_dead ON notice_message(id) WHERE given_up_at IS NOT NULL;
        CREATE INDEX notice_message_sent ON notice_message(id) WHERE sent_at IS NOT NULL;

        """;
}
