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
    private Lease _lease = Lease.None;
    private bool _disposed;

    internal TimedRelayLine(IGpioOutput output, TimeProvider time)
    {
        (_output, _time) = (output, time);
        _off = time.CreateTimer(_ => SwitchOffWhenDue(), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        _output.Set(false);
    }

    public bool IsWorking => true;

    public bool IsActive
    {
        get { lock (_lock) return _lease.IsActive; }
    }

    public bool Activate(in Opening opening, bool wayOut = false)
    {
        lock (_lock)
        {
            ObjectDisposedException.ThrowIf(_disposed, this);
            var now = _time.MonotonicNs();
            var lease = _lease.At(now).With(opening, now);
            if (opening.IsStale(now) || !lease.IsActive)
                return false;
            _lease = lease;
            // The way back is armed before the way there.
            Arm(now);
            _output.Set(true);
            // A thread that was held up before the edge must not shorten the pulse; the bound stays where it was.
            _lease = _lease.With(opening, _time.MonotonicNs());
            return true;
        }
    }

    public void Deactivate()
    {
        lock (_lock)
        {
            if (_disposed || !_lease.IsActive)
                return;
            _lease = Lease.None;
            _output.Set(false);
        }
    }

    /// <summary>Somebody else sees to it from now on that the line goes off.</summary>
    internal void HandOver()
    {
        lock (_lock)
            _lease = Lease.None;
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
            if (_disposed || !_lease.IsActive)
                return;
            var now = _time.MonotonicNs();
            if (_lease.At(now).IsActive)
                Arm(now);
            else
                Deactivate();
        }
    }

    private void Arm(long now) =>
        // Timers count whole milliseconds; rounding up keeps one early call from costing a second.
        _off.Change(TimeSpan.FromMilliseconds(Math.Ceiling((_lease.OffAtNs - now) / 1e6)), Timeout.InfiniteTimeSpan);
}
