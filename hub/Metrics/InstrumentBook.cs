using System.Diagnostics.Metrics;
using System.Globalization;

namespace CheckIn.Hub.Metrics;

/// <summary>
/// What one instrument has measured, by its labels. At most <see cref="MostSeries"/>: a label that takes ever new
/// values would fill the memory of the hub and of whoever collects, so what is new beyond them is counted and not kept.
/// </summary>
internal sealed class InstrumentBook
{
    internal const int MostSeries = 200;
    private static readonly double[] UsualBounds = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10];
    private readonly Instrument _instrument;
    private readonly bool _adds;
    private readonly double[] _bounds;
    private readonly Lock _lock = new();
    private readonly Dictionary<string, Series> _series = new(StringComparer.Ordinal);

    internal InstrumentBook(Instrument instrument)
    {
        _instrument = instrument;
        var type = instrument.GetType().GetGenericTypeDefinition();
        Kind = type == typeof(Histogram<>) ? MetricKind.Histogram
            : type == typeof(Counter<>) || type == typeof(ObservableCounter<>) ? MetricKind.Counter : MetricKind.Gauge;
        _adds = type == typeof(Counter<>) || type == typeof(UpDownCounter<>);
        _bounds = (instrument as Histogram<double>)?.Advice?.HistogramBucketBoundaries?.ToArray() ?? UsualBounds;
    }

    internal MetricKind Kind { get; }

    /// <summary>Measurements of series that are not kept.</summary>
    internal long Dropped { get; private set; }

    /// <summary>What is observed is told anew by whoever observes; what he no longer tells is gone.</summary>
    internal void Forget()
    {
        if (!_instrument.IsObservable)
            return;
        lock (_lock)
            _series.Clear();
    }

    internal void Take(double value, ReadOnlySpan<KeyValuePair<string, object?>> tags)
    {
        var key = KeyOf(tags);
        lock (_lock)
        {
            if (!_series.TryGetValue(key, out var series))
            {
                if (_series.Count == MostSeries)
                {
                    Dropped++;
                    return;
                }
                var buckets = Kind == MetricKind.Histogram ? new long[_bounds.Length + 1] : null;
                _series[key] = series = new Series(Labels(tags), buckets);
            }
            series.Value = _adds || series.Buckets is not null ? series.Value + value : value;
            if (series.Buckets is { } counts)
                counts[BucketOf(value)]++;
        }
    }

    internal MetricFamily Read()
    {
        lock (_lock)
        {
            return new MetricFamily(
                _instrument.Name, Kind, _instrument.Description ?? "",
                [.. _series.OrderBy(static one => one.Key, StringComparer.Ordinal).Select(one => Told(one.Value))]);
        }
    }

    private MetricSeries Told(Series series)
    {
        if (series.Buckets is not { } buckets)
            return new MetricSeries(series.Labels, series.Value);
        var (told, sum) = (new (double, long)[buckets.Length], 0L);
        for (var i = 0; i < buckets.Length; i++)
            told[i] = (i < _bounds.Length ? _bounds[i] : double.PositiveInfinity, sum += buckets[i]);
        return new MetricSeries(series.Labels, series.Value, told);
    }

    private int BucketOf(double value)
    {
        var i = 0;
        while (i < _bounds.Length && value > _bounds[i])
            i++;
        return i;
    }

    /// <summary>Without labels, which is the path of every event, nothing is allocated.</summary>
    private static string KeyOf(ReadOnlySpan<KeyValuePair<string, object?>> tags)
    {
        var key = "";
        foreach (var (name, value) in tags)
            key += $"{name}\u0001{Text(value)}\u0002";
        return key;
    }

    private static KeyValuePair<string, string>[] Labels(ReadOnlySpan<KeyValuePair<string, object?>> tags)
    {
        var labels = new KeyValuePair<string, string>[tags.Length];
        for (var i = 0; i < tags.Length; i++)
            labels[i] = new(tags[i].Key, Text(tags[i].Value));
        return labels;
    }

    private static string Text(object? value) => Convert.ToString(value, CultureInfo.InvariantCulture) ?? "";

    private sealed class Series(KeyValuePair<string, string>[] labels, long[]? buckets)
    {
        internal KeyValuePair<string, string>[] Labels => labels;

        internal long[]? Buckets => buckets;

        internal double Value { get; set; }
    }
}
