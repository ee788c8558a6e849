using CheckIn.Gate.Gpio;
using CheckIn.Time;

namespace CheckIn.Gate.Turnstile;

/// <summary>A relay that this process alone switches, by a timer. Disposing it, and any failure to switch, leaves it off.</summary>
internal sealed class TimedRelayLine : IRelayLine
{
    private readonly IGpioOutput _output;
    private readonly TimeProvider _time;
    private readonly ITimer _off;
    private readonly Lock _lock = new();
    private long _offAtNs;
    private bool _active;
    private bool _disposed;

    internal TimedRelayLine(IGpioOutput output, TimeProvider time)
    {
        (_output, _time) = (output, time);
        _off = time.CreateTimer(_ => SwitchOffWhenDue(), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        _output.Set(false);
    }

    public void Activate(TimeSpan hold, long notAfterNs)
    {
        lock (_lock)
        {
            ObjectDisposedException.ThrowIf(_disposed, this);
            var now = _time.MonotonicNs();
            _offAtNs = Math.Min(now + Ns(hold), notAfterNs);
            // The way back is armed before the way there.
            Arm(now);
            _active = true;
            _output.Set(true);
            // A thread that was held up before the edge must not shorten the pulse; the bound stays where it was.
            _offAtNs = Math.Min(_time.MonotonicNs() + Ns(hold), notAfterNs);
        }
    }

    public void Deactivate()
    {
        lock (_lock)
        {
            if (_disposed || !_active)
                return;
            _active = false;
            _output.Set(false);
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
            var now = _time.MonotonicNs();
            if (now < _offAtNs)
            {
                Arm(now);
                return;
            }
            _active = false;
            _output.Set(false);
        }
    }

    private void Arm(long now) =>
        // Timers count whole milliseconds; rounding up keeps one early call from costing a second.
        _off.Change(TimeSpan.FromMilliseconds(Math.Ceiling(Math.Max(0, _offAtNs - now) / 1e6)), Timeout.InfiniteTimeSpan);

    private static long Ns(TimeSpan span) => span.Ticks * 100;
}
