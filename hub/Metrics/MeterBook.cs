using System.Collections.Concurrent;
using System.Diagnostics.Metrics;

namespace CheckIn.Hub.Metrics;

/// <summary>
/// Listens to every instrument of this hub and keeps what it has measured, so that whoever collects finds it. Only
/// meters of <c>CheckIn.Hub</c>: their names are told as they are, in base units, and none has a label that names a
/// gate. What is observed is asked for when somebody collects; one that fails is left out, and the others are told all
/// the same.
/// </summary>
internal sealed class MeterBook : IDisposable
{
    internal const string Prefix = "CheckIn.Hub";
    private readonly MeterListener _listener = new();
    private readonly ConcurrentDictionary<Instrument, InstrumentBook> _books = new(ReferenceEqualityComparer.Instance);
    private readonly Lock _reading = new();
    private readonly ILogger<MeterBook> _logger;
    private long _failures;

    public MeterBook(IMeterFactory meters, ILogger<MeterBook> logger)
    {
        _logger = logger;
        _listener.InstrumentPublished = (instrument, listener) =>
        {
            // Another hub in the same process, such as a test's, has a factory of its own.
            if (!ReferenceEquals(instrument.Meter.Scope, meters)
                || !instrument.Meter.Name.StartsWith(Prefix, StringComparison.Ordinal))
                return;
            var book = _books.GetOrAdd(instrument, static one => new InstrumentBook(one));
            listener.EnableMeasurementEvents(instrument, book);
        };
        _listener.SetMeasurementEventCallback<long>(static (_, value, tags, book) => Of(book).Take(value, tags));
        _listener.SetMeasurementEventCallback<int>(static (_, value, tags, book) => Of(book).Take(value, tags));
        _listener.SetMeasurementEventCallback<double>(static (_, value, tags, book) => Of(book).Take(value, tags));
        _listener.Start();
        Count(meters.Create(MeterName));
    }

    /// <summary>Of what the book counts of itself.</summary>
    private const string MeterName = Prefix + ".Metrics";

    /// <summary>Everything that is measured, by name.</summary>
    internal IReadOnlyList<MetricFamily> Read()
    {
        lock (_reading)
        {
            foreach (var book in _books.Values)
                book.Forget();
            try
            {
                _listener.RecordObservableInstruments();
            }
            catch (AggregateException e)
            {
                _failures += e.InnerExceptions.Count;
                Log.NotObserved(_logger, e.InnerExceptions.Count, e.InnerExceptions[0].Message);
            }
            return [.. _books.Values.Select(static book => book.Read())
                .GroupBy(static family => family.Name, StringComparer.Ordinal)
                .OrderBy(static group => group.Key, StringComparer.Ordinal)
                .Select(static group => group.First() with
                {
                    Series = [.. group.SelectMany(static one => one.Series)],
                })];
        }
    }

    public void Dispose() => _listener.Dispose();

    private static InstrumentBook Of(object? book) => (InstrumentBook)book!;

    private void Count(Meter meter)
    {
        meter.CreateObservableCounter(
            "checkin_metrics_failed_total", () => _failures, "{metric}", "Times that a metric could not be read");
        meter.CreateObservableCounter(
            "checkin_metrics_dropped_total", () => _books.Values.Sum(static book => book.Dropped), "{measurement}",
            "Measurements with more different labels than are kept");
    }
}
