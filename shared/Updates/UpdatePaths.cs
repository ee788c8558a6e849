using System.Text.RegularExpressions;

namespace CheckIn.Updates;

/// <summary>
/// Paths in a package: relative, segments of <c>[A-Za-z0-9._-]</c> with / between them. No segment begins with a dot, so
/// none leads upwards, and a gate's own files beside a staged version have names that no package can take. No two differ by
/// case alone, and none is both a file and a folder.
/// </summary>
public static partial class UpdatePaths
{
    /// <summary>Whether one path may be in a package.</summary>
    public static bool IsSafe(string path)
    {
        ArgumentNullException.ThrowIfNull(path);
        return path.Length <= UpdateLimits.Path && Safe().IsMatch(path)
            && path.Count(static c => c == '/') < UpdateLimits.Depth;
    }

    /// <summary>What is wrong with the paths of a package, in English; null = nothing.</summary>
    internal static string? Problem(IEnumerable<UpdateFile> files)
    {
        var (taken, folders) = (Names(), Names());
        foreach (var file in files)
        {
            if (!IsSafe(file.Path))
                return "a path in it is none that a package may have";
            if (!taken.Add(file.Path))
                return $"{file.Path} is in it twice";
            for (var end = file.Path.LastIndexOf('/'); end > 0; end = file.Path.LastIndexOf('/', end - 1))
                folders.Add(file.Path[..end]);
        }
        return taken.FirstOrDefault(folders.Contains) is { } both ? $"{both} is a file and a folder" : null;
    }

    private static HashSet<string> Names() => new(StringComparer.OrdinalIgnoreCase);

    [GeneratedRegex(@"^[A-Za-z0-9_-][A-Za-z0-9._-]*(/[A-Za-z0-9_-][A-Za-z0-9._-]*)*\z")]
    private static partial Regex Safe();
}
