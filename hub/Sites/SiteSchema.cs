namespace CheckIn.Hub.Sites;

/// <summary>Tables of places. Days are ISO dates, moments Unix milliseconds.</summary>
internal static class SiteSchema
{
    internal const string Tables = """
        CREATE TABLE level (
            name TEXT PRIMARY KEY,
            rank INTEGER NOT NULL,
            vi   TEXT NOT NULL,
            en   TEXT NOT NULL);
        INSERT INTO level(name, rank, vi, en) VALUES
            ('province', 1, 'tỉnh, thành phố', 'province'),
            ('district', 2, 'huyện (đến 30/6/2025)', 'district (until 30 June 2025)'),
            ('commune', 3, 'xã, phường, đặc khu', 'commune');
        CREATE TABLE node (
            id             INTEGER PRIMARY KEY,
            code           TEXT NOT NULL UNIQUE,
            parent         INTEGER REFERENCES node(id),
            level          TEXT NOT NULL REFERENCES level(name),
            name           TEXT NOT NULL,
            name_en        TEXT,
            support_number TEXT,
            valid_from     TEXT,
            valid_until    TEXT);
        CREATE TABLE node_successor (
            node      INTEGER NOT NULL REFERENCES node(id),
            successor INTEGER NOT NULL REFERENCES node(id),
            PRIMARY KEY (node, successor)) WITHOUT ROWID;
        CREATE TABLE site (
            id             INTEGER PRIMARY KEY,
            code           TEXT NOT NULL UNIQUE,
            name           TEXT NOT NULL,
            kind           TEXT NOT NULL,
            form           TEXT NOT NULL DEFAULT 'permanent',
            node           INTEGER REFERENCES node(id),
            address        TEXT,
            starts_at      INTEGER,
            ends_at        INTEGER,
            head_name      TEXT,
            head_phone     TEXT,
            manager_name   TEXT,
            manager_phone  TEXT,
            support_number TEXT,
            zone           TEXT,
            hours          TEXT,
            deployment     TEXT NOT NULL DEFAULT 'none',
            deadline       TEXT,
            added_at       INTEGER NOT NULL,
            changed_at     INTEGER NOT NULL);
        CREATE INDEX site_of_node ON site(node);
        CREATE TABLE site_group (
            site      INTEGER NOT NULL REFERENCES site(id),
            dimension TEXT NOT NULL,
            value     TEXT NOT NULL,
            PRIMARY KEY (site, dimension)) WITHOUT ROWID;
        CREATE TABLE maintenance (
            id           INTEGER PRIMARY KEY,
            subject_kind TEXT NOT NULL,
            subject      TEXT NOT NULL,
            from_at      INTEGER NOT NULL,
            until_at     INTEGER NOT NULL,
            why          TEXT NOT NULL,
            made_by      TEXT NOT NULL,
            made_at      INTEGER NOT NULL);
        CREATE INDEX maintenance_by_end ON maintenance(until_at);
        CREATE TABLE gate_scan (
            gate     INTEGER PRIMARY KEY REFERENCES gate(id),
            first_at INTEGER NOT NULL,
            in_at    INTEGER,
            out_at   INTEGER,
            other_at INTEGER);
        CREATE TABLE gate_scan_through (
            id     INTEGER PRIMARY KEY CHECK (id = 1),
            cursor INTEGER NOT NULL);
        INSERT INTO gate_scan_through(id, cursor) VALUES(1, 0);

        """;
}
