using CheckIn.Contract;
using CheckIn.Gate.Clock;
using CheckIn.Gate.Health;
using CheckIn.Gate.Journal;
using CheckIn.Time;

namespace CheckIn.Gate.Uplink;

/// <summary>Who this gate is on the wire, and how it puts itself into words there.</summary>
internal sealed class GateIdentity(string id, string version, GateCounters counters, GateClock clock)
{
    private readonly long _started = clock.GetTimestamp();

    internal string Id => id;

    internal GateClock Clock => clock;

    internal StateMessage State(GateState state, long session, GateJournal journal) =>
        new(state, session, Boot.Id, version, journal.Backlog, journal.Epoch);

    internal HealthMessage Health(long session, GateJournal journal) => new(
        session, (long)clock.GetElapsedTime(_started).TotalSeconds, journal.Backlog, counters.Decided,
        counters.Admitted, counters.Refused, counters.Frames, counters.Reads, journal.SizeBytes, Reading());

    private ClockReading Reading()
    {
        var now = clock.Stamp();
        return new ClockReading(Boot.Id, now.MonotonicNs, now.At, now.Quality);
    }
}
