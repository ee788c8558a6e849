namespace CheckIn.Hub.Metrics;

/// <summary>What a metric is.</summary>
internal enum MetricKind
{
    /// <summary>Only ever grows, until the hub's next start.</summary>
    Counter,
    /// <summary>As it is now.</summary>
    Gauge,
    /// <summary>How many lay below which bound.</summary>
    Histogram,
}

/// <summary>One metric with all its series, at one moment.</summary>
/// <param name="Name">As it is told, such as <c>checkin_events_stored_total</c>.</param>
/// <param name="Help">What it is, English.</param>
internal sealed record MetricFamily(string Name, MetricKind Kind, string Help, IReadOnlyList<MetricSeries> Series);

/// <summary>One series of a metric.</summary>
/// <param name="Labels">By name; empty = none.</param>
/// <param name="Value">Its value; of a histogram the sum of all that was measured.</param>
/// <param name="Buckets">
/// Of a histogram: how many were measured up to each bound, the last one without a bound; null = it is none.
/// </param>
internal sealed record MetricSeries(
    IReadOnlyList<KeyValuePair<string, string>> Labels, double Value,
    IReadOnlyList<(double Bound, long Count)>? Buckets = null);
