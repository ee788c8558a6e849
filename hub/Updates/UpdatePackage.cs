using CheckIn.Storage;

namespace CheckIn.Hub.Updates;

/// <summary>A package that the hub has, checked.</summary>
/// <param name="Release">The order; one package of each.</param>
/// <param name="Version">For people.</param>
/// <param name="Sha256">Of the whole file, hexadecimal; its name too.</param>
/// <param name="Size">Bytes.</param>
/// <param name="Signer">Id of the key that signed it.</param>
/// <param name="Schema">Of journals that it writes.</param>
/// <param name="ReadableBy">What a program must know to read those.</param>
internal sealed record UpdatePackage(
    long Release, string Version, string Sha256, long Size, DateTimeOffset Created, string Signer, int Schema,
    int ReadableBy, DateTimeOffset AddedAt, string AddedBy);

/// <summary>Packages in the store; the files lie beside it.</summary>
internal static class PackageRows
{
    private const string Columns =
        "release, version, sha256, size, created, signer, schema, readable_by, added_at, added_by";

    /// <summary>The latest release first.</summary>
    internal static IReadOnlyList<UpdatePackage> All(Database db)
    {
        using var rows = db.Prepare($"SELECT {Columns} FROM package ORDER BY release DESC");
        var packages = new List<UpdatePackage>();
        while (rows.Step())
            packages.Add(Read(rows));
        return packages;
    }

    internal static UpdatePackage? Find(Database db, long release)
    {
        using var row = db.Prepare($"SELECT {Columns} FROM package WHERE release = ?");
        return row.Bind(1, release).Step() ? Read(row) : null;
    }

    internal static void Add(Database db, UpdatePackage package)
    {
        using var add = db.Prepare($"INSERT INTO package({Columns}) VALUES(?, ?, ?, ?, ?, ?, ?, ?, ?, ?)");
        add.Bind(1, package.Release).Bind(2, package.Version).Bind(3, package.Sha256).Bind(4, package.Size)
            .Bind(5, package.Created.ToUnixTimeMilliseconds()).Bind(6, package.Signer).Bind(7, package.Schema)
            .Bind(8, package.ReadableBy).Bind(9, package.AddedAt.ToUnixTimeMilliseconds()).Bind(10, package.AddedBy).Run();
    }

    internal static void Remove(Database db, long release)
    {
        using var remove = db.Prepare("DELETE FROM package WHERE release = ?");
        remove.Bind(1, release).Run();
    }

    private static UpdatePackage Read(Statement row) => new(
        row.Int64(0), row.Text(1)!, row.Text(2)!, row.Int64(3), DateTimeOffset.FromUnixTimeMilliseconds(row.Int64(4)),
        row.Text(5)!, (int)row.Int64(6), (int)row.Int64(7), DateTimeOffset.FromUnixTimeMilliseconds(row.Int64(8)),
        row.Text(9)!);
}
