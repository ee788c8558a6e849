using System.Diagnostics.Metrics;
using CheckIn.Hub.Metrics;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;

namespace CheckIn.Hub.Tests.Metrics;

public sealed class MeterBookTests : IDisposable
{
    private readonly ServiceProvider _services = new ServiceCollection().AddMetrics().BuildServiceProvider();
    private readonly MeterBook _book;
    private readonly Meter _meter;

    public MeterBookTests()
    {
        var meters = _services.GetRequiredService<IMeterFactory>();
        _book = new MeterBook(meters, NullLogger<MeterBook>.Instance);
        _meter = meters.Create("CheckIn.Hub.Test");
    }

    [Fact]
    public void Counters_add_up_by_label_and_gauges_tell_what_is()
    {
        var counter = _meter.CreateCounter<long>("c_total", null, "C");
        counter.Add(2, new KeyValuePair<string, object?>("reason", "a"));
        counter.Add(3, new KeyValuePair<string, object?>("reason", "a"));
        counter.Add(1, new KeyValuePair<string, object?>("reason", "b"));
        _meter.CreateUpDownCounter<int>("u", null, "U").Add(-4);
        var gauge = _meter.CreateGauge<double>("g", null, "G");
        gauge.Record(1);
        gauge.Record(2.5);
        var read = Read();
        Assert.Equal((5, 1), (read.Of("c_total", ("reason", "a")), read.Of("c_total", ("reason", "b"))));
        Assert.Equal((-4, 2.5), (read["u"], read["g"]));
        Assert.Equal(("counter", "gauge", "gauge"), (read.Types["c_total"], read.Types["u"], read.Types["g"]));
    }

    [Fact]
    public void What_is_no_longer_observed_is_gone()
    {
        string[] states = ["ready", "lost"];
        _meter.CreateObservableGauge("s", () => states.Select(static state =>
            new Measurement<long>(1, new KeyValuePair<string, object?>("state", state))), null, "S");
        Assert.Equal(2, Read().Samples.Count(static sample => sample.Name == "s"));
        states = ["ready"];
        Assert.Equal("ready", Assert.Single(Read().Samples, static sample => sample.Name == "s").Labels["state"]);
    }

    [Fact]
    public void A_histogram_counts_each_measurement_in_its_bucket()
    {
        var histogram = _meter.CreateHistogram(
            "h_seconds", "s", "H", advice: new InstrumentAdvice<double> { HistogramBucketBoundaries = [1, 2] });
        foreach (var value in (double[])[0.5, 1, 1.5, 9])
            histogram.Record(value);
        var read = Read();
        Assert.Equal(
            [2, 3, 4],
            read.Samples.Where(static one => one.Name == "h_seconds_bucket").Select(static one => one.Value));
        Assert.Equal((12, 4), (read["h_seconds_sum"], read["h_seconds_count"]));
    }

    [Fact]
    public void Beyond_so_many_series_none_is_kept_and_that_is_counted()
    {
        var counter = _meter.CreateCounter<long>("many_total", null, "Many");
        for (var i = 0; i < InstrumentBook.MostSeries + 3; i++)
            counter.Add(1, new KeyValuePair<string, object?>("i", i));
        var read = Read();
        Assert.Equal(InstrumentBook.MostSeries, read.Samples.Count(static sample => sample.Name == "many_total"));
        Assert.Equal(3, read["checkin_metrics_dropped_total"]);
    }

    [Fact]
    public void One_that_fails_is_left_out_and_the_others_are_told()
    {
        _meter.CreateObservableGauge<long>("bad", (Func<long>)(() => throw new IOException("the file is gone")), null, "Bad");
        _meter.CreateObservableGauge("good", () => 1L, null, "Good");
        _ = _book.Read();
        var read = Read();
        Assert.Equal(1, read["good"]);
        Assert.DoesNotContain(read.Samples, static sample => sample.Name == "bad");
        Assert.True(read["checkin_metrics_failed_total"] >= 1);
    }

    [Fact]
    public void Another_hub_in_the_same_process_and_other_libraries_are_not_told()
    {
        using var other = new ServiceCollection().AddMetrics().BuildServiceProvider();
        var (others, own) = (other.GetRequiredService<IMeterFactory>(), _services.GetRequiredService<IMeterFactory>());
        others.Create("CheckIn.Hub.Test").CreateCounter<long>("elsewhere_total").Add(1);
        own.Create("System.Other").CreateCounter<long>("library_total").Add(1);
        Assert.DoesNotContain(Read().Samples, static sample => sample.Name is "elsewhere_total" or "library_total");
    }

    public void Dispose()
    {
        _book.Dispose();
        _services.Dispose();
    }

    private PrometheusText Read() => PrometheusText.Read(MetricText.Write(_book.Read(), false));
}
