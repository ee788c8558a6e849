using System.Collections.Concurrent;
using CheckIn.Contract;
using CheckIn.Gate.Clock;
using CheckIn.Gate.Journal;
using CheckIn.Gate.Lanes;
using CheckIn.Gate.Service;
using CheckIn.Gate.Settings;
using CheckIn.Gate.Supervision;
using CheckIn.Time;

namespace CheckIn.Gate.Modes;

/// <summary>
/// The edge around <see cref="ModeBook"/>: hears the hub's orders and those given at the gate itself, keeps them in a file (<see cref="ModeStore"/>), has open
/// lanes follow them, and reports what became of each. Before a lane reads its first code it knows whether it is locked.
/// The hub's silence, the loss of the connection and its return change nothing here; only what the hub says does, and
/// time. That is looked at every few seconds while an order stands, because it may become known, or be set, at any
/// moment.
/// </summary>
internal sealed class ModeKeeper(
    HubWishes wishes, ModeStore store, GateClock clock, string clockMemory, EventRecorder recorder, Liveness? liveness,
    ILogger<ModeKeeper> logger) : BackgroundService
{
    private static readonly TimeSpan LookEvery = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan IdleFor = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan TryAgainAfter = TimeSpan.FromSeconds(5);
    /// <summary>How much of an order a loss of power may give back; the medium is not worn out for less.</summary>
    private static readonly TimeSpan KeepEvery = TimeSpan.FromMinutes(5);
    private readonly Lock _lock = new();
    private readonly ConcurrentQueue<Asked> _asked = new();
    private TaskCompletionSource _opened = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private volatile ModeBook _book = ModeBook.Empty;
    private IReadOnlyList<FollowingLane> _lanes = [];
    private IReadOnlyList<ModeReport> _said = [];
    private DesiredMessage? _heard;
    private bool _isOpen;
    private bool _isKept = true;
    private long _keptAtNs;

    /// <summary>Lanes are open, and read no code yet.</summary>
    /// <param name="lanes">All of them.</param>
    /// <param name="append">The journal's.</param>
    internal void Opened(IEnumerable<LaneParts> lanes, Func<EventDraft, ValueTask<long>> append)
    {
        lock (_lock)
        {
            _lanes = [.. lanes.Select(parts => new FollowingLane(
                new ModeLane(parts.Options.Name, parts.Options.Direction, parts.Options.Turnstile.RelayPin), parts.Way,
                append, recorder, clock, logger))];
            var wanted = _book.InForce([.. _lanes.Select(static lane => lane.Lane)]);
            foreach (var lane in _lanes)
                lane.Restrict(wanted.GetValueOrDefault(lane.Lane.Name));
            _isOpen = true;
            _opened.TrySetResult();
        }
    }

    /// <summary>Somebody at the gate locks a lane, or all of them; completes when that is in force.</summary>
    /// <param name="by">Who, as the rows say.</param>
    /// <param name="lane">Null = every lane.</param>
    /// <param name="span">For how long.</param>
    internal Task LockAsync(string by, string? lane, TimeSpan span) =>
        AskAsync(book => book.LockedHere(by, lane, span, clock.Stamp()));

    /// <summary>Takes back what was locked at the gate; completes when that is in force.</summary>
    internal Task LiftAsync(string id) => AskAsync(book => book.Lifted(id));

    /// <summary>What was locked at the gate itself and stands.</summary>
    internal IReadOnlyList<BookedOrder> Own => [.. _book.Orders.Where(static order => order is { IsOwn: true, Stands: true })];

    private Task AskAsync(Func<ModeBook, ModeBook> change)
    {
        var asked = new Asked(change, new(TaskCreationOptions.RunContinuationsAsynchronously));
        _asked.Enqueue(asked);
        lock (_lock)
            _opened.TrySetResult();
        return asked.Done.Task;
    }

    /// <summary>They are not any more.</summary>
    internal void Closed()
    {
        lock (_lock)
            (_lanes, _isOpen) = ([], false);
    }

    /// <summary>What lanes follow at this moment.</summary>
    internal IReadOnlyList<LaneModeReading> Followed()
    {
        var now = clock.MonotonicNs();
        return [.. Lanes().Select(static lane => (lane.Lane.Name, lane.Followed)).Where(static lane => lane.Followed is not null)
            .Select(lane => new LaneModeReading(
                lane.Name, lane.Followed!.Order.Mode, Math.Max(0, lane.Followed.EndsNs - now) / 1e9))];
    }

    public override Task StartAsync(CancellationToken cancellationToken)
    {
        try
        {
            if (store.Read() is { } kept)
            {
                _book = ModeBook.Recall(kept, Boot.Id, clock.Stamp(), ClockMemory.LastKept(clockMemory));
                _isKept = false;
                Log.Recalled(logger, _book.Orders.Count(static order => order.Stands));
            }
        }
        catch (IOException e)
        {
            Log.NotRead(logger, e.Message);
        }
        return base.StartAsync(cancellationToken);
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var beat = liveness?.Watch("modes", TimeSpan.FromMinutes(2));
        try
        {
            while (true)
            {
                beat?.Beat();
                var (heard, opened) = (wishes.Heard, OpenedNext());
                var asked = Step();
                Restrict();
                Keep(); // before anything opens: a death a moment later does not forget what it opened for
                var isDone = await FollowAsync();
                asked.ForEach(static one => one.Done.TrySetResult());
                Report();
                beat?.Rest();
                await Task.WhenAny(heard, opened, Task.Delay(Next(isDone), clock, stoppingToken));
                stoppingToken.ThrowIfCancellationRequested();
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            Keep(isLast: true);
        }
    }

    private Task OpenedNext()
    {
        lock (_lock)
        {
            if (_opened.Task.IsCompleted)
                _opened = new(TaskCreationOptions.RunContinuationsAsynchronously);
            return _opened.Task;
        }
    }

    /// <summary>What the hub has said, what was asked for at the gate, and what time it is.</summary>
    /// <returns>What was asked for.</returns>
    private List<Asked> Step()
    {
        var (before, now) = (_book, clock.Stamp());
        if (wishes.Wanted is { } wanted && !ReferenceEquals(wanted, _heard))
        {
            _heard = wanted;
            _book = _book.Heard(wishes.Orders ?? [], now);
            foreach (var refused in _book.Orders.Except(before.Orders).Where(static order => order.Refusal is not null))
                Log.Refused(logger, refused.Refusal!);
        }
        else
            _book = _book.At(now);
        var taken = new List<Asked>();
        while (_asked.TryDequeue(out var asked))
        {
            _book = asked.Change(_book);
            taken.Add(asked);
        }
        var isSame = before.Orders.Select(static order => (order.Order, order.IsOver))
            .SequenceEqual(_book.Orders.Select(static order => (order.Order, order.IsOver)));
        _isKept &= isSame;
        return taken;
    }

    private void Restrict()
    {
        var lanes = Lanes();
        var wanted = _book.InForce([.. lanes.Select(static lane => lane.Lane)]);
        foreach (var lane in lanes)
            lane.Restrict(wanted.GetValueOrDefault(lane.Lane.Name));
    }

    /// <returns>False: something is to be tried again.</returns>
    private async Task<bool> FollowAsync()
    {
        var (lanes, isDone) = (Lanes(), true);
        var wanted = _book.InForce([.. lanes.Select(static lane => lane.Lane)]);
        // What closes comes before what opens.
        foreach (var lane in lanes.OrderBy(lane => wanted.GetValueOrDefault(lane.Lane.Name)?.Mode is LaneMode.HoldOpen
            or LaneMode.FreePassage))
            isDone &= await lane.FollowAsync(wanted.GetValueOrDefault(lane.Lane.Name));
        return isDone;
    }

    private void Keep(bool isLast = false)
    {
        var now = clock.MonotonicNs();
        var isDue = _book.NextNs != long.MaxValue && (isLast || now - _keptAtNs >= KeepEvery.Ticks * 100);
        if (_isKept && !isDue)
            return;
        try
        {
            store.Write(_book.Keep(Boot.Id, now));
            (_isKept, _keptAtNs) = (true, now);
        }
        catch (IOException e)
        {
            Log.NotKept(logger, e.Message);
        }
    }

    private void Report()
    {
        var lanes = Lanes();
        if (Own.Count > 0)
            recorder.Raise(AlarmWords.LockedByGuard);
        else
            recorder.Clear(AlarmWords.LockedByGuard);
        if (!_isOpen)
            return;
        var followed = lanes.Where(static lane => lane.Followed is not null)
            .ToDictionary(static lane => lane.Lane.Name, static lane => lane.Followed!, StringComparer.Ordinal);
        var reports = _book.Reports([.. lanes.Select(static lane => lane.Lane)], followed);
        if (reports.SequenceEqual(_said))
            return;
        _said = reports;
        wishes.Say(reports);
    }

    private TimeSpan Next(bool isDone)
    {
        if (_book.NextNs is var next && next == long.MaxValue)
            return isDone && _isKept ? IdleFor : TryAgainAfter;
        var most = isDone ? LookEvery : TryAgainAfter;
        // Timers count whole milliseconds; rounding up keeps one early call from costing another.
        var left = TimeSpan.FromMilliseconds(Math.Ceiling(Math.Max(0, next - clock.MonotonicNs()) / 1e6));
        return left < most ? left : most;
    }

    private IReadOnlyList<FollowingLane> Lanes()
    {
        lock (_lock)
            return _lanes;
    }

    /// <summary>Something that somebody at the gate wants.</summary>
    private sealed record Asked(Func<ModeBook, ModeBook> Change, TaskCompletionSource Done);
}
