using CheckIn.Time;

namespace CheckIn.Gate.Turnstile;

/// <summary>
/// A relay that is off unless somebody was just admitted. Each admission holds it for one pulse; one that comes during a
/// pulse prolongs it, but never past the longest pulse counted from the first edge. Both bounds are on the monotonic
/// clock and are kept by the line itself. An emergency holds it for as long as it lasts, in leases of seconds.
/// </summary>
internal sealed class Relay : IDisposable
{
    /// <summary>An emergency's hold is renewed by this much; whoever renews it no more lets go after it.</summary>
    internal static readonly TimeSpan Lease = TimeSpan.FromSeconds(3);

    private static readonly TimeSpan RenewEvery = TimeSpan.FromSeconds(1);
    private readonly IRelayLine _line;
    private readonly TurnstileOptions _options;
    private readonly TimeProvider _time;
    private readonly ITimer _renewal;
    private readonly Lock _lock = new();
    private long _firstEdgeNs;
    private long _offAtNs;
    private bool _held;
    private bool _disposed;

    internal Relay(IRelayLine line, TurnstileOptions options, TimeProvider time)
    {
        (_line, _options, _time) = (line, options, time);
        _renewal = time.CreateTimer(_ => Renew(), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    /// <summary>Opens for one pulse.</summary>
    internal void Pulse() => Pulse(_options.Pulse);

    /// <summary>Opens for <paramref name="hold"/>, at most for the longest pulse.</summary>
    internal void Pulse(TimeSpan hold)
    {
        lock (_lock)
        {
            ObjectDisposedException.ThrowIf(_disposed, this);
            if (_held)
                return;
            var now = _time.MonotonicNs();
            if (now >= _offAtNs)
                _firstEdgeNs = now;
            var bound = _firstEdgeNs + Ns(_options.MaxPulse);
            _line.Activate(hold, bound);
            _offAtNs = Math.Min(_time.MonotonicNs() + Ns(hold), bound);
        }
    }

    /// <summary>Opens until <see cref="EndHold"/>: somebody's life may depend on the way out.</summary>
    internal void HoldOpen()
    {
        lock (_lock)
        {
            if (_disposed || _held)
                return;
            _held = true;
            _renewal.Change(RenewEvery, RenewEvery);
            ActivateForLease();
        }
    }

    /// <summary>Closes what <see cref="HoldOpen"/> opened.</summary>
    internal void EndHold()
    {
        lock (_lock)
        {
            if (_disposed || !_held)
                return;
            _held = false;
            _offAtNs = 0;
            _renewal.Change(Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
            _line.Deactivate();
        }
    }

    /// <summary>Closes before the pulse is over: whoever it was for has passed. An emergency's hold goes on.</summary>
    internal void EndPulse()
    {
        lock (_lock)
        {
            if (_disposed || _held)
                return;
            _offAtNs = 0;
            _line.Deactivate();
        }
    }

    public void Dispose()
    {
        lock (_lock)
        {
            if (_disposed)
                return;
            _disposed = true;
            _renewal.Dispose();
            _line.Dispose();
        }
    }

    private void Renew()
    {
        lock (_lock)
        {
            if (!_disposed && _held)
                ActivateForLease();
        }
    }

    private void ActivateForLease() => _line.Activate(Lease, _time.MonotonicNs() + Ns(Lease));

    private static long Ns(TimeSpan span) => span.Ticks * 100;
}
