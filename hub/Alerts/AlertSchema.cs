using CheckIn.Hub.Notices;

namespace CheckIn.Hub.Alerts;

/// <summary>Tables of what somebody is told, and whom.</summary>
internal static class AlertSchema
{
    internal const string Tables = """
        CREATE TABLE alert (
            id              INTEGER PRIMARY KEY AUTOINCREMENT,
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
        CREATE INDEX alert_of_subject ON alert(subject, since);
        CREATE INDEX alert_by_end ON alert(cleared_at);

        """ + NoticeSchema.Tables;
}
