using CheckIn.Supply.Build;

namespace CheckIn.Supply.Checking;

/// <summary>The list of advisories and its exceptions, as they are kept in the tree.</summary>
internal static class AdvisoryFiles
{
    internal static string Folder => SourceTree.In("tests", "Supply", "advisories");

    internal static string Exceptions => SourceTree.In("tests", "Supply", "exceptions.json");

    internal static string List => SourceTree.In("tests", "Supply", "advisory-list.json");

    internal static IReadOnlyList<Advisory> ReadAll() =>
        [.. Directory.EnumerateFiles(Folder, "*.json").Order(StringComparer.Ordinal).Select(Advisory.Read)];
}
