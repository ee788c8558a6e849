namespace CheckIn.Hub.Cards;

/// <summary>
/// Cards by which gates know somebody, by keys that name nobody. <c>card_list</c> says of each site (empty = everywhere) which
/// rows are its cards now: an import writes its rows under a number of their own, and they count when the list has that
/// number. <c>categories</c> are all that its cards may have, <c>key_id</c> is which key they are kept under.
/// </summary>
internal static class CardSchema
{
    internal const string Tables = """
        CREATE TABLE card_list (
            site       TEXT PRIMARY KEY,
            list       INTEGER NOT NULL,
            cards      INTEGER NOT NULL,
            categories TEXT NOT NULL,
            key_id     TEXT NOT NULL,
            version    INTEGER NOT NULL,
            changed_at INTEGER NOT NULL,
            changed_by TEXT NOT NULL) WITHOUT ROWID;
        CREATE TABLE card (
            list        INTEGER NOT NULL,
            key         BLOB NOT NULL,
            twin        BLOB,
            category    TEXT NOT NULL,
            is_denied   INTEGER NOT NULL,
            valid_from  INTEGER NOT NULL,
            valid_until INTEGER NOT NULL,
            PRIMARY KEY (list, key)) WITHOUT ROWID;

        """;
}
