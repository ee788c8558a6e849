using CheckIn.Hub.Authority;
using CheckIn.Hub.Events;
using CheckIn.Hub.Keys;

namespace CheckIn.Hub.Backups;

/// <summary>
/// What belongs to a hub: everything in the folder of its data (the events and all that people entered, the broker's
/// retained messages, settings and packages that lie there), the folder of its keys, and that of its authority,
/// wherever the settings put these. In a backup they stand where they are by default: <c>keys</c> and <c>authority</c>
/// below the data. What the settings keep apart on purpose stays apart: private tracing keys and the authority's root
/// key are in it only where they lie below those folders.
/// </summary>
internal sealed class BackupPlaces
{
    internal const string Keys = "keys", Authority = "authority";
    private readonly string _backups;
    private readonly Dictionary<string, string> _own;

    private BackupPlaces(string database, string keys, string authority, string? backups)
    {
        Database = Path.GetFullPath(database);
        Data = Path.GetDirectoryName(Database)!;
        _backups = backups is null ? "" : Path.GetFullPath(backups);
        _own = new(StringComparer.Ordinal) { [Keys] = keys, [Authority] = authority };
    }

    /// <summary>The hub's database.</summary>
    internal string Database { get; }

    /// <summary>The folder of its data.</summary>
    internal string Data { get; }

    /// <summary>Holds copies of databases while a backup is made; removed after it, also after a crash.</summary>
    internal string Scratch => Path.Combine(Data, "backup.partial");

    internal string LockFile => Path.Combine(Data, "backup.lock");

    internal KeyPlaces KeyPlaces { get; private init; } = null!;

    /// <summary>Places outside the data: name in the backup, and where they are.</summary>
    internal IReadOnlyDictionary<string, string> Elsewhere => _own
        .Where(place => place.Value != Path.Combine(Data, place.Key) && Directory.Exists(place.Value))
        .ToDictionary(StringComparer.Ordinal);

    internal static BackupPlaces Of(IConfiguration configuration)
    {
        var path = (configuration.GetSection("Events").Get<EventsOptions>() ?? new()).Path;
        var keys = KeyPlaces.Of(configuration.GetSection(HubKeyOptions.Section).Get<HubKeyOptions>() ?? new(), path);
        var authority = configuration.GetSection(AuthorityOptions.Section).Get<AuthorityOptions>()?.Directory;
        var data = Path.GetDirectoryName(Path.GetFullPath(path))!;
        return new BackupPlaces(
            path, keys.Directory, Path.GetFullPath(authority ?? Path.Combine(data, Authority)),
            configuration.GetSection(BackupOptions.Section)[nameof(BackupOptions.Folder)])
        {
            KeyPlaces = keys,
        };
    }

    /// <summary>Every file: its name in the backup, and where it is. The hub's database is the last.</summary>
    /// <param name="leftOut">Takes what is no file or folder of its own.</param>
    internal IReadOnlyList<(string Name, string Path)> Files(List<string> leftOut)
    {
        var found = new List<(string Name, string Path)>();
        foreach (var (name, place) in _own.Where(static place => Directory.Exists(place.Value)))
            Walk(place, name, found, leftOut);
        Walk(Data, "", found, leftOut);
        // What is acknowledged to gates is in the events by then: nothing else in the backup knows more than they do.
        return [.. found.OrderBy(file => file.Path == Database)
            .ThenBy(static file => file.Name, StringComparer.Ordinal)];
    }

    private void Walk(string folder, string name, List<(string Name, string Path)> found, List<string> leftOut)
    {
        foreach (var entry in new DirectoryInfo(folder).EnumerateFileSystemInfos())
        {
            var inside = name.Length == 0 ? entry.Name : $"{name}/{entry.Name}";
            if (entry.LinkTarget is not null && !_own.ContainsValue(entry.FullName))
                leftOut.Add($"{inside}: a link");
            else if (entry is DirectoryInfo && !IsOther(entry.FullName, inside))
                Walk(entry.FullName, inside, found, leftOut);
            else if (entry is FileInfo && !IsPassing(entry.Name) && entry.FullName != LockFile)
                found.Add((inside, entry.FullName));
        }
    }

    /// <summary>Taken by itself, or not to be taken.</summary>
    private bool IsOther(string path, string inside) => path == _backups || path == Scratch
        || _own.ContainsValue(path) || (_own.ContainsKey(inside) && _own[inside] != path);

    /// <summary>What SQLite has beside a database, which is in its copy; what is not finished; other backups.</summary>
    private static bool IsPassing(string name) => name.EndsWith("-wal", StringComparison.Ordinal)
        || name.EndsWith("-shm", StringComparison.Ordinal) || name.EndsWith("-journal", StringComparison.Ordinal)
        || name.EndsWith(".new", StringComparison.Ordinal) || name.EndsWith(".partial", StringComparison.Ordinal)
        || name.EndsWith(BackupFolder.Extension, StringComparison.Ordinal);
}
