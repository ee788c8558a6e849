using System.Globalization;
using System.Text.RegularExpressions;

namespace CheckIn.Hub.Tests.Metrics;

/// <summary>One line of a value.</summary>
internal sealed record Sample(string Name, IReadOnlyDictionary<string, string> Labels, double Value);

/// <summary>
/// Prometheus' text format as its documents have it, read strictly: every line is a comment with HELP or TYPE or a
/// sample of the family before it, names and labels are of the letters allowed, no series stands there twice.
/// </summary>
internal sealed partial class PrometheusText
{
    private readonly Dictionary<string, string> _types = [];
    private readonly HashSet<string> _helped = [];
    private readonly HashSet<string> _seen = [];
    private string _family = "";

    internal List<Sample> Samples { get; } = [];

    /// <summary>Type by family.</summary>
    internal IReadOnlyDictionary<string, string> Types => _types;

    internal double this[string name] =>
        Assert.Single(Samples, sample => sample.Name == name && sample.Labels.Count == 0).Value;

    internal double Of(string name, params (string Name, string Value)[] labels) => Assert.Single(Samples, sample =>
        sample.Name == name && labels.All(label => sample.Labels.GetValueOrDefault(label.Name) == label.Value)).Value;

    internal static PrometheusText Read(string text, bool isOpenMetrics = false)
    {
        var read = new PrometheusText();
        Assert.EndsWith("\n", text, StringComparison.Ordinal);
        var lines = text[..^1].Split('\n');
        if (isOpenMetrics)
            Assert.Equal("# EOF", lines[^1]);
        foreach (var line in isOpenMetrics ? lines[..^1] : lines)
            read.Take(line, isOpenMetrics);
        foreach (var (family, type) in read._types.Where(static one => one.Value == "histogram"))
            read.CheckHistogram(family, type);
        return read;
    }

    private void Take(string line, bool isOpenMetrics)
    {
        if (Help().Match(line) is { Success: true } help)
        {
            Assert.True(_helped.Add(help.Groups[1].Value), line);
            Assert.NotEmpty(help.Groups[2].Value);
            _family = help.Groups[1].Value;
        }
        else if (Type().Match(line) is { Success: true } type)
        {
            Assert.Equal(_family, type.Groups[1].Value);
            _types.Add(_family, type.Groups[2].Value);
        }
        else
        {
            var sample = SampleIn(line);
            Assert.StartsWith(_family, sample.Name, StringComparison.Ordinal);
            Assert.Contains(sample.Name[_family.Length..], Suffixes(isOpenMetrics));
            Assert.True(_seen.Add(line[..line.LastIndexOf(' ')]), line);
            Samples.Add(sample);
        }
    }

    private string[] Suffixes(bool isOpenMetrics) => _types[_family] switch
    {
        "counter" => [isOpenMetrics ? "_total" : ""],
        "histogram" => ["_bucket", "_sum", "_count"],
        _ => [""],
    };

    private static Sample SampleIn(string line)
    {
        var match = Line().Match(line);
        Assert.True(match.Success, line);
        var labels = Label().Matches(match.Groups[2].Value).ToDictionary(
            static label => label.Groups[1].Value, static label => label.Groups[2].Value);
        var value = match.Groups[3].Value;
        return new Sample(match.Groups[1].Value, labels, value switch
        {
            "+Inf" => double.PositiveInfinity,
            "-Inf" => double.NegativeInfinity,
            _ => double.Parse(value, NumberStyles.Float, CultureInfo.InvariantCulture),
        });
    }

    /// <summary>Buckets only grow, the last has no bound, and has as many as were counted.</summary>
    private void CheckHistogram(string family, string type)
    {
        Assert.Equal("histogram", type);
        var buckets = Samples.Where(sample => sample.Name == family + "_bucket").ToArray();
        if (buckets.Length == 0)
            return;
        Assert.Equal(buckets.OrderBy(static bucket => bucket.Value), buckets);
        Assert.Equal(("+Inf", this[family + "_count"]), (buckets[^1].Labels["le"], buckets[^1].Value));
    }

    [GeneratedRegex("^# HELP ([a-zA-Z_][a-zA-Z0-9_]*) (.*)$")]
    private static partial Regex Help();

    [GeneratedRegex("^# TYPE ([a-zA-Z_][a-zA-Z0-9_]*) (counter|gauge|histogram)$")]
    private static partial Regex Type();

    [GeneratedRegex(
        """^([a-zA-Z_][a-zA-Z0-9_]*)(?:\{((?:[a-zA-Z_][a-zA-Z0-9_]*="(?:[^"\\]|\\["\\n])*",?)+)\})? (\S+)$""")]
    private static partial Regex Line();

    [GeneratedRegex("""([a-zA-Z_][a-zA-Z0-9_]*)="((?:[^"\\]|\\["\\n])*)",?""")]
    private static partial Regex Label();
}
