using CheckIn.Contract;
using CheckIn.Gate.Clock;
using CheckIn.Gate.Identity;
using CheckIn.Gate.Journal;
using CheckIn.Gate.Lists;
using CheckIn.Gate.Service;
using CheckIn.Gate.Settings;
using CheckIn.Gate.Uplink;
using CheckIn.Time;

namespace CheckIn.Gate.Health;

/// <summary>The gate's figures, put together when they are sent or asked for. What is not known is left out.</summary>
internal sealed class GateHealth(
    GateCounters counters, GateAlarms alarms, DiskWrites writes, GateClock clock, Board board, HubLink link, GateParts parts,
    IdentityStanding identity, GateLists? lists = null)
{
    private readonly long _started = clock.GetTimestamp();

    internal HubLink Link => link;

    /// <summary>Whether an alarm stands.</summary>
    internal bool HasAlarms => alarms.Words.Any();

    /// <summary>Completes when an alarm is raised or cleared.</summary>
    internal Task AlarmsChanged => alarms.Changed;

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
            Unreadable = counters.Unreadables,
            EventsUnrecorded = counters.EventsUnrecorded,
            Alarms = words.Length > 0 ? words : null,
            Version = Usage.Version,
            Board = Told(board.Read()),
            Disk = DiskState.Of(journal.Path) is { TotalBytes: > 0 } disk ? new(disk.FreeBytes, disk.TotalBytes) : null,
            Memory = ProcessMemory.Read(),
            Link = link.Now,
            Guard = parts.Guard,
            Lanes = parts.Health,
            CertificateDaysLeft = identity.DaysLeft,
            Commands = counters.Commands,
            Lists = lists?.Health,
        };
    }

    private static BoardHealth? Told(BoardHealth board) => board == new BoardHealth(null, null, null, null) ? null : board;

    private ClockReading Reading()
    {
        var now = clock.Stamp();
        return new ClockReading(Boot.Id, now.MonotonicNs, now.At, now.Quality);
    }
}
