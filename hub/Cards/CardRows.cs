using CheckIn.Credentials;
using CheckIn.Storage;

namespace CheckIn.Hub.Cards;

/// <summary>Cards in the store.</summary>
internal static class CardRows
{
    private const string Columns = "key, twin, category, is_denied, valid_from, valid_until";

    /// <summary>The rows that are a site's cards at the moment of the statement, whatever is imported meanwhile.</summary>
    private const string OfSite = "FROM card_list AS l JOIN card AS c ON c.list = l.list WHERE l.site = ?";

    /// <summary>Every list, by site.</summary>
    internal static IReadOnlyDictionary<string, CardListRow> Lists(Database db)
    {
        using var rows = db.Prepare(
            "SELECT site, list, cards, categories, key_id, version, changed_at, changed_by FROM card_list ORDER BY site");
        var lists = new Dictionary<string, CardListRow>(StringComparer.Ordinal);
        while (rows.Step())
        {
            lists[rows.Text(0)!] = new(
                rows.Text(0)!, rows.Int64(1), (int)rows.Int64(2), rows.Text(3)!.Split(',', StringSplitOptions.RemoveEmptyEntries),
                rows.Text(4)!, rows.Int64(5), DateTimeOffset.FromUnixTimeMilliseconds(rows.Int64(6)), rows.Text(7)!);
        }
        return lists;
    }

    internal static void Put(Database db, CardListRow list)
    {
        using var put = db.Prepare("""
            INSERT INTO card_list(site, list, cards, categories, key_id, version, changed_at, changed_by)
            VALUES(?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)
            ON CONFLICT(site) DO UPDATE SET list = ?2, cards = ?3, categories = ?4, key_id = ?5, version = ?6, changed_at = ?7,
                changed_by = ?8
            """);
        put.Bind(1, list.Site).Bind(2, list.Rows).Bind(3, list.Cards).Bind(4, string.Join(',', list.Categories))
            .Bind(5, list.KeyId).Bind(6, list.Version).Bind(7, list.ChangedAt.ToUnixTimeMilliseconds())
            .Bind(8, list.ChangedBy).Run();
    }

    /// <summary>A number that no rows have or had in a list that there is.</summary>
    internal static long NextRows(Database db)
    {
        using var row = db.Prepare(
            "SELECT max(coalesce((SELECT max(list) FROM card), 0), coalesce((SELECT max(list) FROM card_list), 0)) + 1");
        row.Step();
        return row.Int64(0);
    }

    /// <summary>All of a site's list, by key.</summary>
    internal static List<ListedCard> All(Database db, string site)
    {
        using var rows = db.Prepare($"SELECT {Columns} {OfSite} ORDER BY key");
        rows.Bind(1, site);
        var cards = new List<ListedCard>();
        while (rows.Step())
            cards.Add(Read(rows));
        return cards;
    }

    internal static ListedCard? Find(Database db, string site, SubjectKey key)
    {
        using var row = db.Prepare($"SELECT {Columns} {OfSite} AND key = ?");
        return row.Bind(1, site).Bind(2, Bytes(key)).Step() ? Read(row) : null;
    }

    /// <summary>By category, in its order: how many, and how many of them are denied.</summary>
    internal static IReadOnlyList<(string Category, int Cards, int Denied)> Counts(Database db, string site)
    {
        using var rows = db.Prepare(
            $"SELECT category, count(*), sum(is_denied) {OfSite} GROUP BY category ORDER BY category");
        rows.Bind(1, site);
        var counts = new List<(string, int, int)>();
        while (rows.Step())
            counts.Add((rows.Text(0)!, (int)rows.Int64(1), (int)rows.Int64(2)));
        return counts;
    }

    internal static void Put(Database db, long list, IEnumerable<ListedCard> cards)
    {
        using var put = db.Prepare($"INSERT OR REPLACE INTO card(list, {Columns}) VALUES(?, ?, ?, ?, ?, ?, ?)");
        foreach (var card in cards)
        {
            put.Reset().Bind(1, list).Bind(2, Bytes(card.Key));
            if (card.Twin is { } twin)
                put.Bind(3, Bytes(twin));
            else
                put.Bind(3, (string?)null);
            put.Bind(4, card.Category).Bind(5, card.IsDenied ? 1 : 0).Bind(6, card.From).Bind(7, card.Until).Run();
        }
    }

    internal static void Remove(Database db, long list, IEnumerable<SubjectKey> keys)
    {
        using var remove = db.Prepare("DELETE FROM card WHERE list = ? AND key = ?");
        foreach (var key in keys)
            remove.Reset().Bind(1, list).Bind(2, Bytes(key)).Run();
    }

    /// <summary>
    /// Numbers of rows of which no list knows any more: those of before an import, or of one that came to nothing.
    /// </summary>
    internal static IReadOnlyList<long> Forgotten(Database db)
    {
        // From one number to the next by the key, over however many rows.
        using var rows = db.Prepare("""
            WITH RECURSIVE known(list) AS (
                SELECT min(list) FROM card
                UNION ALL SELECT (SELECT min(list) FROM card WHERE list > known.list) FROM known WHERE known.list IS NOT NULL)
            SELECT list FROM known WHERE list IS NOT NULL AND list NOT IN (SELECT list FROM card_list)
            """);
        var lists = new List<long>();
        while (rows.Step())
            lists.Add(rows.Int64(0));
        return lists;
    }

    /// <summary>Erases some of these rows.</summary>
    /// <returns>Whether there were any.</returns>
    internal static bool Forget(Database db, long list, int most)
    {
        using var forget = db.Prepare(
            "DELETE FROM card WHERE list = ?1 AND key IN (SELECT key FROM card WHERE list = ?1 LIMIT ?2)");
        forget.Bind(1, list).Bind(2, most).Run();
        return db.Changes > 0;
    }

    private static byte[] Bytes(SubjectKey key)
    {
        var bytes = new byte[SubjectKey.Size];
        key.Write(bytes);
        return bytes;
    }

    private static ListedCard Read(Statement row) => new(
        SubjectKey.Read(row.Blob(0)), row.IsNull(1) ? null : SubjectKey.Read(row.Blob(1)), row.Text(2)!, row.Int64(3) != 0,
        (uint)row.Int64(4), (uint)row.Int64(5));
}
