using CheckIn.Contract;

namespace CheckIn.Gate.Turnstile;

/// <summary>The lamps of a lane: green after an admission, red after a refusal, dark when idle. Never both.</summary>
internal sealed class Indicator : IDisposable
{
    private readonly IGpioOutput? _green;
    private readonly IGpioOutput? _red;
    private readonly ITimer _idle;
    private readonly TimeSpan _showFor;
    private readonly Lock _lock = new();

    internal Indicator(IGpioOutput? green, IGpioOutput? red, IndicatorOptions options, TimeProvider time)
    {
        (_green, _red, _showFor) = (green, red, options.ShowFor);
        _idle = time.CreateTimer(_ => Set(null), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    /// <summary>Shows an answer, which replaces the one before.</summary>
    internal void Show(Outcome outcome)
    {
        Set(outcome);
        _idle.Change(_showFor, Timeout.InfiniteTimeSpan);
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

    private void Set(Outcome? outcome)
    {
        lock (_lock)
        {
            (outcome == Outcome.Admitted ? _red : _green)?.Set(false);
            if (outcome is null)
                _red?.Set(false);
            else
                (outcome == Outcome.Admitted ? _green : _red)?.Set(true);
        }
    }
}
