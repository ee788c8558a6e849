using System.Globalization;
using CheckIn.Hub.Accounts;
using CheckIn.Hub.Alerts;
using CheckIn.Hub.Audit;
using CheckIn.Hub.Cards;
using CheckIn.Hub.Commands;
using CheckIn.Hub.Desired;
using CheckIn.Hub.Fleet;
using CheckIn.Hub.Fleet.History;
using CheckIn.Hub.Fleet.Offline;
using CheckIn.Hub.Lists;
using CheckIn.Hub.Modes;
using CheckIn.Hub.Passes;
using CheckIn.Hub.Registrations;
using CheckIn.Hub.Sites;
using CheckIn.Hub.Updates;
using CheckIn.Hub.Venues;
using CheckIn.Hub.Visitors;
using CheckIn.Hub.Visits;
using CheckIn.Storage;

namespace CheckIn.Hub.Events;

/// <summary>
/// The hub's tables. <c>user_version</c> is the number of migrations that have run; a released migration is never
/// changed, only followed by another. Facts are stored byte for byte as the gate hashed them; columns beside them are
/// copies to search by.
/// </summary>
internal static class EventSchema
{
    /// <summary>The first version with what verify reads.</summary>
    internal const int FirstWithRefused = 2;

    /// <summary>The first version whose audit is a chain.</summary>
    internal const int FirstWithAuditChain = 6;

    /// <summary>The version that this program writes.</summary>
    internal static int Version => Migrations.Length;

