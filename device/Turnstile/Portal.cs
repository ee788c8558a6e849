using CheckIn.Contract;
using CheckIn.Gate.Gpio;
using CheckIn.Gate.Lanes;
using CheckIn.Time;

namespace CheckIn.Gate.Turnstile;

/// <summary>
/// What stands in the way of people: one turnstile or one door, with a way through for each of its lanes. It carries out
/// what <see cref="Passage"/> says of whose turn it is and who has passed, and what <see cref="DoorWatch"/> says of its
/// door. Relays move first and records follow, except that nobody is admitted before his own event has its row, which
/// is the lane's business. Edges, admissions and the timer come on threads of their own and take turns here; nothing
/// in here waits for a disk. An emergency does not even wait for its turn.
/// </summary>
internal sealed class Portal : IDisposable
{
    /// <summary>The alarm of forced passages ends after that long without another.</summary>
    internal static readonly TimeSpan ForcedLasts = TimeSpan.FromMinutes(1);

    /// <summary>Forced passages of one alarm that get an event each; a sensor that chatters must not fill the journal.</summary>
    internal const int MostForced = 60;

    private readonly EventRecorder _recorder;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;
    private readonly ITimer _timer;
    private readonly Lock _lock = new();
    private readonly List<Way> _ways = [];
    private readonly List<Relay> _relays = [];
    private Passage _passage = Passage.None;
    private DoorWatch _door;
    private bool _hasDoor;
    private long _forced;
    private long _forcedUntilNs = long.MaxValue;
    private bool _disposed;

