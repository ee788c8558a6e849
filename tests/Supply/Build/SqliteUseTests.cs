using System.Text.RegularExpressions;

namespace CheckIn.Supply.Build;

/// <summary>What reviewed exceptions say of how SQLite is used, read from the sources.</summary>
public sealed partial class SqliteUseTests
{
    [Fact]
    public void Nobody_uses_savepoints_or_journals_in_memory()
    {
        var found = Sources().Where(one => Savepoints().IsMatch(File.ReadAllText(one)));
        Assert.Empty(found.Select(path => Path.GetRelativePath(SourceTree.Root, path)));
    }

    [Fact]
    public void Connections_are_configured_for_nothing_but_no_checkpoint_at_their_end()
    {
        string[] calls =
            [.. Sources().SelectMany(path => Configuring().Matches(File.ReadAllText(path))).Select(call => call.Value)];
        Assert.NotEmpty(calls);
        Assert.All(calls, call => Assert.EndsWith(", NoCheckpointOnClose", call, StringComparison.Ordinal));
    }

    [Fact]
    public void No_extension_is_loaded()
    {
        Assert.DoesNotContain(
            Sources(), path => File.ReadAllText(path).Contains("load_extension", StringComparison.OrdinalIgnoreCase));
    }

    private static IEnumerable<string> Sources() =>
        from room in (string[])["hub", "device", "shared"]
        from path in Directory.EnumerateFiles(SourceTree.In(room), "*.cs", SearchOption.AllDirectories)
        let parts = Path.GetRelativePath(SourceTree.Root, path).Split(Path.DirectorySeparatorChar)
        where !parts.Contains("obj") && !parts.Contains("bin")
        select path;

    [GeneratedRegex("""\bSAVEPOINT\b|\btemp_store\b|journal_mode"?,? ?=? ?"?MEMORY""", RegexOptions.IgnoreCase)]
    private static partial Regex Savepoints();

    [GeneratedRegex("""sqlite3_db_config\([^,]+, \w+""")]
    private static partial Regex Configuring();
}
