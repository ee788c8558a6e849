using CheckIn.Gate.Gpio;

namespace CheckIn.Gate.Lanes;

/// <summary>
/// A contact of the whole gate that is an alarm while it is active. What is to be done is done first, then it is told. It ends when
/// the contact has rested for a second: one that flickers must neither move relays nor fill the journal.
/// </summary>
internal sealed class AlarmInput : IDisposable
{
    internal static readonly TimeSpan Rest = TimeSpan.FromSeconds(1);

    private readonly string _alarm;
    private readonly EventRecorder _recorder;
    private readonly Action _begin;
    private readonly Action _end;
    private readonly ITimer _resting;
    private readonly Lock _lock = new();
    private bool _active;
    private bool _stands;

    /// <param name="alarm">Its word.</param>
    /// <param name="recorder">Is told.</param>
    /// <param name="time">Its clock.</param>
    /// <param name="begin">Done first when it begins.</param>
    /// <param name="end">Done first when it ends.</param>
    internal AlarmInput(string alarm, EventRecorder recorder, TimeProvider time, Action begin, Action end)
    {
        (_alarm, _recorder, _begin, _end) = (alarm, recorder, begin, end);
        _resting = time.CreateTimer(_ => EndWhenResting(), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    /// <summary>Its line told of a change, or was found so at the start.</summary>
    internal void Moved(GpioEdge edge)
    {
        lock (_lock)
        {
            _active = edge.Active;
            if (!_active)
            {
                _resting.Change(Rest, Timeout.InfiniteTimeSpan);
                return;
            }
            if (_stands)
                return;
            _stands = true;
            _begin();
            _recorder.Raise(_alarm);
        }
    }

    public void Dispose() => _resting.Dispose();

    private void EndWhenResting()
    {
        lock (_lock)
        {
            if (_active || !_stands)
                return;
            _stands = false;
            _end();
            _recorder.Clear(_alarm);
        }
    }
}