    /// <param name="name">The word of its only lane, or that its lanes have in common.</param>
    /// <param name="recorder">Takes passages and alarms.</param>
    /// <param name="time">Its clock.</param>
    /// <param name="logger">Hears of lines that cannot be moved.</param>
    internal Portal(string name, EventRecorder recorder, TimeProvider time, ILogger logger)
    {
        (Name, _recorder, _time, _logger) = (name, recorder, time, logger);
        _timer = time.CreateTimer(_ => TimePassed(), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    internal string Name { get; }

    internal IReadOnlyList<Way> Ways => _ways;

    /// <summary>Somebody is on his way through, or waits for his turn.</summary>
    internal bool IsBusy
    {
        get { lock (_lock) return !_passage.Open.IsEmpty || !_passage.Waiting.IsEmpty; }
    }

    /// <summary>Adds a way; all are added before anybody comes. It owns what it is given.</summary>
    internal Way Add(EventStamp stamp, TurnstileOptions options, Relay? relay, Indicator indicator)
    {
        if (relay is not null && !_relays.Contains(relay))
            _relays.Add(relay);
        // A lane without a relay has nothing that another one could be in the way of, but is counted as one of its own.
        var relayNumber = relay is null ? -1 - _ways.Count : _relays.IndexOf(relay);
        var way = new Way(this, _ways.Count, relayNumber, stamp, options, relay, indicator);
        _ways.Add(way);
        return way;
    }

    /// <summary>It has a door, closed until its contact says something else.</summary>
    internal void WatchDoor(TimeSpan heldOpenAfter)
    {
        lock (_lock)
            (_hasDoor, _door) = (true, new DoorWatch(Ns(heldOpenAfter)));
    }

    /// <summary>The door was open when the gate began to look; who opened it nobody knows.</summary>
    internal void FindDoorOpen()
    {
        lock (_lock)
        {
            if (!_door.IsOpen)
                Follow(_door.Found(true, _time.MonotonicNs()));
        }
    }

    /// <returns>False: it did not open, and will not.</returns>
    internal bool Admit(Way way, long? cause, bool longer, long decidedAtNs)
    {
        lock (_lock)
            return !_disposed && Admit(way.Crossing(cause, longer | way.TakeLonger(_time.MonotonicNs())), decidedAtNs);
    }

    /// <summary>Somebody was admitted so long ago that it does not open any more.</summary>
    internal void TooLate(Way way, long? cause)
    {
        lock (_lock)
        {
            if (!_disposed)
                NotOpened(way, cause);
        }
    }

    /// <summary>Somebody inside wants to get out.</summary>
    internal void LetOut(Way way, long? cause)
    {
        lock (_lock)
        {
            if (!_disposed)
                Admit(way.Crossing(cause, way.TakeLonger(_time.MonotonicNs()), wayOut: true), _time.MonotonicNs());
        }
    }

    /// <summary>A sensor told of a person.</summary>
    internal void Turned(int sensor, GpioEdge edge)
    {
        if (!edge.Active)
            return;
        lock (_lock)
        {
            if (!_disposed)
                CarryOut(_passage.Turned(sensor, edge.AtNs, _time.MonotonicNs()));
        }
    }

    /// <summary>The door's contact told of a change.</summary>
    internal void DoorMoved(GpioEdge edge)
    {
        lock (_lock)
        {
            if (!_disposed)
                Follow(edge.Active ? _door.Opened(edge.AtNs) : _door.Closed());
        }
    }

    /// <summary>Somebody who needs longer has pressed the plate of this way.</summary>
    internal void AskLonger(Way way)
    {
        lock (_lock)
        {
            if (_disposed)
                return;
            var (now, hold) = (_time.MonotonicNs(), way.Options.LongerHold);
            if (_passage.Prolong(way.Number, Ns(hold), Ns(way.Options.PassageTimeout + hold), now) is not { } prolonged)
            {
                way.AskLonger(now);
                return;
            }
            _passage = prolonged;
            way.Relay?.Pulse(hold);
            way.Indicator.Show(Signal.AdmittedLonger, hold);
            Follow(_door.MayOpen(now + Ns(way.Options.PassageTimeout + hold)));
        }
    }

    /// <summary>Emergency: everything opens until <see cref="EndHold"/>, before anything else is done.</summary>
    internal void HoldOpen()
    {
        foreach (var relay in _relays)
            DespiteFaults(relay.HoldOpen);
        foreach (var way in _ways)
            DespiteFaults(() => way.Indicator.Begin(Signal.Emergency));
        lock (_lock)
        {
            if (_disposed)
                return;
            CarryOut(_passage.Hold(_time.MonotonicNs()));
            Follow(_door.Hold());
        }
    }

    /// <summary>The emergency is over.</summary>
    internal void EndHold()
    {
        foreach (var relay in _relays)
            DespiteFaults(relay.EndHold);
        foreach (var way in _ways)
            DespiteFaults(() => way.Indicator.End(Signal.Emergency));
        lock (_lock)
        {
            if (_disposed)
                return;
            _passage = _passage.EndHold();
            Follow(_door.EndHold(_time.MonotonicNs()));
        }
    }

    /// <summary>Relays and lamps go off. Whoever was admitted and has not passed cannot any more.</summary>
    public void Dispose()
    {
        foreach (var relay in _relays)
            relay.Dispose();
        lock (_lock)
        {
            if (_disposed)
                return;
            _disposed = true;
            _timer.Dispose();
            foreach (var end in _passage.Close())
                Record(end);
        }
        foreach (var way in _ways)
            way.Indicator.Dispose();
    }

    /// <summary>Whether anything has to be known after the relay has opened on this way.</summary>
    private bool Follows(Way way) => way.Sensor >= 0 || _hasDoor || way.Options.LongerOpening.IsWired || _relays.Count > 1;

    private void TimePassed()
    {
        lock (_lock)
        {
            if (_disposed)
                return;
            var now = _time.MonotonicNs();
            CarryOut(_passage.Passed(now));
            Follow(_door.At(now));
            if (now >= _forcedUntilNs)
                EndForced();
            Arm();
        }
    }

    private bool Admit(in Crossing crossing, long decidedAtNs)
    {
        var way = _ways[crossing.Way];
        if (!Follows(way))
            return Open(crossing, decidedAtNs);
        var step = _passage.Admit(crossing, _time.MonotonicNs());
        if (step.Next.Waiting.IsEmpty)
            return CarryOut(step, decidedAtNs);
        // He stands here and waits: it opens when it is his turn, however long after he was admitted.
        way.Indicator.Show(Signal.Wait, Patience(step.Next));
        CarryOut(step);
        return true;
    }

    private void CarryOut(PassageStep step) => CarryOut(step, _time.MonotonicNs());

    /// <returns>False: one of those whose turn it is found the relay shut.</returns>
    private bool CarryOut(PassageStep step, long decidedAtNs)
    {
        _passage = step.Next;
        var opens = true;
        foreach (var crossing in step.Opened)
            opens &= Open(crossing, decidedAtNs);
        if (step.Closing >= 0)
            Close(step.Closing);
        foreach (var end in step.Ended)
            Record(end);
        Arm();
        return opens;
    }

    private bool Open(in Crossing crossing, long decidedAtNs)
    {
        var way = _ways[crossing.Way];
        if (!way.Open(crossing, decidedAtNs))
        {
            // With a sensor the admission times out like any that nobody took; without one this is all there is to tell.
            NotOpened(way, crossing.Cause, tell: !crossing.HasSensor);
            return false;
        }
        way.ShowOpen(crossing);
        if (_hasDoor)
            Follow(_door.MayOpen(_time.MonotonicNs() + Math.Max(crossing.HoldNs, crossing.PatienceNs) + Passage.ToleranceNs));
        return true;
    }

    private void NotOpened(Way way, long? cause, bool tell = true)
    {
        Log.NotOpened(_logger, way.Stamp.Lane, cause);
        way.Refuse();
        if (tell)
            _recorder.Record(way.Stamp.Passage(cause, PassageWords.TimedOut));
    }

    private void Close(int relay)
    {
        foreach (var way in _ways.Where(way => way.RelayNumber == relay))
        {
            if (way.Options.AfterTurn == AfterTurn.EndPulse)
                way.Relay?.EndPulse();
            way.Indicator.EndAnswer();
        }
    }

    private void Record(PassageEnd end)
    {
        if (end.Crossing is { } crossing)
        {
            _recorder.Record(_ways[crossing.Way].Stamp.Passage(crossing.Cause, WordOf(end.Result)));
            return;
        }
        var stamp = _ways.First(way => way.Sensor == end.Sensor).Stamp;
        if (end.Result != PassageResult.Forced)
        {
            _recorder.Record(stamp.Passage(null, WordOf(end.Result)));
            return;
        }
        _recorder.Raise(stamp, AlarmWords.PassageForced);
        if (++_forced <= MostForced)
            _recorder.Record(stamp.Passage(null, PassageWords.Forced));
        _forcedUntilNs = _time.MonotonicNs() + Ns(ForcedLasts);
    }

    private void EndForced()
    {
        foreach (var way in _ways)
            _recorder.Clear(way.Stamp, AlarmWords.PassageForced, _forced);
        (_forced, _forcedUntilNs) = (0, long.MaxValue);
    }

    private void Follow(DoorWatch door)
    {
        if (!_hasDoor)
            return;
        var before = _door.Alarms;
        _door = door;
        if (before != door.Alarms)
        {
            var stamp = _ways.First(way => way.Options.Door.IsWired).Stamp;
            Tell(stamp, AlarmWords.DoorForced, before.HasFlag(DoorAlarms.Forced), door.Alarms.HasFlag(DoorAlarms.Forced));
            var (wasHeld, isHeld) = (before.HasFlag(DoorAlarms.HeldOpen), door.Alarms.HasFlag(DoorAlarms.HeldOpen));
            Tell(stamp, AlarmWords.DoorHeldOpen, wasHeld, isHeld);
            foreach (var way in _ways)
            {
                if (isHeld)
                    way.Indicator.Begin(Signal.HeldOpen);
                else
                    way.Indicator.End(Signal.HeldOpen);
            }
        }
        Arm();
    }

    private void Tell(EventStamp stamp, string alarm, bool before, bool after)
    {
        if (after && !before)
            _recorder.Raise(stamp, alarm);
        else if (before && !after)
            _recorder.Clear(stamp, alarm);
    }

    /// <summary>One line that cannot be moved must not keep the others from opening.</summary>
    private void DespiteFaults(Action move)
    {
        try
        {
            move();
        }
        catch (GpioException e)
        {
            Log.Unmoved(_logger, Name, e.Message);
        }
    }

    private void Arm()
    {
        var due = Math.Min(Math.Min(_passage.DueNs, _hasDoor ? _door.DueNs : long.MaxValue), _forcedUntilNs);
        _timer.Change(
            due == long.MaxValue ? Timeout.InfiniteTimeSpan
                // Timers count whole milliseconds; rounding up keeps one early call from costing another.
                : TimeSpan.FromMilliseconds(Math.Ceiling(Math.Max(0, due - _time.MonotonicNs()) / 1e6)),
            Timeout.InfiniteTimeSpan);
    }

    private TimeSpan Patience(Passage passage) =>
        TimeSpan.FromTicks(Math.Max(1, passage.DueNs - _time.MonotonicNs()) / 100) + TimeSpan.FromSeconds(1);

    private static string WordOf(PassageResult result) => result switch
    {
        PassageResult.Turned => PassageWords.Turned,
        PassageResult.TimedOut => PassageWords.TimedOut,
        _ => PassageWords.Forced,
    };

    private static long Ns(TimeSpan span) => span.Ticks * 100;
}
