using System.Diagnostics.Metrics;

namespace CheckIn.Hub.Events;

/// <summary>What ingest has met, each under its own name.</summary>
public sealed class EventCounters : IDisposable
{
    private static readonly InstrumentAdvice<double> Times = new()
    {
        HistogramBucketBoundaries = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10],
    };
    private readonly Meter _meter;
    private readonly Counter<long> _stored, _duplicates, _conflicts, _lost, _found, _refused, _chainBreaks, _malformed;
    private readonly Histogram<double> _committed;

    /// <param name="meters">Null = nobody collects what is counted.</param>
    public EventCounters(IMeterFactory? meters = null)
    {
        _meter = meters?.Create("CheckIn.Hub") ?? new Meter("CheckIn.Hub");
        _stored = Counter("checkin_events_stored_total", "{event}", "Events stored");
        _duplicates = Counter("checkin_events_duplicate_total", "{event}", "Events that were stored already");
        _conflicts = Counter("checkin_events_conflict_total", "{event}", "Events with other content under one number");
        _lost = Counter("checkin_events_lost_total", "{event}", "Events that their gate no longer has, never got");
        _found = Counter("checkin_events_found_again_total", "{event}", "Of these, such as came after all");
        _refused = Counter("checkin_events_refused_total", "{event}", "Events that could not be read, set aside");
        _chainBreaks = Counter("checkin_chain_breaks_total", "{event}", "Events that do not follow from the last");
        _malformed = Counter("checkin_batches_malformed_total", "{message}", "Messages that could not be read");
        _committed = _meter.CreateHistogram(
            "checkin_ingest_commit_seconds", "s", "From a batch's arrival at the store until it is committed",
            advice: Times);
    }

    /// <summary>So many events were committed; on the thread that waited for them.</summary>
    internal event Action<long>? Stored;

    internal void Count(IngestTally tally)
    {
        _stored.Add(tally.Stored);
        if (tally.Stored > 0)
            Stored?.Invoke(tally.Stored);
        _duplicates.Add(tally.Duplicates);
        _conflicts.Add(tally.Conflicts);
        _lost.Add(tally.LostEvents + tally.Found);
        _found.Add(tally.Found);
        _refused.Add(tally.Refused);
        _chainBreaks.Add(tally.ChainBreaks);
    }

    /// <summary>A batch was committed.</summary>
    internal void Took(TimeSpan time) => _committed.Record(time.TotalSeconds);

    internal void CountMalformed() => _malformed.Add(1);

    public void Dispose() => _meter.Dispose();

    private Counter<long> Counter(string name, string unit, string what)
    {
        var counter = _meter.CreateCounter<long>(name, unit, what);
        // Whoever collects has a series from the start, and sees the first one as a change.
        counter.Add(0);
        return counter;
    }
}
