using System.Threading.Channels;
using CheckIn.Contract;
using CheckIn.Gate.Clock;
using CheckIn.Gate.Health;
using CheckIn.Gate.Journal;
using CheckIn.Gate.Supervision;

namespace CheckIn.Gate.Lanes;

/// <summary>
/// Records what nobody waits for: passages, alarms, operations, from any thread. <see cref="Record"/> never blocks, so that
/// whoever opens doors in an emergency or hears of edges goes on at once; one loop journals in order. Each event has its time
/// from the moment it was made, however late its row. While the journal cannot be written the loop tries every five
/// seconds and events wait in memory, a thousand at most; how many found no room is counted and recorded when there is
/// room again. An alarm is raised once and cleared once, whoever tells of it how often.
/// </summary>
internal sealed class EventRecorder : BackgroundService
{
    internal const int Most = 1024;

    private static readonly TimeSpan RetryEvery = TimeSpan.FromSeconds(5);
    private readonly Func<EventDraft, ValueTask<long>> _append;
    private readonly GateAlarms _alarms;
    private readonly GateCounters _counters;
    private readonly GateClock _clock;
    private readonly Liveness? _liveness;
    private readonly ILogger _logger;
    private readonly Channel<Entry> _waiting = Channel.CreateBounded<Entry>(
        new BoundedChannelOptions(Most) { SingleReader = true, FullMode = BoundedChannelFullMode.Wait });
    private readonly EventStamp _gate;
    private long _unrecorded;

    internal EventRecorder(
        Func<EventDraft, ValueTask<long>> append, GateAlarms alarms, GateCounters counters, GateClock clock,
        Liveness? liveness, ILogger logger)
    {
        (_append, _alarms, _counters, _clock, _liveness, _logger) = (append, alarms, counters, clock, liveness, logger);
        _gate = new EventStamp(EventStamp.WholeGate, null, clock);
    }

    /// <summary>Records this as soon as that is possible. Never blocks, never throws.</summary>
    internal void Record(EventDraft draft)
    {
        if (!_waiting.Writer.TryWrite(new Entry(draft, null)))
            CountUnrecorded();
    }

    /// <summary>Records an operation of the whole gate.</summary>
    internal void Operation(string name, string by, string result) => Record(_gate.Operation(name, by, result));

    /// <summary>Raises an alarm of the whole gate, unless it stands.</summary>
    internal bool Raise(string alarm) => Raise(_gate, alarm);

    /// <summary>Clears an alarm of the whole gate, if it stands.</summary>
    internal bool Clear(string alarm) => Clear(_gate, alarm);

    /// <summary>Raises an alarm of a lane, unless it stands.</summary>
    /// <returns>False when it stood already.</returns>
    internal bool Raise(EventStamp stamp, string alarm, long value = 1)
    {
        if (!_alarms.Raise(alarm, stamp.Lane, _clock.GetTimestamp()))
            return false;
        Record(stamp.Alarm(alarm, value));
        Log.AlarmRaised(_logger, stamp.Lane, alarm);
        return true;
    }

    /// <summary>Clears an alarm of a lane, if it stands.</summary>
    /// <param name="stamp">The lane.</param>
    /// <param name="alarm">Its word.</param>
    /// <param name="value">What its event says; without it, for how many seconds it stood.</param>
    /// <returns>False when it did not stand.</returns>
    internal bool Clear(EventStamp stamp, string alarm, long? value = null)
    {
        if (_alarms.Clear(alarm, stamp.Lane) is not { } since)
            return false;
        var stood = _clock.GetElapsedTime(since);
        Record(stamp.Alarm(alarm, value ?? (long)stood.TotalSeconds, cleared: true));
        Log.AlarmCleared(_logger, stamp.Lane, alarm, stood);
        return true;
    }

    /// <summary>Waits until everything so far has its row, but not for longer than this.</summary>
    internal async Task DrainAsync(TimeSpan most)
    {
        var marker = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        if (_waiting.Writer.TryWrite(new Entry(null, marker)))
            await marker.Task.WaitAsync(most, _clock).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    /// <summary>Ends the loop; what is left is tried once, up to the first that fails.</summary>
    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        await base.StopAsync(cancellationToken);
        _waiting.Writer.TryComplete();
        var works = true;
        while (_waiting.Reader.TryRead(out var entry))
        {
            works = works && !cancellationToken.IsCancellationRequested && await TryAppendAsync(entry);
            if (!works && entry.Draft is not null)
                CountUnrecorded();
        }
        if (works)
            await RecordUnrecordedAsync();
        if (Interlocked.Read(ref _unrecorded) is > 0 and var lost)
            Log.EventsLost(_logger, lost);
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var beat = _liveness?.Watch("recorder", TimeSpan.FromSeconds(30));
        beat?.Rest();
        while (await _waiting.Reader.WaitToReadAsync(stoppingToken))
        {
            while (!stoppingToken.IsCancellationRequested && _waiting.Reader.TryRead(out var entry))
            {
                beat?.Beat();
                await AppendAsync(entry, beat, stoppingToken);
            }
            await RecordUnrecordedAsync();
            beat?.Rest();
        }
    }

    private async Task AppendAsync(Entry entry, LoopBeat? beat, CancellationToken stopping)
    {
        while (!await TryAppendAsync(entry))
        {
            beat?.Beat();
            try
            {
                await Task.Delay(RetryEvery, _clock, stopping);
            }
            catch (OperationCanceledException)
            {
                // The last chance; what comes after it has one as well.
                if (!await TryAppendAsync(entry))
                    CountUnrecorded();
                throw;
            }
        }
    }

    private async ValueTask<bool> TryAppendAsync(Entry entry)
    {
        entry.Marker?.TrySetResult();
        if (entry.Draft is not { } draft)
            return true;
        try
        {
            await _append(draft);
            return true;
        }
        catch (JournalException e)
        {
            _counters.CountJournalFailure();
            Log.EventWaits(_logger, draft.Kind, draft.Lane, e.Message);
            return false;
        }
    }

    private async ValueTask RecordUnrecordedAsync()
    {
        var count = Interlocked.Exchange(ref _unrecorded, 0);
        if (count > 0 && !await TryAppendAsync(new Entry(_gate.Alarm(AlarmWords.EventsUnrecorded, count), null)))
            Interlocked.Add(ref _unrecorded, count);
    }

    private void CountUnrecorded()
    {
        Interlocked.Increment(ref _unrecorded);
        _counters.CountUnrecorded();
    }

    private readonly record struct Entry(EventDraft? Draft, TaskCompletionSource? Marker);
}
