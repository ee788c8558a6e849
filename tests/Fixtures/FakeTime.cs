namespace CheckIn.Fixtures;

/// <summary>A clock that stands still until it is told to move; timers fire on the way, in order.</summary>
public sealed class FakeTime : TimeProvider
{
    private readonly List<FakeTimer> _timers = [];
    private readonly Lock _lock = new();
    private DateTimeOffset _now = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);
    private long _timestamp;

    public override long TimestampFrequency => 1_000_000_000;

    public override DateTimeOffset GetUtcNow() => _now;

    public override long GetTimestamp() => _timestamp;

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var timer = new FakeTimer(this, callback, state);
        lock (_lock)
            _timers.Add(timer);
        timer.Change(dueTime, period);
        return timer;
    }

    /// <summary>Whether anything waits for time to pass.</summary>
    public bool HasTimers
    {
        get
        {
            lock (_lock)
                return _timers.Exists(timer => timer.DueAt is not null);
        }
    }

    /// <summary>Sets the wall clock without moving monotonic time.</summary>
    public void SetWall(DateTimeOffset now) => _now = now;

    /// <summary>Moves both clocks on, firing every timer that falls due.</summary>
    public void Advance(TimeSpan span)
    {
        var end = _timestamp + (long)(span.TotalMilliseconds * 1e6);
        while (NextDue(end) is { } timer)
        {
            Move(timer.DueAt!.Value);
            timer.Fire();
        }
        Move(end);
    }

    private void Move(long timestamp)
    {
        _now += TimeSpan.FromMicroseconds((timestamp - _timestamp) / 1000.0);
        _timestamp = timestamp;
    }

    private FakeTimer? NextDue(long end)
    {
        lock (_lock)
            return _timers.Where(timer => timer.DueAt <= end).MinBy(timer => timer.DueAt);
    }

    private sealed class FakeTimer(FakeTime time, TimerCallback callback, object? state) : ITimer
    {
        private TimeSpan _period;

        internal long? DueAt { get; private set; }

        public bool Change(TimeSpan dueTime, TimeSpan period)
        {
            _period = period;
            DueAt = dueTime == Timeout.InfiniteTimeSpan ? null : time._timestamp + (long)(dueTime.TotalMilliseconds * 1e6);
            return true;
        }

        public void Dispose()
        {
            lock (time._lock)
                time._timers.Remove(this);
        }

        public ValueTask DisposeAsync()
        {
            Dispose();
            return ValueTask.CompletedTask;
        }

        internal void Fire()
        {
            DueAt = _period > TimeSpan.Zero ? DueAt + (long)(_period.TotalMilliseconds * 1e6) : null;
            callback(state);
        }
    }
}
