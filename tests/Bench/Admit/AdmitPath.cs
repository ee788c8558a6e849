using CheckIn.Contract;
using CheckIn.Gate.Clock;
using CheckIn.Gate.Gpio;
using CheckIn.Gate.Health;
using CheckIn.Gate.Journal;
using CheckIn.Gate.Keys;
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
    private readonly RelayPath? _relay;
    private long _committedAt;
    private readonly Portal _portal;

    private AdmitPath(GateKeys keys, GateJournal journal, LaneOptions options, RelayPath? relay)
    {
        (_keys, Journal, _relay) = (keys, journal, relay);
        var (time, counters, alarms) = (TimeProvider.System, new GateCounters(), new GateAlarms());
        var clock = new GateClock(time);
        var recorder = new EventRecorder(journal.AppendAsync, alarms, counters, clock, null, NullLogger.Instance);
        _portal = new Portal(options.Name, recorder, time, NullLogger.Instance);
        var way = _portal.Add(
            new EventStamp(options.Name, options.Direction, clock), options.Turnstile,
            new Relay(relay?.Line ?? new TimedRelayLine(_edge, time), options.Turnstile, time),
            new Indicator(null, null, null, options.Indicator, time));
        _lane = new Lane(
            options, new NoScanner(), way, AppendAsync, keys, counters, alarms, clock, NullLogger.Instance);
    }

    /// <summary>Where the events go.</summary>
    public GateJournal Journal { get; }

    public static async Task<AdmitPath> OpenAsync(string directory, RelayKind relay)
    {
        var options = new LaneOptions { Name = "in" };
        if (relay != RelayKind.None)
            (options.Turnstile.RelayPin, options.Turnstile.Pulse) = (0, TimeSpan.FromMilliseconds(20));
        var keys = GateKeys.Open(new KeyOptions { Directory = Path.Combine(directory, "keys") }, TimeProvider.System);
        var journal = GateJournal.Open(
            new JournalOptions { Path = Path.Combine(directory, "journal.db") }, TimeProvider.System);
        return new AdmitPath(
            keys, journal, options,
            relay == RelayKind.None
                ? null : await RelayPath.OpenAsync(relay, directory, options.Turnstile).ConfigureAwait(false));
    }

    /// <summary>Admits one person; returns commit and edge as timestamps of <see cref="TimeProvider.System"/>.</summary>
    /// <param name="code">What is shown.</param>
    public async Task<(long Committed, long Edge)> AdmitAsync(ReadOnlyMemory<byte> code)
    {
        _edge.OpenedAt = 0;
        var answer = await _lane.AnswerAsync(code).ConfigureAwait(false);
        if (_relay is not null)
            return (_committedAt, await _relay.NextEdgeAsync().ConfigureAwait(false));
        return _edge.OpenedAt != 0
            ? (_committedAt, _edge.OpenedAt)
            : throw new InvalidOperationException(
                $"The lane answered {answer.Outcome}, {answer.Reason}; there is nothing to time.");
    }

    private async ValueTask<long> AppendAsync(EventDraft draft)
    {
        var seq = await Journal.AppendAsync(draft).ConfigureAwait(false);
        _committedAt = TimeProvider.System.GetTimestamp();
        return seq;
    }

    public async ValueTask DisposeAsync()
    {
        _relay?.Dispose();
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