    private static readonly Migration[] Migrations =
    [
        new("""
        CREATE TABLE gate (
            id        INTEGER PRIMARY KEY,
            name      TEXT NOT NULL UNIQUE,
            state     TEXT NOT NULL DEFAULT 'never_seen',
            since     INTEGER,
            last_seen INTEGER,
            session   INTEGER NOT NULL DEFAULT 0,
            version   TEXT,
            backlog   INTEGER);
        CREATE TABLE journal (
            id           INTEGER PRIMARY KEY,
            gate         INTEGER NOT NULL REFERENCES gate(id),
            epoch        TEXT NOT NULL,
            through      INTEGER NOT NULL DEFAULT 0,
            highest      INTEGER NOT NULL DEFAULT 0,
            events       INTEGER NOT NULL DEFAULT 0,
            duplicates   INTEGER NOT NULL DEFAULT 0,
            conflicts    INTEGER NOT NULL DEFAULT 0,
            lost         INTEGER NOT NULL DEFAULT 0,
            chain_breaks INTEGER NOT NULL DEFAULT 0,
            UNIQUE (gate, epoch));
        CREATE TABLE event (
            cursor      INTEGER PRIMARY KEY,
            gate        INTEGER NOT NULL REFERENCES gate(id),
            journal     INTEGER NOT NULL REFERENCES journal(id),
            seq         INTEGER NOT NULL,
            kind        TEXT NOT NULL,
            lane        TEXT NOT NULL,
            direction   TEXT,
            at          INTEGER NOT NULL,
            received_at INTEGER NOT NULL,
            mono_ns     INTEGER NOT NULL,
            boot        TEXT,
            outcome     TEXT,
            tag         TEXT,
            link        BLOB NOT NULL,
            fact        BLOB NOT NULL,
            sealed      BLOB,
            UNIQUE (journal, seq));
        CREATE INDEX event_of_gate ON event(gate);
        CREATE TABLE conflict (
            id          INTEGER PRIMARY KEY,
            journal     INTEGER NOT NULL REFERENCES journal(id),
            seq         INTEGER NOT NULL,
            received_at INTEGER NOT NULL,
            link        BLOB NOT NULL,
            fact        BLOB NOT NULL,
            sealed      BLOB,
            UNIQUE (journal, seq, link));
        CREATE TABLE lost (
            journal     INTEGER NOT NULL REFERENCES journal(id),
            first       INTEGER NOT NULL,
            last        INTEGER NOT NULL,
            noticed_at  INTEGER NOT NULL,
            PRIMARY KEY (journal, first)) WITHOUT ROWID;
        CREATE TABLE set_aside (
            id          INTEGER PRIMARY KEY,
            gate        TEXT NOT NULL,
            received_at INTEGER NOT NULL,
            reason      TEXT NOT NULL,
            payload     BLOB NOT NULL);
        """),
        new("""
        CREATE TABLE refused (
            journal     INTEGER NOT NULL REFERENCES journal(id),
            first       INTEGER NOT NULL,
            last        INTEGER NOT NULL,
            reason      TEXT NOT NULL,
            noticed_at  INTEGER NOT NULL,
            payload     BLOB NOT NULL,
            PRIMARY KEY (journal, first));
        ALTER TABLE journal ADD COLUMN refused INTEGER NOT NULL DEFAULT 0;
        ALTER TABLE set_aside ADD COLUMN epoch TEXT;
        ALTER TABLE set_aside ADD COLUMN first INTEGER;
        ALTER TABLE set_aside ADD COLUMN last INTEGER;
        """),
        new("""
        ALTER TABLE event ADD COLUMN corrected_at INTEGER;
        ALTER TABLE event ADD COLUMN corrected_error INTEGER;
        CREATE TABLE boot (
            id    INTEGER PRIMARY KEY,
            gate  INTEGER NOT NULL REFERENCES gate(id),
            name  TEXT NOT NULL,
            times TEXT NOT NULL,
            UNIQUE (gate, name));
        CREATE TABLE correction (
            id      INTEGER PRIMARY KEY,
            journal INTEGER NOT NULL REFERENCES journal(id),
            run     INTEGER NOT NULL,
            next    INTEGER NOT NULL,
            last    INTEGER NOT NULL,
            moments TEXT NOT NULL,
            UNIQUE (journal, run));
        """),
        new("""
        ALTER TABLE gate ADD COLUMN label TEXT;
        ALTER TABLE gate ADD COLUMN site TEXT;
        ALTER TABLE gate ADD COLUMN plan TEXT;
        ALTER TABLE gate ADD COLUMN standing TEXT;
        ALTER TABLE gate ADD COLUMN standing_since INTEGER;
        ALTER TABLE gate ADD COLUMN provision INTEGER NOT NULL DEFAULT 0;
        CREATE TABLE certificate (
            serial        TEXT PRIMARY KEY,
            gate          INTEGER NOT NULL REFERENCES gate(id),
            fingerprint   TEXT NOT NULL,
            issued_at     INTEGER NOT NULL,
            not_before    INTEGER NOT NULL,
            not_after     INTEGER NOT NULL,
            first_used_at INTEGER,
            revoked_at    INTEGER,
            revoked_why   TEXT);
        CREATE INDEX certificate_of_gate ON certificate(gate);
        CREATE TABLE claim (
            id           TEXT PRIMARY KEY,
            key          BLOB NOT NULL,
            site         TEXT NOT NULL,
            plan         TEXT NOT NULL,
            gate         TEXT,
            label        TEXT,
            replaces     INTEGER NOT NULL DEFAULT 0,
            bundle       TEXT,
            issued_by    TEXT NOT NULL,
            issued_at    INTEGER NOT NULL,
            expires_at   INTEGER NOT NULL,
            failures     INTEGER NOT NULL DEFAULT 0,
            withdrawn_at INTEGER,
            used_at      INTEGER,
            used_by      TEXT,
            used_serial  TEXT,
            used_key     BLOB,
            used_pem     TEXT,
            machine      TEXT);
        CREATE INDEX claim_of_bundle ON claim(bundle);
        CREATE INDEX claim_by_expiry ON claim(expires_at);
        CREATE TABLE plan (
            name     TEXT PRIMARY KEY,
            settings TEXT NOT NULL,
            saved_at INTEGER NOT NULL);
        CREATE TABLE audit (
            id      INTEGER PRIMARY KEY,
            at      INTEGER NOT NULL,
            actor   TEXT NOT NULL,
            action  TEXT NOT NULL,
            subject TEXT,
            outcome TEXT NOT NULL,
            detail  TEXT);
        CREATE TRIGGER audit_is_not_changed BEFORE UPDATE ON audit BEGIN SELECT RAISE(ABORT, 'the audit is only added to'); END;
        CREATE TRIGGER audit_is_not_removed BEFORE DELETE ON audit BEGIN SELECT RAISE(ABORT, 'the audit is only added to'); END;
        """),
        new(FleetSchema.Columns + SiteSchema.Tables + OfflineSchema.Tables + AlertSchema.Tables),
        new(
            AccountSchema.Tables + AuditSchema.Tables + UpdateSchema.Tables + Web.CursorSchema.Tables,
            AuditSchema.ChainEarlier),
        new(DesiredSchema.Tables + ModeSchema.Tables + CommandSchema.Tables + HealthSchema.Tables),
        new(VisitSchema.Tables + ListSchema.Tables + PassSchema.Tables),
        new(CardSchema.Tables),
        new(RegistrationSchema.Tables + VisitorSchema.Tables + VenueSchema.Tables),
    ];

    /// <summary>Brings a database up to date.</summary>
    /// <param name="writer">The connection that writes.</param>
    /// <param name="path">Its file, for the words of a refusal.</param>
    /// <param name="upTo">A version to stop at, for who wants an earlier one to begin with.</param>
    internal static void Migrate(Database writer, string path, int? upTo = null)
    {
        var last = upTo ?? Migrations.Length;
        var version = int.Parse(writer.Pragma("user_version"), CultureInfo.InvariantCulture);
        if (version > Migrations.Length)
        {
            throw new DatabaseException(
                $"{path} has schema version {version}; this program knows up to {Migrations.Length}. It was written by a "
                + "newer hub. Nothing was changed: install that version again, or name another file in Events:Path.");
        }
        if (version >= last)
            return;
        writer.InTransaction(() =>
        {
            foreach (var migration in Migrations.AsSpan(version..last))
            {
                writer.Execute(migration.Sql);
                migration.Then?.Invoke(writer);
            }
            writer.Execute($"PRAGMA user_version={last}");
        });
    }

    /// <param name="Sql">Its statements.</param>
    /// <param name="Then">What statements alone cannot do, within the same transaction; null = nothing.</param>
    private sealed record Migration(string Sql, Action<Database>? Then = null);
}
