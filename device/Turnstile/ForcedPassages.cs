using CheckIn.Contract;
using CheckIn.Gate.Lanes;
using CheckIn.Time;

namespace CheckIn.Gate.Turnstile;

/// <summary>
/// Passages that nobody was admitted for, of one sensor: an event each and one alarm, which ends when a minute has passed without
/// another. A sensor that chatters must not fill the journal: beyond sixty of one alarm they are only counted, in the event that ends it.
/// </summary>
internal sealed class ForcedPassages : IDisposable
{
    internal static readonly TimeSpan Lasts = TimeSpan.FromMinutes(1);
    internal const int Most = 60;

    private readonly EventStamp _stamp;
    private readonly EventRecorder _recorder;
    private readonly TimeProvider _time;
    private readonly PortalTimer _timer;
    private readonly Lock _lock = new();
    private long _count;
    private long _untilNs;

    internal ForcedPassages(EventStamp stamp, EventRecorder recorder, TimeProvider time)
    {
        (_stamp, _recorder, _time) = (stamp, recorder, time);
        _timer = new PortalTimer(time, EndWhenQuiet);
    }

    /// <summary>There was one.</summary>
    internal void Count()
    {
        lock (_lock)
        {
            _recorder.Raise(_stamp, AlarmWords.PassageForced);
            if (++_count <= Most)
                _recorder.Record(_stamp.Passage(null, PassageWords.Forced));
            _untilNs = _time.MonotonicNs() + (Lasts.Ticks * 100);
            _timer.Arm(_untilNs);
        }
    }

    public void Dispose() => _timer.Dispose();

    private void EndWhenQuiet()
    {
        lock (_lock)
        {
            if (_time.MonotonicNs() < _untilNs)
            {
                _timer.Arm(_untilNs);
                return;
            }
            _recorder.Clear(_stamp, AlarmWords.PassageForced, _count);
            _count = 0;
        }
    }
}
