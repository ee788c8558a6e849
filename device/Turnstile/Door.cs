using CheckIn.Contract;
using CheckIn.Gate.Gpio;
using CheckIn.Gate.Lanes;
using CheckIn.Time;

namespace CheckIn.Gate.Turnstile;

/// <summary>A portal's door: carries out what <see cref="DoorWatch"/> says, by alarms and by the lamps of every way.</summary>
internal sealed class Door : IDisposable
{
    private readonly IReadOnlyList<Way> _ways;
    private readonly EventStamp _stamp;
    private readonly EventRecorder _recorder;
    private readonly TimeProvider _time;
    private readonly PortalTimer _timer;
    private readonly Lock _lock = new();
    private DoorWatch _watch;

    /// <param name="ways">Whose lamps tell of it.</param>
    /// <param name="stamp">The lane of its alarms.</param>
    /// <param name="heldOpenAfter">How long it may stand open.</param>
    /// <param name="recorder">Takes the alarms.</param>
    /// <param name="time">Its clock.</param>
    internal Door(IReadOnlyList<Way> ways, EventStamp stamp, TimeSpan heldOpenAfter, EventRecorder recorder, TimeProvider time)
    {
        (_ways, _stamp, _recorder, _time) = (ways, stamp, recorder, time);
        _watch = new DoorWatch(heldOpenAfter.Ticks * 100);
        _timer = new PortalTimer(time, () => Step(watch => watch.At(_time.MonotonicNs())));
    }

    /// <summary>Somebody was admitted.</summary>
    internal void MayOpen(long untilNs) => Step(watch => watch.MayOpen(untilNs));

    /// <summary>Its contact told of a change.</summary>
    internal void Moved(GpioEdge edge) => Step(watch => edge.Active ? watch.Opened(edge.AtNs) : watch.Closed());

    /// <summary>It was open when the gate began to look; who opened it nobody knows.</summary>
    internal void FindOpen() => Step(watch => watch.IsOpen ? watch : watch.Found(true, _time.MonotonicNs()));

    internal void Hold() => Step(watch => watch.Hold());

    internal void EndHold() => Step(watch => watch.EndHold(_time.MonotonicNs()));

    public void Dispose() => _timer.Dispose();

    private void Step(Func<DoorWatch, DoorWatch> step)
    {
        lock (_lock)
        {
            var before = _watch.Alarms;
            _watch = step(_watch);
            if (before != _watch.Alarms)
                Tell(before, _watch.Alarms);
            _timer.Arm(_watch.DueNs);
        }
    }

    private void Tell(DoorAlarms before, DoorAlarms after)
    {
        Tell(AlarmWords.DoorForced, before.HasFlag(DoorAlarms.Forced), after.HasFlag(DoorAlarms.Forced));
        Tell(AlarmWords.DoorHeldOpen, before.HasFlag(DoorAlarms.HeldOpen), after.HasFlag(DoorAlarms.HeldOpen));
        foreach (var way in _ways)
        {
            if (after.HasFlag(DoorAlarms.HeldOpen))
                way.Indicator.Begin(Signal.HeldOpen);
            else
                way.Indicator.End(Signal.HeldOpen);
        }
    }

    private void Tell(string alarm, bool before, bool after)
    {
        if (after && !before)
            _recorder.Raise(_stamp, alarm);
        else if (before && !after)
            _recorder.Clear(_stamp, alarm);
    }
}
