using CheckIn.Contract;
using CheckIn.Gate.Gpio;

namespace CheckIn.Gate.Turnstile;

/// <summary>The lamps of a lane: green after an admission, red after a refusal, dark when idle. Never both.</summary>
internal sealed class Indicator : IDisposable
{
    private readonly IGpioOutput? _green;
    private readonly IGpioOutput? _red;
    private readonly ITimer _idle;
    private readonly TimeSpan _showFor;
    private readonly TimeProvider _time;
    private readonly Lock _lock = new();
    private long _shownAt;

    internal Indicator(IGpioOutput? green, IGpioOutput? red, IndicatorOptions options, TimeProvider time)
    {
        (_green, _red, _showFor, _time) = (green, red, options.ShowFor, time);
        _idle = time.CreateTimer(_ => GoDarkWhenDue(), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    /// <summary>Shows an answer, which replaces the one before.</summary>
    internal void Show(Outcome outcome)
    {
        lock (_lock)
        {
            _shownAt = _time.GetTimestamp();
            _idle.Change(_showFor, Timeout.InfiniteTimeSpan);
            (outcome == Outcome.Admitted ? _red : _green)?.Set(false);
            (outcome == Outcome.Admitted ? _green : _red)?.Set(true);
        }
    }

    public void Dispose()
    {
        lock (_lock)
        {
            _idle.Dispose();
            _green?.Dispose();
            _red?.Dispose();
        }
    }

    private void GoDarkWhenDue()
    {
        lock (_lock)
        {
            // The system's timers may be some milliseconds early, and a call for the answer before may have waited for
            // the lock while a new one was shown: what is left is waited for, or the lamp would burn until the next.
            var left = _showFor - _time.GetElapsedTime(_shownAt);
            if (left > TimeSpan.Zero)
            {
                _idle.Change(TimeSpan.FromMilliseconds(Math.Ceiling(left.TotalMilliseconds)), Timeout.InfiniteTimeSpan);
                return;
            }
            _green?.Set(false);
            _red?.Set(false);
        }
    }
}
