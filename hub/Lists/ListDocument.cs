using System.Security.Cryptography;
using CheckIn.Contract;
using CheckIn.Storage;

namespace CheckIn.Hub.Lists;

/// <summary>A list as gates get it.</summary>
/// <param name="Name">One of <see cref="ListNames"/>.</param>
/// <param name="Version">Above every one before, also above those of a hub whose database was put back.</param>
/// <param name="MadeAt">Whole seconds.</param>
/// <param name="MadeBy">Who imported it, or <c>hub</c>.</param>
internal sealed record ListDocument(
    string Name, long Version, DateTimeOffset MadeAt, string MadeBy, ReadOnlyMemory<byte> Content)
{
    /// <summary>Lower-case hexadecimal.</summary>
    internal string Sha256 { get; } = Convert.ToHexStringLower(SHA256.HashData(Content.Span));

    internal ListWanted Wanted => new(Name, Version, Sha256, Content.Length);
}

/// <summary>Lists in the store.</summary>
internal static class ListRows
{
    internal static IReadOnlyList<ListDocument> All(Database db)
    {
        using var rows = db.Prepare("SELECT name, version, made_at, made_by, content FROM list ORDER BY name");
        var lists = new List<ListDocument>();
        while (rows.Step())
        {
            lists.Add(new(
                rows.Text(0)!, rows.Int64(1), DateTimeOffset.FromUnixTimeMilliseconds(rows.Int64(2)), rows.Text(3)!,
                rows.Blob(4).ToArray()));
        }
        return lists;
    }

    internal static void Put(Database db, ListDocument list)
    {
        using var put = db.Prepare("""
            INSERT INTO list(name, version, sha256, made_at, made_by, content) VALUES(?1, ?2, ?3, ?4, ?5, ?6)
            ON CONFLICT DO UPDATE SET version = ?2, sha256 = ?3, made_at = ?4, made_by = ?5, content = ?6
            """);
        put.Bind(1, list.Name).Bind(2, list.Version).Bind(3, list.Sha256).Bind(4, list.MadeAt.ToUnixTimeMilliseconds())
            .Bind(5, list.MadeBy).Bind(6, list.Content.Span).Run();
    }
}
