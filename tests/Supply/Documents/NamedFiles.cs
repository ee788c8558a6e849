using System.Text.RegularExpressions;

namespace CheckIn.Supply.Documents;

/// <summary>
/// What a document says is there: links, paths in code spans that begin with a folder of this tree (or, with an ending
/// of a file, lie beside the document), and test classes by name. Blocks of code are commands and are left out.
/// </summary>
internal static partial class NamedFiles
{
    private static readonly string[] Roots = ["hub", "device", "shared", "tests", ".ci", ".config", ".github"];

    private static readonly string[] Endings = [".cs", ".md", ".json", ".service", ".props", ".csproj"];

    /// <summary>What the text names and the tree does not have, in the text's words.</summary>
    /// <param name="document">Path of the document below the root.</param>
    /// <param name="root">The tree's folder.</param>
    /// <param name="testClasses">Names of all test classes.</param>
    internal static IReadOnlyList<string> Missing(
        string text, string document, string root, IReadOnlySet<string> testClasses)
    {
        var folder = Path.GetDirectoryName(Path.Combine(root, document))!;
        var prose = string.Join('\n', text.Split('\n').Where(line => !line.StartsWith("    ", StringComparison.Ordinal)));
        var links = Link().Matches(prose).Select(match => match.Groups[1].Value.Split('#')[0])
            .Where(link => link.Length > 0 && !link.Contains(':', StringComparison.Ordinal))
            .Where(link => !Exists(Path.Combine(folder, link)));
        var paths = Span().Matches(prose).Select(match => match.Groups[1].Value).Where(IsPath)
            .Where(path => !Exists(Path.Combine(root, path)) && !Exists(Path.Combine(folder, path)));
        var classes = TestClass().Matches(prose).Select(match => match.Value).Where(name => !testClasses.Contains(name));
        return [.. links.Concat(paths).Concat(classes).Distinct(StringComparer.Ordinal)];
    }

    private static bool IsPath(string span) => !span.Contains(' ', StringComparison.Ordinal)
        && (Roots.Any(root => span.StartsWith(root + "/", StringComparison.Ordinal))
            || (Endings.Any(ending => span.EndsWith(ending, StringComparison.Ordinal)) && char.IsAsciiLetterUpper(span[0])));

    private static bool Exists(string path) => File.Exists(path) || Directory.Exists(path);

    [GeneratedRegex("""\]\(([^)\s]+)\)""")]
    private static partial Regex Link();

    [GeneratedRegex("`([^`\n]+)`")]
    private static partial Regex Span();

    [GeneratedRegex("""\b[A-Z][A-Za-z0-9]+Tests\b""")]
    private static partial Regex TestClass();
}
