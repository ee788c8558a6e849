namespace CheckIn.Gate.Uplink;

/// <summary>
/// The alarm when the hub has been away for long (<c>hub_lost</c>). It comes once, however often the link is tried
/// meanwhile, and goes once, when a connection has held for a while: a hub that comes and goes every few seconds is one
/// loss. It moves nothing at the gate; lanes do not hear of it. Safe from any thread.
/// </summary>
internal sealed class HubLoss : IDisposable
{
    private readonly TimeSpan _lostAfter;
    private readonly TimeSpan _stable;
    private readonly Action<long, bool> _tell;
    private readonly TimeProvider _time;
    private readonly ITimer _timer;
    private readonly Lock _lock = new();
    private long _since;
    private long _awaySince;
    private bool _connected;
    private bool _lost;

    /// <param name="options">When a hub counts as lost.</param>
    /// <param name="tell">Raises the alarm or clears it: seconds without a hub, and whether it is over.</param>
    /// <param name="time">Clock and timers.</param>
    internal HubLoss(UplinkOptions options, Action<long, bool> tell, TimeProvider time)
    {
        (_lostAfter, _tell, _time) = (options.HubLostAfter, tell, time);
        _stable = TimeSpan.FromTicks(Math.Min(TimeSpan.FromSeconds(30).Ticks, _lostAfter.Ticks));
        _since = _awaySince = time.GetTimestamp();
        _timer = time.CreateTimer(_ => Judge(), null, _lostAfter, Timeout.InfiniteTimeSpan);
    }

    /// <summary>The hub has accepted the gate.</summary>
    internal void Connected()
    {
        lock (_lock)
        {
            (_connected, _since) = (true, _time.GetTimestamp());
            if (_lost)
                _timer.Change(_stable, Timeout.InfiniteTimeSpan);
            else
                _timer.Change(Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        }
    }

    /// <summary>The connection is gone.</summary>
    internal void Gone()
    {
        lock (_lock)
        {
            if (!_connected)
                return;
            (_connected, _since) = (false, _time.GetTimestamp());
            if (_lost)
                return;
            _awaySince = _since;
            _timer.Change(_lostAfter, Timeout.InfiniteTimeSpan);
        }
    }

    public void Dispose() => _timer.Dispose();

    private void Judge()
    {
        lock (_lock)
        {
            // A call that was due may have waited for the lock while the link changed.
            var held = _time.GetElapsedTime(_since);
            if (_lost == _connected && held < (_lost ? _stable : _lostAfter))
            {
                _timer.Change((_lost ? _stable : _lostAfter) - held, Timeout.InfiniteTimeSpan);
                return;
            }
            if (_lost != _connected)
                return;
            _lost = !_lost;
            var away = _lost ? _time.GetElapsedTime(_awaySince) : _time.GetElapsedTime(_awaySince, _since);
            _tell((long)away.TotalSeconds, !_lost);
        }
    }
}
