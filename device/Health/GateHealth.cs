using CheckIn.Contract;
using CheckIn.Gate.Clock;
using CheckIn.Gate.Journal;
using CheckIn.Time;

namespace CheckIn.Gate.Health;

/// <summary>The gate's figures, put together when they are sent.</summary>
internal sealed class GateHealth(GateCounters counters, GateAlarms alarms, DiskWrites writes, GateClock clock)
{
    private readonly long _started = clock.GetTimestamp();

    internal HealthMessage Message(long session, GateJournal journal)
    {
        var standing = journal.Standing;
        var words = standing.Words.Concat(alarms.Words).Order(StringComparer.Ordinal).ToArray();
        return new(
            session, (long)clock.GetElapsedTime(_started).TotalSeconds, journal.Backlog, counters.Decided, counters.Admitted,
            counters.Refused, counters.Frames, counters.Reads, journal.SizeBytes, Reading())
        {
            JournalPercent = standing.Fill.Percent,
            DroppedEarly = standing.DroppedEarly,
            WrittenBytesDay = writes.LastDay(),
            UnknownCounted = counters.UnknownCounted,
            JournalFailures = counters.JournalFailures,
            Alarms = words.Length > 0 ? words : null,
        };
    }

    private ClockReading Reading()
    {
        var now = clock.Stamp();
        return new ClockReading(Boot.Id, now.MonotonicNs, now.At, now.Quality);
    }
}
