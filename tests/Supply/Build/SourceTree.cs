namespace CheckIn.Supply.Build;

/// <summary>The source tree that this program was built in.</summary>
internal static class SourceTree
{
    /// <summary>Its folder; the one with CheckIn.sln.</summary>
    /// <exception cref="SupplyException">The program lies elsewhere.</exception>
    internal static string Root { get; } = FindRoot();

    /// <summary>Debug or Release, as this program.</summary>
    internal static string Configuration { get; } =
        Path.GetFileName(Path.GetDirectoryName(AppContext.BaseDirectory.TrimEnd(Path.DirectorySeparatorChar))!);

    internal static string In(params string[] parts) => Path.Combine([Root, .. parts]);

    /// <summary>Every lock file, as a path below the root.</summary>
    internal static IReadOnlyList<string> LockFiles() =>
    [
        .. Directory.EnumerateFiles(Root, "packages.lock.json", new EnumerationOptions
        {
            RecurseSubdirectories = true,
            AttributesToSkip = FileAttributes.ReparsePoint,
        })
        .Select(path => Path.GetRelativePath(Root, path))
        .Where(path => !path.Split(Path.DirectorySeparatorChar).Any(part => part is "bin" or "obj" or "node_modules"))
        .Order(StringComparer.Ordinal),
    ];

    private static string FindRoot()
    {
        for (var at = new DirectoryInfo(AppContext.BaseDirectory); at is not null; at = at.Parent)
        {
            if (File.Exists(Path.Combine(at.FullName, "CheckIn.sln")))
                return at.FullName;
        }
        throw new SupplyException(
            $"No CheckIn.sln above {AppContext.BaseDirectory}: this program reads the source tree that it was built in.");
    }
}
