using CheckIn.Hub.Metrics;

namespace CheckIn.Hub.Tests.Metrics;

public sealed class MetricTextTests
{
    private static readonly MetricFamily Stored = new(
        "checkin_events_stored_total", MetricKind.Counter, "Events stored", [new([], 7)]);

    [Fact]
    public void A_counter_is_told_as_the_format_has_it()
    {
        Assert.Equal(
            "# HELP checkin_events_stored_total Events stored\n# TYPE checkin_events_stored_total counter\n"
                + "checkin_events_stored_total 7\n",
            MetricText.Write([Stored], false));
    }

    [Fact]
    public void OpenMetrics_names_a_counters_family_without_total_and_ends()
    {
        Assert.Equal(
            "# HELP checkin_events_stored Events stored\n# TYPE checkin_events_stored counter\n"
                + "checkin_events_stored_total 7\n# EOF\n",
            MetricText.Write([Stored], true));
    }

    [Fact]
    public void A_histogram_has_buckets_that_include_those_below()
    {
        var family = new MetricFamily("checkin_wait_seconds", MetricKind.Histogram, "Wait",
            [new([new("of", "a")], 3.25, [(0.5, 1), (2, 2), (double.PositiveInfinity, 3)])]);
        Assert.EndsWith(
            "checkin_wait_seconds_bucket{of=\"a\",le=\"0.5\"} 1\ncheckin_wait_seconds_bucket{of=\"a\",le=\"2\"} 2\n"
                + "checkin_wait_seconds_bucket{of=\"a\",le=\"+Inf\"} 3\ncheckin_wait_seconds_sum{of=\"a\"} 3.25\n"
                + "checkin_wait_seconds_count{of=\"a\"} 3\n",
            MetricText.Write([family], false), StringComparison.Ordinal);
    }

    [Fact]
    public void What_a_label_or_a_help_text_holds_breaks_no_line()
    {
        var family = new MetricFamily(
            "checkin odd", MetricKind.Gauge, "a\\b\nc", [new([new("a-b", "q\"\\\n")], double.NaN)]);
        Assert.Equal(
            "# HELP checkin_odd a\\\\b\\nc\n# TYPE checkin_odd gauge\ncheckin_odd{a_b=\"q\\\"\\\\\\n\"} NaN\n",
            MetricText.Write([family], false));
        PrometheusText.Read(MetricText.Write([family], false));
    }
}
