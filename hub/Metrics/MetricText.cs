using System.Globalization;
using System.Text;

namespace CheckIn.Hub.Metrics;

/// <summary>
/// Metrics as Prometheus collects them: its text format 0.0.4, or OpenMetrics 1.0 for whoever asks for that. They
/// differ in the name of a counter's family, the quotes in a help text, and the end.
/// </summary>
internal static class MetricText
{
    internal const string Plain = "text/plain; version=0.0.4; charset=utf-8";
    internal const string OpenMetrics = "application/openmetrics-text; version=1.0.0; charset=utf-8";
    private const string Total = "_total";

    internal static string Write(IEnumerable<MetricFamily> families, bool isOpenMetrics)
    {
        var text = new StringBuilder();
        foreach (var family in families)
            Write(text, family, isOpenMetrics);
        return text.Append(isOpenMetrics ? "# EOF\n" : "").ToString();
    }

    private static void Write(StringBuilder text, MetricFamily family, bool isOpenMetrics)
    {
        var sample = Name(family.Name);
        if (family.Kind == MetricKind.Counter && !sample.EndsWith(Total, StringComparison.Ordinal))
            sample += Total;
        var name = isOpenMetrics && family.Kind == MetricKind.Counter ? sample[..^Total.Length] : sample;
        text.Append("# HELP ").Append(name).Append(' ').Append(Escaped(family.Help, isOpenMetrics)).Append('\n');
        text.Append("# TYPE ").Append(name).Append(' ').Append(Word(family.Kind)).Append('\n');
        foreach (var series in family.Series)
        {
            if (series.Buckets is { } buckets)
                Write(text, sample, series, buckets);
            else
                Line(text, sample, series.Labels, series.Value);
        }
    }

    private static void Write(
        StringBuilder text, string name, MetricSeries series, IReadOnlyList<(double Bound, long Count)> buckets)
    {
        foreach (var (bound, count) in buckets)
            Line(text, name + "_bucket", [.. series.Labels, new("le", Number(bound))], count);
        Line(text, name + "_sum", series.Labels, series.Value);
        Line(text, name + "_count", series.Labels, buckets[^1].Count);
    }

    private static void Line(
        StringBuilder text, string name, IReadOnlyList<KeyValuePair<string, string>> labels, double value)
    {
        text.Append(name);
        for (var i = 0; i < labels.Count; i++)
        {
            text.Append(i == 0 ? '{' : ',').Append(Name(labels[i].Key)).Append("=\"")
                .Append(Escaped(labels[i].Value, true)).Append('"');
        }
        text.Append(labels.Count > 0 ? "} " : " ").Append(Number(value)).Append('\n');
    }

    private static string Number(double value) => value switch
    {
        double.PositiveInfinity => "+Inf",
        double.NegativeInfinity => "-Inf",
        double.NaN => "NaN",
        _ => value.ToString("R", CultureInfo.InvariantCulture),
    };

    private static string Escaped(string text, bool withQuotes)
    {
        var escaped = text.Replace("\\", "\\\\", StringComparison.Ordinal)
            .Replace("\n", "\\n", StringComparison.Ordinal);
        return withQuotes ? escaped.Replace("\"", "\\\"", StringComparison.Ordinal) : escaped;
    }

    /// <summary>Of letters, digits and underscores, not beginning with a digit.</summary>
    private static string Name(string name) =>
        string.Concat(name.Select(static (c, i) => char.IsAsciiLetter(c) || (i > 0 && char.IsAsciiDigit(c)) ? c : '_'));

    private static string Word(MetricKind kind) => kind switch
    {
        MetricKind.Counter => "counter",
        MetricKind.Histogram => "histogram",
        _ => "gauge",
    };
}
