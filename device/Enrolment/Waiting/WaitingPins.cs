using CheckIn.Gate.Gpio;
using CheckIn.Gate.Lanes;
using CheckIn.Gate.Turnstile;

namespace CheckIn.Gate.Enrolment.Waiting;

/// <summary>
/// The lines of a gate that waits: every relay is requested off and never switched, lamps and buzzers say how
/// enrolment stands, all lanes the same. A chip or a line that cannot be had is told of and done without: a gate that
/// cannot blink can be enrolled, and says in service what it misses.
/// </summary>
internal sealed class WaitingPins : IDisposable
{
    private static readonly TimeSpan BusyAtMost = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan TryAgainAfter = TimeSpan.FromMilliseconds(20);
    private static readonly TimeSpan ResultLasts = TimeSpan.FromSeconds(5);
    private readonly List<IGpioOutput> _relays = [];
    private readonly List<(string Lane, Indicator Indicator)> _indicators = [];
    private readonly TimeProvider _time;
    private readonly ILogger _logger;
    private IGpioDriver? _gpio;

    private WaitingPins(TimeProvider time, ILogger logger) => (_time, _logger) = (time, logger);

    /// <param name="lanes">What the settings say of them.</param>
    /// <param name="open">Opens the chip; not called when no line is named.</param>
    /// <param name="time">For rhythms.</param>
    /// <param name="logger">Where to tell.</param>
    /// <param name="stopping">The gate is to end.</param>
    internal static async Task<WaitingPins> OpenAsync(
        IReadOnlyList<LaneOptions> lanes, Func<IGpioDriver> open, TimeProvider time, ILogger logger,
        CancellationToken stopping)
    {
        var pins = new WaitingPins(time, logger);
        var wired = lanes.Where(static lane => lane.Turnstile.RelayPin >= 0 || lane.Indicator.HasPins).ToList();
        try
        {
            if (wired.Count > 0 && pins.TryOpen(wired, open))
            {
                foreach (var lane in WithRelay(wired).DistinctBy(static lane => lane.Turnstile.RelayPin))
                    await pins.HoldRelayAsync(lane, stopping);
                foreach (var lane in wired.Where(static lane => lane.Indicator.HasPins))
                    pins.OpenLamps(lane);
            }
            return pins;
        }
        catch
        {
            pins.Dispose();
            throw;
        }
    }

    /// <summary>From now on this is shown.</summary>
    /// <param name="lasting">Unenrolled or Enrolling.</param>
    /// <param name="lane">Only there; null = at every lane.</param>
    internal void Begin(Signal lasting, string? lane = null) => Each(lane, indicator => indicator.Begin(lasting));

    /// <summary>Ends what <see cref="Begin"/> began.</summary>
    internal void End(Signal lasting, string? lane = null) => Each(lane, indicator => indicator.End(lasting));

    /// <summary>A code that is none for enrolment was shown.</summary>
    internal void Refuse() => Each(null, static indicator => indicator.Show(Signal.Refused));

    /// <summary>How an attempt ended.</summary>
    internal void Result(Signal result) => Each(null, indicator => indicator.Show(result, ResultLasts));

    public void Dispose()
    {
        foreach (var (_, indicator) in _indicators)
            indicator.Dispose();
        foreach (var relay in _relays)
            relay.Dispose();
        _gpio?.Dispose();
    }

    private static IEnumerable<LaneOptions> WithRelay(IEnumerable<LaneOptions> lanes) =>
        lanes.Where(static lane => lane.Turnstile.RelayPin >= 0);

    private void Each(string? lane, Action<Indicator> show)
    {
        foreach (var (_, indicator) in _indicators.Where(entry => lane is null || entry.Lane == lane))
        {
            try
            {
                show(indicator);
            }
            catch (GpioException)
            {
                // The chip is gone; a timer of the lamps would not tell either. Enrolment goes on.
            }
        }
    }

    private bool TryOpen(IReadOnlyList<LaneOptions> wired, Func<IGpioDriver> open)
    {
        try
        {
            _gpio = open();
            return true;
        }
        catch (Exception e) when (e is GpioException or IOException or UnauthorizedAccessException)
        {
            foreach (var lane in WithRelay(wired))
                Log.NoRelay(_logger, lane.Name, e.Message);
            foreach (var lane in wired.Where(static lane => lane.Indicator.HasPins))
                Log.NoLamps(_logger, lane.Name, e.Message);
            return false;
        }
    }

    /// <summary>A line that a guard of this gate still holds for some milliseconds is waited for.</summary>
    private async Task HoldRelayAsync(LaneOptions lane, CancellationToken stopping)
    {
        var began = _time.GetTimestamp();
        while (true)
        {
            try
            {
                _relays.Add(_gpio!.OpenOutput(
                    lane.Turnstile.RelayPin, lane.Turnstile.Polarity == Polarity.ActiveLow, $"checkin {lane.Name} relay"));
                return;
            }
            catch (GpioException e) when (!e.IsBusy || _time.GetElapsedTime(began) >= BusyAtMost)
            {
                Log.NoRelay(_logger, lane.Name, e.Message);
                return;
            }
            catch (GpioException)
            {
                await Task.Delay(TryAgainAfter, _time, stopping);
            }
        }
    }

    private void OpenLamps(LaneOptions lane)
    {
        var lamps = new List<IGpioOutput>();
        try
        {
            var indicator = new Indicator(
                Open(lane.Indicator.GreenPin, "green"), Open(lane.Indicator.RedPin, "red"),
                Open(lane.Indicator.BuzzerPin, "buzzer"), lane.Indicator, _time);
            _indicators.Add((lane.Name, indicator));
        }
        catch (GpioException e)
        {
            lamps.ForEach(static lamp => lamp.Dispose());
            Log.NoLamps(_logger, lane.Name, e.Message);
        }

        IGpioOutput? Open(int pin, string part)
        {
            if (pin < 0)
                return null;
            lamps.Add(_gpio!.OpenOutput(pin, false, $"checkin {lane.Name} {part}"));
            return lamps[^1];
        }
    }
}
