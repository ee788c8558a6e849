using CheckIn.Supply.Build;

namespace CheckIn.Supply.Documents;

public sealed class NamedFilesTests
{
    public static TheoryData<string> Documents =>
    [
        ".github/SECURITY.md", "hub/docs/threats.md", "hub/docs/en-303-645.md", "hub/docs/server.md", "tests/Supply/README.md",
    ];

    [Theory, MemberData(nameof(Documents))]
    public void Everything_that_a_document_on_security_names_is_there(string document)
    {
        var text = File.ReadAllText(SourceTree.In(document));
        var missing = NamedFiles.Missing(text, document, SourceTree.Root, TestClasses());
        Assert.True(missing.Count == 0, string.Join(", ", missing));
    }

    [Fact]
    public void What_is_not_there_is_found_whatever_way_it_is_named()
    {
        const string Text = """
            [gone](gone.md#part), [there](threats.md), [elsewhere](https://example.org/x.md); `tests/hub/Nowhere`, `tests/hub/Web`,
            `hub/docs/gone.md`, NoSuchTests, NamedFilesTests, `Directory.Build.props`, `Gone.props`, `systemctl status`.

                `tests/in/a/block/of/commands`
            """;
        Assert.Equal(["gone.md", "tests/hub/Nowhere", "hub/docs/gone.md", "Gone.props", "NoSuchTests"],
            NamedFiles.Missing(Text, "hub/docs/this.md", SourceTree.Root, TestClasses()));
    }

    [Fact]
    public void Every_provision_of_the_standard_has_exactly_one_row_with_a_judgement()
    {
        (string Clause, int Count)[] provisions =
        [
            ("4", 1), ("5.1", 5), ("5.2", 3), ("5.3", 16), ("5.4", 4), ("5.5", 8), ("5.6", 9), ("5.7", 2), ("5.8", 3),
            ("5.9", 3), ("5.10", 1), ("5.11", 4), ("5.12", 3), ("5.13", 1), ("6", 5),
        ];
        var rows = File.ReadAllLines(SourceTree.In("hub", "docs", "en-303-645.md"))
            .Where(line => line.StartsWith("| ", StringComparison.Ordinal))
            .Select(line => line.Split('|', StringSplitOptions.TrimEntries))
            .Where(cells => cells is ["", _, _, _, _, ""]).ToLookup(cells => cells[1], cells => cells[4]);
        foreach (var (clause, count) in provisions)
        {
            for (var number = 1; number <= count; number++)
                Assert.Contains(Assert.Single(rows[$"{clause}-{number}"])[0], "✓◐—✗");
        }
    }

    private static HashSet<string> TestClasses() =>
    [
        .. Directory.EnumerateFiles(SourceTree.In("tests"), "*Tests.cs", SearchOption.AllDirectories)
            .Select(path => Path.GetFileNameWithoutExtension(path)),
    ];
}
