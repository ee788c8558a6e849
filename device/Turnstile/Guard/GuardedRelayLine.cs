using CheckIn.Gate.Gpio;

namespace CheckIn.Gate.Turnstile.Guard;

/// <summary>
/// A relay that the guard switches. An admission opens by the guard or not at all. A way out opens without it as well,
/// for as long as there is none: then this process alone sees to it that it closes.
/// </summary>
internal sealed class GuardedRelayLine : IRelayLine
{
    private readonly GuardKeeper _keeper;
    private readonly int _line;
    private readonly IGpioOutput _output;
    private readonly TimedRelayLine _unguarded;
    private readonly ILogger _logger;

    /// <param name="keeper">Whose guard has the line.</param>
    /// <param name="line">Its place among the keeper's lines.</param>
    /// <param name="output">The line; it is closed with this object.</param>
    /// <param name="time">Times openings without a guard.</param>
    /// <param name="logger">Where to tell of those.</param>
    internal GuardedRelayLine(GuardKeeper keeper, int line, IGpioOutput output, TimeProvider time, ILogger logger)
    {
        (_keeper, _line, _output, _logger) = (keeper, line, output, logger);
        _unguarded = new TimedRelayLine(output, time);
    }

    public bool IsWorking => _keeper.IsWorking;

    public bool IsActive => _keeper.IsActive(_line) || _unguarded.IsActive;

    public bool Activate(in Opening opening, bool wayOut = false)
    {
        if (_keeper.TryOpen(_line, opening))
        {
            // What was opened without the guard is the guard's now, or it would be cut short by the timer.
            _unguarded.HandOver();
            return true;
        }
        if (!wayOut)
            return false;
        Log.WithoutGuard(_logger, _output.Pin);
        return _unguarded.Activate(opening);
    }

    public void Deactivate()
    {
        _unguarded.Deactivate();
        _keeper.Close(_line);
    }

    public void Dispose()
    {
        _keeper.Retire(_line);
        _unguarded.Dispose();
    }
}
