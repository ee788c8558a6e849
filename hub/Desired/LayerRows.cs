using System.Text.Json.Nodes;
using CheckIn.Hub.Sites;
using CheckIn.Storage;

namespace CheckIn.Hub.Desired;

/// <summary>Versions of what scopes say, in the store.</summary>
internal static class LayerRows
{
    /// <summary>Versions of a scope that are kept, besides those that are needed.</summary>
    internal const int MostKept = 200;

    private const string Columns = "v.id, v.scope, v.number, v.title, v.patch, v.document, v.by_whom, v.at, v.rollout";

    /// <summary>
    /// A version that was rolled out is rolling until it is the base, or is withdrawn, or a later one is the base.
    /// </summary>
    private const string Rolling =
        "v.rollout IS NOT NULL AND v.withdrawn_at IS NULL AND v.id > coalesce(b.version, 0)";

    /// <summary>Every scope that has a base, or a version that is rolling.</summary>
    internal static IReadOnlyCollection<Layer> Layers(Database db)
    {
        using var rows = db.Prepare($"""
            SELECT {Columns}, v.id = b.version FROM desired_version AS v LEFT JOIN desired_base AS b ON b.scope = v.scope
            WHERE v.id = b.version OR ({Rolling}) ORDER BY v.id
            """);
        var layers = new Dictionary<string, Layer>(StringComparer.Ordinal);
        while (rows.Step())
        {
            var version = Read(rows);
            if (FleetScopeWords.Read(version.Scope) is not { } scope)
                continue;
            var layer = layers.GetValueOrDefault(version.Scope) ?? new Layer(scope, version.Scope, null, null);
            layers[version.Scope] = rows.Int64(9) != 0 ? layer with { Base = version } : layer with { Rolling = version };
        }
        return layers.Values;
    }

    /// <summary>Newest first.</summary>
    internal static IReadOnlyList<LayerVersion> History(Database db, string scope, long? before, int limit)
    {
        using var rows = db.Prepare($"""
            SELECT {Columns} FROM desired_version AS v WHERE scope = ?1 AND (?2 IS NULL OR number < ?2)
            ORDER BY number DESC LIMIT ?3
            """);
        rows.Bind(1, scope).Bind(2, before).Bind(3, limit);
        var versions = new List<LayerVersion>();
        while (rows.Step())
            versions.Add(Read(rows));
        return versions;
    }

    internal static LayerVersion? Find(Database db, string scope, long number)
    {
        using var row = db.Prepare($"SELECT {Columns} FROM desired_version AS v WHERE scope = ? AND number = ?");
        return row.Bind(1, scope).Bind(2, number).Step() ? Read(row) : null;
    }

    internal static LayerVersion? Find(Database db, long id)
    {
        using var row = db.Prepare($"SELECT {Columns} FROM desired_version AS v WHERE id = ?");
        return row.Bind(1, id).Step() ? Read(row) : null;
    }

    /// <summary>Whether it can still be given to gates.</summary>
    internal static bool IsRolling(Database db, long id)
    {
        using var row = db.Prepare($"""
            SELECT 1 FROM desired_version AS v LEFT JOIN desired_base AS b ON b.scope = v.scope WHERE v.id = ? AND {Rolling}
            """);
        return row.Bind(1, id).Step();
    }

    /// <summary>Scopes that have ever said something.</summary>
    internal static int Scopes(Database db)
    {
        using var row = db.Prepare("SELECT count(DISTINCT scope) FROM desired_version");
        row.Step();
        return (int)row.Int64(0);
    }

    /// <summary>The scope's next number.</summary>
    /// <returns>The version as it is kept.</returns>
    internal static LayerVersion Add(Database db, LayerVersion version)
    {
        using (var last = db.Prepare("SELECT coalesce(max(number), 0) FROM desired_version WHERE scope = ?"))
        {
            last.Bind(1, version.Scope).Step();
            version = version with { Number = last.Int64(0) + 1 };
        }
        using (var add = db.Prepare("""
            INSERT INTO desired_version(scope, number, title, patch, document, by_whom, at, rollout)
            VALUES(?, ?, ?, ?, ?, ?, ?, ?)
            """))
        {
            add.Bind(1, version.Scope).Bind(2, version.Number).Bind(3, version.Title).Bind(4, version.Patch.ToJsonString())
                .Bind(5, version.Document.ToJsonString()).Bind(6, version.By).Bind(7, version.At.ToUnixTimeMilliseconds())
                .Bind(8, version.Rollout).Run();
        }
        using var id = db.Prepare("SELECT last_insert_rowid()");
        id.Step();
        Forget(db, version.Scope);
        return version with { Id = id.Int64(0) };
    }

    /// <summary>From now on it is what the scope says to all of its gates.</summary>
    internal static void SetBase(Database db, string scope, long version)
    {
        using var put = db.Prepare("""
            INSERT INTO desired_base(scope, version) VALUES(?, ?) ON CONFLICT(scope) DO UPDATE SET version = excluded.version
            """);
        put.Bind(1, scope).Bind(2, version).Run();
        TakeBack(db, scope);
    }

    /// <summary>What was given to single gates of the scope is theirs no more.</summary>
    internal static void TakeBack(Database db, string scope)
    {
        using var take = db.Prepare("DELETE FROM desired_given WHERE scope = ?");
        take.Bind(1, scope).Run();
    }

    /// <summary>It is given to no gate any more.</summary>
    internal static void Withdraw(Database db, long id, long now)
    {
        using var set = db.Prepare("UPDATE desired_version SET withdrawn_at = ? WHERE id = ?");
        set.Bind(1, now).Bind(2, id).Run();
    }

    internal static void Give(Database db, string gate, LayerVersion version)
    {
        using var put = db.Prepare("""
            INSERT INTO desired_given(gate, scope, version) VALUES(?, ?, ?)
            ON CONFLICT(gate, scope) DO UPDATE SET version = excluded.version
            """);
        put.Bind(1, gate).Bind(2, version.Scope).Bind(3, version.Id).Run();
    }

    internal static void TakeBack(Database db, string gate, long version)
    {
        using var take = db.Prepare("DELETE FROM desired_given WHERE gate = ? AND version = ?");
        take.Bind(1, gate).Bind(2, version).Run();
    }

    private static void Forget(Database db, string scope)
    {
        using var forget = db.Prepare("""
            DELETE FROM desired_version WHERE scope = ?1
                AND id NOT IN (SELECT id FROM desired_version WHERE scope = ?1 ORDER BY number DESC LIMIT ?2)
                AND id NOT IN (SELECT version FROM desired_base) AND id NOT IN (SELECT version FROM desired_given)
            """);
        forget.Bind(1, scope).Bind(2, MostKept).Run();
    }

    private static LayerVersion Read(Statement row) => new(
        row.Int64(0), row.Text(1)!, row.Int64(2), row.Text(3)!, ObjectOf(row.Text(4)!), ObjectOf(row.Text(5)!), row.Text(6)!,
        DateTimeOffset.FromUnixTimeMilliseconds(row.Int64(7)), row.IsNull(8) ? null : row.Int64(8));

    private static JsonObject ObjectOf(string text) => (JsonObject)JsonNode.Parse(text)!;
}
