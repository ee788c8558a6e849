using System.Diagnostics.Metrics;

namespace CheckIn.Hub.Tests.Broker;

/// <summary>Listens to one hub's metrics.</summary>
internal sealed class BrokerFigures : IDisposable
{
    private readonly Dictionary<(string Name, string Label), long> _counted = [];
    private readonly MeterListener _listener = new();

    public BrokerFigures(Meter meter)
    {
        _listener.InstrumentPublished = (instrument, listener) =>
        {
            if (instrument.Meter == meter)
                listener.EnableMeasurementEvents(instrument);
        };
        _listener.SetMeasurementEventCallback<long>((i, value, tags, _) => Take(i, value, tags));
        _listener.SetMeasurementEventCallback<int>((i, value, tags, _) => Take(i, value, tags));
        _listener.Start();
    }

    public long Read(string name, string? label)
    {
        _listener.RecordObservableInstruments();
        lock (_counted)
            return _counted.Where(c => c.Key.Name == name && (label is null || c.Key.Label == label)).Sum(c => c.Value);
    }

    public void Dispose() => _listener.Dispose();

    private void Take(Instrument instrument, long value, ReadOnlySpan<KeyValuePair<string, object?>> tags)
    {
        var key = (instrument.Name, tags.IsEmpty ? "" : $"{tags[0].Value}");
        lock (_counted)
            _counted[key] = instrument.IsObservable ? value : _counted.GetValueOrDefault(key) + value;
    }
}
