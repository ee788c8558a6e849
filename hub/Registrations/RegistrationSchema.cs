namespace CheckIn.Hub.Registrations;

/// <summary>Places that registered themselves. Moments are Unix milliseconds; of the owner's link the hash alone is kept.</summary>
internal static class RegistrationSchema
{
    internal const string Tables = """
        CREATE TABLE registration (
            id          INTEGER PRIMARY KEY AUTOINCREMENT,
            secret      BLOB NOT NULL UNIQUE,
            node        TEXT NOT NULL,
            name        TEXT NOT NULL,
            kind        TEXT NOT NULL,
            address     TEXT,
            owner_name  TEXT,
            owner_phone TEXT,
            code        TEXT,
            tries       INTEGER NOT NULL DEFAULT 0,
            state       TEXT NOT NULL DEFAULT 'waiting',
            made_at     INTEGER NOT NULL,
            decided_at  INTEGER,
            why         TEXT);
        CREATE INDEX registration_waiting ON registration(node) WHERE state = 'waiting';

        """;
}
