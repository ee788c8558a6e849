using CheckIn.Contract;
using CheckIn.Gate.Journal;

namespace CheckIn.Gate.Health;

/// <summary>The gate's figures, put together when they are sent.</summary>
internal sealed class GateHealth(GateCounters counters, GateAlarms alarms, DiskWrites writes, TimeProvider time)
{
    private readonly long _started = time.GetTimestamp();

    internal HealthMessage Message(long session, GateJournal journal) => new(
        session, (long)time.GetElapsedTime(_started).TotalSeconds, journal.Backlog, counters.Decided, counters.Admitted,
        counters.Refused, counters.Frames, counters.Reads, journal.SizeBytes)
    {
        WrittenBytesDay = writes.LastDay(),
        UnknownCounted = counters.UnknownCounted,
        JournalFailures = counters.JournalFailures,
        Alarms = alarms.Words,
    };
}
