using CheckIn.Contract;
using CheckIn.Gate.Gpio;

namespace CheckIn.Gate.Turnstile;

/// <summary>
/// The lamps and the buzzer of a lane. An answer is shown for its time and replaces the one before; what lasts (a door
/// held open, an emergency) is shown whenever no answer is, an emergency before all answers. Lamps follow
/// <see cref="Signals"/>; never do both burn.
/// </summary>
internal sealed class Indicator : IDisposable
{
    private readonly IGpioOutput? _green;
    private readonly IGpioOutput? _red;
    private readonly IGpioOutput? _buzzer;
    private readonly ITimer _change;
    private readonly TimeSpan _showFor;
    private readonly TimeProvider _time;
    private readonly Lock _lock = new();
    private uint _lasting;
    private Pattern _pattern = Pattern.Dark;
    private long _since;
    private TimeSpan _lasts = TimeSpan.MaxValue;
    private Signal _answer;
    private bool _disposed;

    internal Indicator(IGpioOutput? green, IGpioOutput? red, IGpioOutput? buzzer, IndicatorOptions options, TimeProvider time)
    {
        (_green, _red, _buzzer, _showFor, _time) = (green, red, buzzer, options.ShowFor, time);
        _change = time.CreateTimer(_ => ChangeWhenDue(), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    /// <summary>Hears that something else is shown, within its lock: whoever listens only takes a note.</summary>
    internal Action? Changed { get; set; }

    /// <summary>What is shown now.</summary>
    internal Signal Showing
    {
        get { lock (_lock) return _answer != Signal.Idle ? _answer : Lasting; }
    }

    /// <summary>Shows an answer, which replaces the one before.</summary>
    internal void Show(Outcome outcome) => Show(outcome == Outcome.Admitted ? Signal.Admitted : Signal.Refused);

    internal void Show(Signal answer) => Show(answer, _showFor);

    /// <summary>Shows an answer for a time of its own.</summary>
    internal void Show(Signal answer, TimeSpan lasts) => Play(answer, Signals.PatternOf(answer), lasts);

    /// <summary>Plays any pattern once, such as one lamp for a technician who looks at it.</summary>
    internal void Play(Pattern pattern, TimeSpan lasts) => Play(Signal.Refused, pattern, lasts);

    /// <summary>The answer is no longer true.</summary>
    internal void EndAnswer()
    {
        lock (_lock)
        {
            if (_answer != Signal.Idle)
                GoOn();
        }
    }

    /// <summary>From now on this is shown whenever no answer is.</summary>
    internal void Begin(Signal lasting)
    {
        lock (_lock)
        {
            _lasting |= 1u << (int)lasting;
            if (_answer == Signal.Idle || lasting == Signal.Emergency)
                GoOn();
        }
    }

    /// <summary>Ends what <see cref="Begin"/> began.</summary>
    internal void End(Signal lasting)
    {
        lock (_lock)
        {
            _lasting &= ~(1u << (int)lasting);
            if (_answer == Signal.Idle)
                GoOn();
        }
    }

    public void Dispose()
    {
        lock (_lock)
        {
            _disposed = true;
            _change.Dispose();
            _green?.Dispose();
            _red?.Dispose();
            _buzzer?.Dispose();
        }
    }

    private Signal Lasting => (Signal)(31 - System.Numerics.BitOperations.LeadingZeroCount(_lasting | 1));

    private void Play(Signal answer, Pattern pattern, TimeSpan lasts)
    {
        lock (_lock)
        {
            if (_disposed || Lasting == Signal.Emergency)
                return;
            (_answer, _pattern, _lasts, _since) = (answer, pattern, lasts, _time.GetTimestamp());
            Changed?.Invoke();
            Apply();
        }
    }

    /// <summary>What lasts, after an answer or in place of it.</summary>
    private void GoOn()
    {
        if (_disposed)
            return;
        var pattern = Signals.PatternOf(Lasting);
        if (_answer == Signal.Idle && pattern == _pattern)
            return;
        (_answer, _pattern, _lasts, _since) = (Signal.Idle, pattern, TimeSpan.MaxValue, _time.GetTimestamp());
        Changed?.Invoke();
        Apply();
    }

    private void Apply()
    {
        var elapsed = _time.GetElapsedTime(_since);
        if (elapsed >= _lasts)
        {
            GoOn();
            return;
        }
        var (green, red) = (_pattern.Green.IsOn(elapsed), _pattern.Red.IsOn(elapsed));
        // What goes off goes off first.
        if (!green)
            _green?.Set(false);
        if (!red)
            _red?.Set(false);
        if (green)
            _green?.Set(true);
        if (red)
            _red?.Set(true);
        _buzzer?.Set(_pattern.Buzzer.IsOn(elapsed));
        Arm(elapsed);
    }

    private void Arm(TimeSpan elapsed)
    {
        var next = TimeSpan.FromTicks(Math.Min(_pattern.NextChange(elapsed).Ticks, _lasts.Ticks));
        // Timers count whole milliseconds; rounding up keeps one early call from costing another.
        _change.Change(
            next == TimeSpan.MaxValue ? Timeout.InfiniteTimeSpan
                : TimeSpan.FromMilliseconds(Math.Ceiling((next - elapsed).TotalMilliseconds)),
            Timeout.InfiniteTimeSpan);
    }

    private void ChangeWhenDue()
    {
        lock (_lock)
        {
            if (_disposed)
                return;
            try
            {
                Apply();
            }
            catch (GpioException)
            {
                // The chip is gone: its driver says so, and the gate stops. A timer's exception would end the process at once.
            }
        }
    }
}
