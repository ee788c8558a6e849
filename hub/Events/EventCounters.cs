using System.Diagnostics.Metrics;

namespace CheckIn.Hub.Events;

/// <summary>What ingest has met, each under its own name.</summary>
public sealed class EventCounters : IDisposable
{
    private readonly Meter _meter = new("CheckIn.Hub");
    private readonly Counter<long> _stored, _duplicates, _conflicts, _lost, _found, _refused, _chainBreaks, _malformed;

    public EventCounters()
    {
        _stored = _meter.CreateCounter<long>("checkin_events_stored_total");
        _duplicates = _meter.CreateCounter<long>("checkin_events_duplicate_total");
        _conflicts = _meter.CreateCounter<long>("checkin_events_conflict_total");
        _lost = _meter.CreateCounter<long>("checkin_events_lost_total");
        _found = _meter.CreateCounter<long>("checkin_events_found_again_total");
        _refused = _meter.CreateCounter<long>("checkin_events_refused_total");
        _chainBreaks = _meter.CreateCounter<long>("checkin_chain_breaks_total");
        _malformed = _meter.CreateCounter<long>("checkin_batches_malformed_total");
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

    internal void CountMalformed() => _malformed.Add(1);

    public void Dispose() => _meter.Dispose();
}
