using CheckIn.Contract;
using CheckIn.Gate.Clock;
using CheckIn.Gate.Journal;
using CheckIn.Time;

namespace CheckIn.Gate.Health;

/// <summary>The gate's figures, put together when they are sent.</summary>
internal sealed class GateHealth(GateCounters counters, GateAlarms alarms, DiskWrites writes, GateClock clock)
{
    private readonly long _started = clock.GetTimestamp();

    internal HealthMessage Message(long session, GateJournal journal) => new(
        session, (long)clock.GetElapsedTime(_started).TotalSeconds, journal.Backlog, counters.Decided, counters.Admitted,
        counters.Refused, counters.Frames, counters.Reads, journal.SizeBytes, Reading())
    {
        WrittenBytesDay = writes.LastDay(),
        UnknownCounted = counters.UnknownCounted,
        JournalFailures = counters.JournalFailures,
        Alarms = alarms.Words,
    };

    private ClockReading Reading()
    {
        var now = clock.Stamp();
        return new ClockReading(Boot.Id, now.MonotonicNs, now.At, now.Quality);
    }
}
