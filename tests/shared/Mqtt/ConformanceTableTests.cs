using System.Text.RegularExpressions;
using CheckIn.Fixtures;

namespace CheckIn.Shared.Tests.Mqtt;

/// <summary>CONFORMANCE-mqtt.md says no more than is there.</summary>
public partial class ConformanceTableTests
{
    // Appendix B of MQTT 5.0.
    private const int Statements = 251;

    private static string Tests => Path.Combine(Executables.Repository!, "tests");

    [GeneratedRegex(@"^\| (MQTT-\d+\.\d+\.\d+-\d+) \| (?:client|server|both) \| [^|]+ \| ([^|]+) \|$")]
    private static partial Regex Row { get; }

    [GeneratedRegex(@"(\w+)\.(\w+)(?:<br>|$)")]
    private static partial Regex Named { get; }

    [Fact]
    public void Every_statement_of_MQTT_5_has_its_row_with_tests_or_a_reason()
    {
        var rows = Lines().Select(line => Row.Match(line)).Where(match => match.Success).ToArray();
        Assert.Equal(Statements, rows.Select(match => match.Groups[1].Value).Distinct().Count());
        Assert.Equal(Statements, rows.Length);
    }

    [Fact]
    public void Every_test_that_the_table_names_is_there()
    {
        var sources = Directory.EnumerateFiles(Tests, "*.cs", SearchOption.AllDirectories)
            .Where(path => !path.Contains($"{Path.DirectorySeparatorChar}obj{Path.DirectorySeparatorChar}", StringComparison.Ordinal))
            .ToLookup(path => Path.GetFileNameWithoutExtension(path), File.ReadAllText);
        var named = Lines().Where(line => line.StartsWith("| MQTT-", StringComparison.Ordinal))
            .SelectMany(line => Named.Matches(line.TrimEnd('|', ' ').Split('|')[^1].Trim()))
            .Select(match => (Class: match.Groups[1].Value, Test: match.Groups[2].Value)).Distinct().ToArray();
        Assert.True(named.Length > 100);
        Assert.All(named, test => Assert.Contains(
            sources[test.Class], source => source.Contains($" {test.Test}(", StringComparison.Ordinal)));
    }

    private static string[] Lines() => File.ReadAllLines(Path.Combine(Tests, "CONFORMANCE-mqtt.md"));
}
