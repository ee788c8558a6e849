namespace CheckIn.Gate.Tests.Journal;

/// <summary>A clock that stands still until a test moves it: wall and monotonic time apart, as on a gate.</summary>
internal sealed class SteppedTime(DateTimeOffset wall, long monotonicNs = 1_000_000_000) : TimeProvider
{
    private readonly List<Alarm> _alarms = [];

    public DateTimeOffset Wall { get; set; } = wall;
    public long MonotonicNs { get; set; } = monotonicNs;

    public override long TimestampFrequency => 1_000_000_000;
    public override DateTimeOffset GetUtcNow() => Wall;
    public override long GetTimestamp() => MonotonicNs;

    public void Pass(TimeSpan duration)
    {
        Wall += duration;
        MonotonicNs += duration.Ticks * 100;
    }

    /// <summary>Lets every timer fire once.</summary>
    public void Fire()
    {
        foreach (var alarm in _alarms.ToArray())
            alarm.Ring();
    }

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var alarm = new Alarm(callback, state);
        _alarms.Add(alarm);
        return alarm;
    }

    private sealed class Alarm(TimerCallback callback, object? state) : ITimer
    {
        private bool _off;

        public void Ring()
        {
            if (!_off)
                callback(state);
        }

        public bool Change(TimeSpan dueTime, TimeSpan period) => !_off;
        public void Dispose() => _off = true;

        public ValueTask DisposeAsync()
        {
            _off = true;
            return ValueTask.CompletedTask;
        }
    }
}
