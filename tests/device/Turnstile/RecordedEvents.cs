using System.Text;
using CheckIn.Contract;
using CheckIn.Fixtures;
using CheckIn.Gate.Clock;
using CheckIn.Gate.Health;
using CheckIn.Gate.Journal;
using CheckIn.Gate.Lanes;
using CheckIn.Gate.Supervision;
using Microsoft.Extensions.Logging.Abstractions;

namespace CheckIn.Gate.Tests.Turnstile;

/// <summary>A recorder with a journal in memory, and what it has recorded.</summary>
internal sealed class RecordedEvents : IAsyncDisposable
{
    private readonly List<EventDraft> _drafts = [];
    private readonly Lock _lock = new();
    private volatile bool _fails;

    internal RecordedEvents(FakeTime time)
    {
        Clock = new GateClock(time, () => null);
        Recorder = new EventRecorder(AppendAsync, Alarms, Counters, Clock, new Liveness(time), NullLogger.Instance);
        Running = Recorder.StartAsync(CancellationToken.None);
    }

    internal GateClock Clock { get; }
    internal GateAlarms Alarms { get; } = new();
    internal GateCounters Counters { get; } = new();
    internal EventRecorder Recorder { get; }
    internal bool Fails { get => _fails; set => _fails = value; }
    internal Task Running { get; }

    internal IReadOnlyList<EventDraft> Drafts
    {
        get { lock (_lock) return [.. _drafts]; }
    }

    /// <summary>Kind, lane and body of everything so far.</summary>
    internal async Task<string[]> ToldAsync()
    {
        await Recorder.DrainAsync(TimeSpan.FromHours(1)).WaitAsync(TimeSpan.FromSeconds(20));
        return [.. Drafts.Select(draft => $"{draft.Lane} {draft.Kind} {Encoding.UTF8.GetString(draft.Body.Span)}".Replace("\"", "", StringComparison.Ordinal))];
    }

    internal async ValueTask<long> AppendAsync(EventDraft draft)
    {
        await Task.Yield();
        if (_fails)
            throw new JournalException("There is no room.");
        lock (_lock)
        {
            _drafts.Add(draft);
            return _drafts.Count;
        }
    }

    public async ValueTask DisposeAsync()
    {
        await Recorder.StopAsync(CancellationToken.None);
        Recorder.Dispose();
    }
}
