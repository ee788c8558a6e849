namespace CheckIn.Hub.Accounts;

/// <summary>
/// Tables of people, what they may, and how they prove who they are. Nothing in them opens anything by itself: a
/// password is its salted hash, a link, a recovery code and a token the hash of random bits, the secret of a code
/// generator is encrypted to a key that is not in the database. Sessions are not in the database at all. A number of a
/// person is never given again. <c>node</c> is '' for the whole hub.
/// </summary>
internal static class AccountSchema
{
    internal const string Tables = """
        CREATE TABLE person (
            id           INTEGER PRIMARY KEY AUTOINCREMENT,
            name         TEXT NOT NULL UNIQUE,
            display_name TEXT,
            added_at     INTEGER NOT NULL,
            password     TEXT,
            totp         BLOB,
            totp_step    INTEGER,
            signed_in_at INTEGER);
        CREATE TABLE person_grant (
            person INTEGER NOT NULL REFERENCES person(id) ON DELETE CASCADE,
            role   TEXT NOT NULL,
            node   TEXT NOT NULL DEFAULT '',
            PRIMARY KEY (person, role, node)) WITHOUT ROWID;
        CREATE TABLE recovery_code (
            person INTEGER NOT NULL REFERENCES person(id) ON DELETE CASCADE,
            hash   BLOB NOT NULL,
            PRIMARY KEY (person, hash)) WITHOUT ROWID;
        CREATE TABLE passkey (
            credential         BLOB PRIMARY KEY,
            person             INTEGER NOT NULL REFERENCES person(id) ON DELETE CASCADE,
            name               TEXT,
            public_key         BLOB NOT NULL,
            created_at         INTEGER NOT NULL,
            sign_count         INTEGER NOT NULL,
            transports         TEXT,
            is_user_verified   INTEGER NOT NULL,
            is_backup_eligible INTEGER NOT NULL,
            is_backed_up       INTEGER NOT NULL,
            attestation        BLOB NOT NULL,
            client_data        BLOB NOT NULL,
            used_at            INTEGER);
        CREATE INDEX passkey_of_person ON passkey(person);
        CREATE TABLE external_identity (
            issuer   TEXT NOT NULL,
            subject  TEXT NOT NULL,
            person   INTEGER NOT NULL REFERENCES person(id) ON DELETE CASCADE,
            added_at INTEGER NOT NULL,
            PRIMARY KEY (issuer, subject)) WITHOUT ROWID;
        CREATE INDEX external_identity_of_person ON external_identity(person);
        CREATE TABLE one_time_link (
            hash       BLOB PRIMARY KEY,
            purpose    TEXT NOT NULL,
            person     INTEGER REFERENCES person(id) ON DELETE CASCADE,
            made_at    INTEGER NOT NULL,
            expires_at INTEGER NOT NULL) WITHOUT ROWID;
        CREATE INDEX one_time_link_of_person ON one_time_link(person);
        CREATE TABLE api_token (
            id         INTEGER PRIMARY KEY AUTOINCREMENT,
            name       TEXT NOT NULL UNIQUE,
            hash       BLOB NOT NULL UNIQUE,
            role       TEXT NOT NULL,
            node       TEXT NOT NULL DEFAULT '',
            owner      INTEGER REFERENCES person(id) ON DELETE CASCADE,
            made_at    INTEGER NOT NULL,
            expires_at INTEGER NOT NULL,
            used_at    INTEGER);
        CREATE INDEX api_token_of_owner ON api_token(owner);

        """;
}
