namespace CheckIn.Hub.Venues;

/// <summary>
/// Posters of sites, and what came of each form that was sent from their pages: a form counts once, and what it came to is
/// kept until the form is too old to be sent.
/// </summary>
internal static class VenueSchema
{
    internal const string Tables = """
        CREATE TABLE poster (
            site    TEXT PRIMARY KEY,
            version INTEGER NOT NULL,
            epoch   TEXT NOT NULL,
            key_id  TEXT NOT NULL,
            made_at INTEGER NOT NULL,
            made_by TEXT NOT NULL);
        CREATE TABLE poster_form (
            id     TEXT PRIMARY KEY,
            site   TEXT NOT NULL,
            at     INTEGER NOT NULL,
            is_in  INTEGER NOT NULL,
            reason TEXT NOT NULL);
        CREATE INDEX poster_form_by_age ON poster_form(at);

        """;
}
