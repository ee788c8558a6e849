using CheckIn.Contract;
using CheckIn.Gate.Gpio;
using CheckIn.Gate.Lanes;
using CheckIn.Gate.Modes;
using CheckIn.Time;

namespace CheckIn.Gate.Turnstile;

/// <summary>
/// What stands in the way of people: one turnstile or one door, with a way through for each of its lanes. It carries out
/// what <see cref="Passage"/> says of whose turn it is and who has passed, and tells its <see cref="Door"/> of it. Relays
/// move first and records follow, except that nobody is admitted, and no order followed, before his own event has its
/// row, which is the lane's business. Edges, admissions and the timer come on threads of their own and take turns here;
/// nothing in here waits for a disk. An emergency does not even wait for its turn.
/// </summary>
internal sealed class Portal : IDisposable
{
    private const long QuietAfterNs = 10_000_000_000;
    private readonly EventRecorder _recorder;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;
    private readonly PortalTimer _timer;
    private readonly Lock _lock = new();
    private readonly List<Way> _ways = [];
    private readonly List<Relay> _relays = [];
    private readonly PassageEvents _events;
    private readonly WaysByOrder _byOrder;
    private Passage _passage = Passage.None;
    private Door? _door;
    private bool _emergency;
    private long _turnedNs = long.MinValue;
    private bool _disposed;

    /// <param name="name">The word of its only lane, or that its lanes have in common.</param>
    /// <param name="recorder">Takes passages and alarms.</param>
    /// <param name="time">Its clock.</param>
    /// <param name="logger">Hears of lines that cannot be moved.</param>
    internal Portal(string name, EventRecorder recorder, TimeProvider time, ILogger logger)
    {
        (Name, _recorder, _time, _logger) = (name, recorder, time, logger);
        _timer = new PortalTimer(time, TimePassed);
        _events = new PassageEvents(_ways, recorder, time);
        _byOrder = new WaysByOrder(DespiteFaults);
    }

    internal string Name { get; }

    internal IReadOnlyList<Way> Ways => _ways;

    /// <summary>
    /// Nobody was admitted who has not passed yet, no relay is on but by an order that has it open for days, where nobody has
    /// passed for some seconds, and there is no emergency.
    /// </summary>
    internal bool IsQuiet
    {
        get
        {
            lock (_lock)
                return _passage is { Open.IsEmpty: true, Waiting.IsEmpty: true } && !_emergency
                    && !_relays.Any(static relay => relay.IsActive && !relay.IsKeptOpen)
                    && (!_byOrder.AnyOpen || _time.MonotonicNs() - QuietAfterNs >= _turnedNs);
        }
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
        _events.Watch(way);
        return way;
    }

    /// <summary>It has a door, closed until its contact says something else.</summary>
    internal Door WatchDoor(Way way)
    {
        lock (_lock)
        {
            _door = new Door(_ways, way.Stamp, way.Options.HeldOpenAfter, _recorder, _time);
            if (_passage.IsHeld)
                _door.Hold();
            return _door;
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
            if (_disposed)
                return;
            _turnedNs = _time.MonotonicNs();
            CarryOut(_passage.Turned(sensor, edge.AtNs, _turnedNs));
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
            _door?.MayOpen(now + Ns(way.Options.PassageTimeout + hold));
            _timer.Arm(_passage.DueNs);
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
            _emergency = true;
            Hold();
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
            _emergency = false;
            EndHoldUnlessAnother();
        }
    }

    /// <summary>
    /// By an order a way is so from now on. While one of them is held open, nobody waits for his turn and no turn is forced
    /// in the whole portal: what is open one way lets people through the other way too, or in each other's.
    /// </summary>
    internal void Be(Way way, LaneMode mode, long untilNs)
    {
        lock (_lock)
        {
            if (_disposed)
                return;
            _byOrder.Be(way, mode, untilNs);
            if (_byOrder.AnyOpen)
                Hold();
            else
                EndHoldUnlessAnother();
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
                _events.Record(end);
        }
        _door?.Dispose();
        _events.Dispose();
        foreach (var way in _ways)
            way.Indicator.Dispose();
    }

    private void Hold()
    {
        CarryOut(_passage.Hold(_time.MonotonicNs()));
        _door?.Hold();
    }

    /// <summary>An emergency may end while an order goes on, and the other way about.</summary>
    private void EndHoldUnlessAnother()
    {
        if (_emergency || _byOrder.AnyOpen || !_passage.IsHeld)
            return;
        _passage = _passage.EndHold();
        _door?.EndHold();
    }

    /// <summary>Whether anything has to be known after the relay has opened on this way.</summary>
    private bool Follows(Way way) => way.Sensor >= 0 || _door is not null || way.Options.LongerOpening.IsWired || _relays.Count > 1;

    private void TimePassed()
    {
        lock (_lock)
        {
            if (!_disposed)
                CarryOut(_passage.Passed(_time.MonotonicNs()));
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
            _events.Record(end);
        _timer.Arm(_passage.DueNs);
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
        _door?.MayOpen(_time.MonotonicNs() + Math.Max(crossing.HoldNs, crossing.PatienceNs) + Passage.ToleranceNs);
        return true;
    }

    private void NotOpened(Way way, long? cause, bool tell = true)
    {
        Log.NotOpened(_logger, way.Stamp.Lane, cause);
        way.Refuse();
        if (!tell)
            return;
        _recorder.Record(way.Stamp.Passage(cause, PassageWords.TimedOut));
        way.Ended?.Invoke(cause, PassageResult.TimedOut);
    }

    private void Close(int relay)
    {
        foreach (var way in _ways.Where(way => way.RelayNumber == relay))
        {
            way.Relay?.EndPulse();
            way.Indicator.EndAnswer();
        }
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

    private TimeSpan Patience(Passage passage) =>
        TimeSpan.FromTicks(Math.Max(1, passage.DueNs - _time.MonotonicNs()) / 100) + TimeSpan.FromSeconds(1);

    private static long Ns(TimeSpan span) => span.Ticks * 100;
}
