using System.Globalization;

namespace CheckIn.Hub.Backups;

/// <summary>A folder of backups.</summary>
internal static class BackupFolder
{
    internal const string Extension = ".backup";
    /// <summary>Behind the name of one that is not finished.</summary>
    internal const string Partial = ".partial";
    private const string Prefix = "checkin-hub-";
    private const string Stamp = "yyyyMMdd'T'HHmmss'Z'";

    /// <summary>The name of one that the hub makes by itself.</summary>
    internal static string NameOf(DateTimeOffset at) =>
        Prefix + at.UtcDateTime.ToString(Stamp, CultureInfo.InvariantCulture) + Extension;

    /// <summary>All backups in it, oldest first; what is none is not among them.</summary>
    internal static IReadOnlyList<(string Path, BackupHeader Header)> List(string folder)
    {
        var found = new List<(string Path, BackupHeader Header)>();
        foreach (var path in Directory.EnumerateFiles(folder, "*" + Extension))
        {
            try
            {
                using var stream = File.OpenRead(path);
                found.Add((path, BackupEnvelope.Read(stream, path).Header));
            }
            catch (Exception e) when (e is BackupException or IOException or UnauthorizedAccessException)
            {
                // Not one of ours, or gone meanwhile.
            }
        }
        return [.. found.OrderBy(static one => one.Header.Created)];
    }

    /// <summary>Removes the oldest of those that the hub made by itself.</summary>
    internal static void Prune(string folder, int keep)
    {
        var own = List(folder).Where(static one => IsOwn(one.Path)).ToArray();
        foreach (var (path, _) in own.Take(Math.Max(0, own.Length - keep)))
            File.Delete(path);
    }

    /// <summary>Removes those that were not finished.</summary>
    internal static void RemoveUnfinished(string folder)
    {
        foreach (var path in Directory.EnumerateFiles(folder, Prefix + "*" + Extension + Partial))
            File.Delete(path);
    }

    private static bool IsOwn(string path) => Path.GetFileNameWithoutExtension(path) is var name
        && name.StartsWith(Prefix, StringComparison.Ordinal)
        && DateTime.TryParseExact(
            name[Prefix.Length..], Stamp, CultureInfo.InvariantCulture, DateTimeStyles.None, out _);
}
