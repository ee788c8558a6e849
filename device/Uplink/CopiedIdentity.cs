namespace CheckIn.Gate.Uplink;

/// <summary>
/// The alarm that another machine bears this gate's key (<c>identity_copied</c>). The hub has said that this gate's
/// place was taken, on a connection that was alive, and this gate leaves a connection before it makes another, so that
/// was somebody else. It is raised when the gate has its place back: one whose certificate was revoked does not get it
/// back, and whoever cut it was the hub. It goes when nobody has taken the place for an hour; the hub remembers for
/// longer. It moves nothing at the gate. Safe from any thread.
/// </summary>
internal sealed class CopiedIdentity : IDisposable
{
    internal static readonly TimeSpan Quiet = TimeSpan.FromHours(1);

    private readonly Action<bool> _tell;
    private readonly TimeProvider _time;
    private readonly ITimer _timer;
    private readonly Lock _lock = new();
    private long _since;
    private bool _taken;
    private bool _stands;

    /// <param name="tell">Raises the alarm (false) or clears it (true).</param>
    /// <param name="time">Clock and timers.</param>
    internal CopiedIdentity(Action<bool> tell, TimeProvider time)
    {
        (_tell, _time) = (tell, time);
        _timer = time.CreateTimer(_ => Judge(), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    /// <summary>The hub ended a connection that was alive, because there is a newer one.</summary>
    internal void TakenOver()
    {
        lock (_lock)
        {
            (_taken, _since) = (true, _time.GetTimestamp());
            if (_stands)
                _timer.Change(Quiet, Timeout.InfiniteTimeSpan);
        }
    }

    /// <summary>The hub has accepted the gate.</summary>
    internal void Connected()
    {
        lock (_lock)
        {
            if (!_taken)
                return;
            _taken = false;
            if (_stands)
                return;
            _stands = true;
            _timer.Change(Quiet, Timeout.InfiniteTimeSpan);
            _tell(false);
        }
    }

    public void Dispose() => _timer.Dispose();

    private void Judge()
    {
        lock (_lock)
        {
            // A call that was due may have waited for the lock while the place was taken again.
            if (!_stands || _time.GetElapsedTime(_since) < Quiet)
                return;
            _stands = false;
            _tell(true);
        }
    }
}
