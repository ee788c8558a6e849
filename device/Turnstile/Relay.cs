namespace CheckIn.Gate.Turnstile;

/// <summary>
/// A relay that is off unless somebody was just admitted. Each admission holds it for one pulse; one that comes during a
/// pulse prolongs it, but never past the longest pulse counted from the first edge. Both bounds are on the monotonic
/// clock. Disposing it, and any failure to switch, leaves it off.
/// </summary>
internal sealed class Relay : IDisposable
{
    private readonly IGpioOutput _output;
    private readonly TurnstileOptions _options;
    private readonly TimeProvider _time;
    private readonly ITimer _off;
    private readonly Lock _lock = new();
    private long _firstEdge;
    private long _offAt;
    private bool _active;
    private bool _disposed;

    internal Relay(IGpioOutput output, TurnstileOptions options, TimeProvider time)
    {
        (_output, _options, _time) = (output, options, time);
        _off = time.CreateTimer(_ => SwitchOffWhenDue(), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        _output.Set(false);
    }

    /// <summary>Opens for one pulse.</summary>
    internal void Pulse()
    {
        lock (_lock)
        {
            ObjectDisposedException.ThrowIf(_disposed, this);
            var now = _time.GetTimestamp();
            if (!_active)
                _firstEdge = now;
            var bound = _firstEdge + Ticks(_options.MaxPulse);
            _offAt = Math.Min(now + Ticks(_options.Pulse), bound);
            // The way back is armed before the way there.
            Arm(now);
            _active = true;
            _output.Set(true);
            // A thread that was held up before the edge must not shorten the pulse; the bound stays where it was.
            _offAt = Math.Min(_time.GetTimestamp() + Ticks(_options.Pulse), bound);
        }
    }

    public void Dispose()
    {
        lock (_lock)
        {
            if (_disposed)
                return;
            _disposed = true;
            _off.Dispose();
            _output.Dispose();
        }
    }

    private void SwitchOffWhenDue()
    {
        lock (_lock)
        {
            if (_disposed || !_active)
                return;
            var now = _time.GetTimestamp();
            if (now < _offAt)
            {
                Arm(now);
                return;
            }
            _active = false;
            _output.Set(false);
        }
    }

    private void Arm(long now)
    {
        var wait = TimeSpan.FromSeconds(Math.Max(0, _offAt - now) / (double)_time.TimestampFrequency);
        // Timers count whole milliseconds; rounding up keeps one early call from costing a second.
        _off.Change(TimeSpan.FromMilliseconds(Math.Ceiling(wait.TotalMilliseconds)), Timeout.InfiniteTimeSpan);
    }

    private long Ticks(TimeSpan span) => (long)(span.TotalSeconds * _time.TimestampFrequency);
}
