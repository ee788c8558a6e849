using CheckIn.Time;

namespace CheckIn.Gate.Turnstile;

/// <summary>
/// A relay that is off unless somebody was just admitted. Each admission holds it for one pulse; one that comes during a
/// pulse prolongs it, but never past the longest pulse counted from the first edge. Both bounds are on the monotonic
/// clock and are kept by the line itself. An emergency holds it for as long as it lasts, in leases of seconds; so does an
/// order, until its end at the latest, and only while the line has its guard: nobody's way out depends on an order.
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
    private bool _held;
    private long _keptUntilNs = long.MinValue;
    private long _pulseUntilNs = long.MinValue;
    private bool _disposed;

    internal Relay(IRelayLine line, TurnstileOptions options, TimeProvider time)
    {
        (_line, _options, _time) = (line, options, time);
        _renewal = time.CreateTimer(_ => Renew(), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    /// <summary>False while no admission can open it; whoever is asked meanwhile had better refuse.</summary>
    internal bool IsWorking => _line.IsWorking;

    /// <summary>True while it is on, or may be.</summary>
    internal bool IsActive => _line.IsActive;

    /// <summary>True while an order holds it open.</summary>
    internal bool IsKeptOpen
    {
        get { lock (_lock) return IsKept(_time.MonotonicNs()); }
    }

    /// <summary>Opens for one pulse.</summary>
    /// <returns>False: it did not open.</returns>
    internal bool Pulse() => Pulse(_options.Pulse);

    /// <summary>Opens for <paramref name="hold"/>, at most for the longest pulse.</summary>
    /// <returns>False: it did not open.</returns>
    internal bool Pulse(TimeSpan hold) => Pulse(hold, _time.MonotonicNs());

    /// <summary>As <see cref="Pulse(TimeSpan)"/>, for what was decided a moment ago: it does not open when that is half a second ago.</summary>
    /// <param name="hold">How long.</param>
    /// <param name="decidedAtNs">CLOCK_MONOTONIC, ns.</param>
    /// <returns>False: it did not open.</returns>
    internal bool Pulse(TimeSpan hold, long decidedAtNs) => Pulse(hold, decidedAtNs, wayOut: false);

    /// <summary>As <see cref="Pulse(TimeSpan)"/>, for somebody who wants to get out: that needs no guard.</summary>
    /// <returns>False: it did not open.</returns>
    internal bool LetOut(TimeSpan hold) => Pulse(hold, _time.MonotonicNs(), wayOut: true);

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
            if (IsKept(_time.MonotonicNs()))
                return;
            _renewal.Change(Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
            _line.Deactivate();
        }
    }

    /// <summary>Opens by an order, until <see cref="EndKeepOpen"/>, and no longer than to this time.</summary>
    /// <param name="untilNs">CLOCK_MONOTONIC, ns.</param>
    internal void KeepOpen(long untilNs)
    {
        lock (_lock)
        {
            if (_disposed)
                return;
            _keptUntilNs = untilNs;
            _renewal.Change(RenewEvery, RenewEvery);
            if (!_held)
                ActivateForOrder();
        }
    }

    /// <summary>
    /// Closes what <see cref="KeepOpen"/> opened; who was admitted a moment ago is not shut out, the last lease is his. An
    /// emergency's hold goes on.
    /// </summary>
    internal void EndKeepOpen()
    {
        lock (_lock)
        {
            if (_disposed || _keptUntilNs == long.MinValue)
                return;
            _keptUntilNs = long.MinValue;
            if (_held)
                return;
            _renewal.Change(Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
            if (_time.MonotonicNs() >= _pulseUntilNs)
                _line.Deactivate();
        }
    }

    /// <summary>Closes before the pulse is over: whoever it was for has passed. A hold goes on.</summary>
    internal void EndPulse()
    {
        lock (_lock)
        {
            if (!_disposed && !_held && !IsKept(_time.MonotonicNs()))
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

    private bool Pulse(TimeSpan hold, long decidedAtNs, bool wayOut)
    {
        lock (_lock)
        {
            ObjectDisposedException.ThrowIf(_disposed, this);
            if (_held)
                return true;
            var now = _time.MonotonicNs();
            // While an order holds it, it is on already; who comes then has a time of his own, which may outlast the order.
            if (!_line.IsActive || IsKept(now))
                _firstEdgeNs = now;
            _pulseUntilNs = Math.Max(_pulseUntilNs, now + Ns(hold));
            return _line.Activate(Opening.Of(hold, _firstEdgeNs + Ns(_options.MaxPulse), decidedAtNs), wayOut);
        }
    }

    private void Renew()
    {
        lock (_lock)
        {
            if (_disposed)
                return;
            if (_held)
                ActivateForLease();
            else
                ActivateForOrder();
        }
    }

    /// <summary>While the guard is lost it does not open; with the next one it does.</summary>
    private void ActivateForOrder()
    {
        var now = _time.MonotonicNs();
        if (IsKept(now))
            _line.Activate(Opening.Of(Lease, Math.Min(now + Ns(Lease), _keptUntilNs), now));
        else
            _renewal.Change(Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    private bool IsKept(long nowNs) => nowNs < _keptUntilNs;

    private void ActivateForLease()
    {
        var now = _time.MonotonicNs();
        _line.Activate(Opening.Of(Lease, now + Ns(Lease), now), wayOut: true);
    }

    private static long Ns(TimeSpan span) => span.Ticks * 100;
}
