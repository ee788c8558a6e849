using CheckIn.Gate.Clock;
using CheckIn.Gate.Enrolment;
using CheckIn.Gate.Gpio;
using CheckIn.Gate.Health;
using CheckIn.Gate.Journal;
using CheckIn.Gate.Lanes;
using CheckIn.Gate.Scanning;
using CheckIn.Gate.Turnstile;
using Microsoft.Extensions.Logging.Abstractions;

namespace CheckIn.Bench.Admit;

/// <summary>
/// A lane as the gate has it, from a code's bytes to the relay's edge: credential, decision, pseudonym, sealed part,
/// durable row, pulse. Only the scanner before it and the copper behind it are left out.
/// </summary>
internal sealed class AdmitPath : IAsyncDisposable
{
    private readonly GateKeys _keys;
    private readonly EdgeClock _edge = new();
    private readonly Lane _lane;
    private readonly Portal _portal;

    private AdmitPath(GateKeys keys, GateJournal journal)
    {
        (_keys, Journal) = (keys, journal);
        var options = new LaneOptions { Name = "in" };
        var (time, counters, alarms) = (TimeProvider.System, new GateCounters(), new GateAlarms());
        var clock = new GateClock(time);
        var recorder = new EventRecorder(journal.AppendAsync, alarms, counters, clock, null, NullLogger.Instance);
        _portal = new Portal(options.Name, recorder, time, NullLogger.Instance);
        var way = _portal.Add(
            new EventStamp(options.Name, options.Direction, clock), options.Turnstile,
            new Relay(new TimedRelayLine(_edge, time), options.Turnstile, time), new Indicator(null, null, null, options.Indicator, time));
        _lane = new Lane(
            options, new NoScanner(), way, journal.AppendAsync, keys, counters, alarms, clock, NullLogger.Instance);
    }

    /// <summary>Where the events go.</summary>
    public GateJournal Journal { get; }

    public static AdmitPath Open(string directory)
    {
        var keys = GateKeys.Open(new KeyOptions { Directory = Path.Combine(directory, "keys") }, TimeProvider.System);
        var journal = GateJournal.Open(
            new JournalOptions { Path = Path.Combine(directory, "journal.db") }, TimeProvider.System);
        return new AdmitPath(keys, journal);
    }

    /// <summary>Admits one person; returns the edge as a timestamp of <see cref="TimeProvider.System"/>.</summary>
    public async Task<long> AdmitAsync(ReadOnlyMemory<byte> code)
    {
        _edge.OpenedAt = 0;
        var answer = await _lane.AnswerAsync(code).ConfigureAwait(false);
        return _edge.OpenedAt != 0
            ? _edge.OpenedAt
            : throw new InvalidOperationException($"The lane answered {answer.Outcome}, {answer.Reason}; there is nothing to time.");
    }

    public async ValueTask DisposeAsync()
    {
        _lane.Dispose();
        _portal.Dispose();
        await Journal.DisposeAsync().ConfigureAwait(false);
        _keys.Dispose();
    }

    /// <summary>A pin that notes when it was last made active.</summary>
    private sealed class EdgeClock : IGpioOutput
    {
        internal long OpenedAt { get; set; }

        public int Pin => 0;

        public void Set(bool active)
        {
            if (active)
                OpenedAt = TimeProvider.System.GetTimestamp();
        }

        public void Dispose() { }
    }

    /// <summary>Codes are handed to the lane directly.</summary>
    private sealed class NoScanner : IScanner
    {
        public ScannerStatus Status => new(true, "none");

        public IAsyncEnumerable<ScannedCode> ReadAsync(CancellationToken cancellation) =>
            throw new NotSupportedException("Codes are handed to the lane directly.");

        public void Answered(Answer answer) { }
    }
}
