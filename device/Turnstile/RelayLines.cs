using CheckIn.Gate.Gpio;
using CheckIn.Gate.Supervision;
using CheckIn.Gate.Turnstile.Guard;
using CheckIn.Time;

namespace CheckIn.Gate.Turnstile;

/// <summary>
/// Every relay of the gate, requested off before anything else happens, and its guard where it has one: one process for
/// all of them. A line that an earlier process of this gate still holds is waited for, because a guard lives some
/// milliseconds longer than the gate that was killed.
/// </summary>
internal sealed class RelayLines : IDisposable
{
    private static readonly TimeSpan BusyAtMost = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan TryAgainAfter = TimeSpan.FromMilliseconds(20);
    private static readonly TimeSpan GuardTakesAtMost = TimeSpan.FromSeconds(15);
    private readonly Dictionary<int, IRelayLine> _lines = [];
    private readonly List<IGpioOutput> _outputs = [];
    private GuardKeeper? _keeper;

    private RelayLines() { }

    /// <summary>The guard's process; 0 = there is none.</summary>
    internal int GuardId => _keeper?.ProcessId ?? 0;

    /// <summary>The guard in its word for health; null = there is none.</summary>
    internal string? GuardState() => _keeper is not { } keeper ? null : keeper.IsWorking ? "ready" : "lost";

    /// <param name="gpio">Whether there is a guard.</param>
    /// <param name="driver">Where the lines are.</param>
    /// <param name="turnstiles">Each lane's name and turnstile; those without a relay are left out.</param>
    /// <param name="onGuardLost">True: lost; false: back. Must not block.</param>
    /// <param name="liveness">Watches the guard's keeper.</param>
    /// <param name="time">For pulses without a guard.</param>
    /// <param name="logger">Where to tell.</param>
    /// <param name="stopping">The gate is to end.</param>
    internal static async Task<RelayLines> OpenAsync(
        GpioOptions gpio, IGpioDriver driver, IEnumerable<(string Lane, TurnstileOptions Turnstile)> turnstiles,
        Action<bool> onGuardLost, Liveness? liveness, TimeProvider time, ILogger logger, CancellationToken stopping)
    {
        var lines = new RelayLines();
        try
        {
            foreach (var (lane, turnstile) in turnstiles.Where(static entry => entry.Turnstile.RelayPin >= 0))
                lines._outputs.Add(await OpenAsync(driver, lane, turnstile, time, logger, stopping));
            if (gpio.HasGuard && lines._outputs.Count > 0)
                lines.StartGuard(gpio, onGuardLost, liveness, time, logger);
            else
                lines._outputs.ForEach(output => lines._lines[output.Pin] = new TimedRelayLine(output, time));
            lines.Rehearse(time);
            return lines;
        }
        catch
        {
            lines.Dispose();
            throw;
        }
    }

    /// <summary>Asks each line for an opening that is over already: what opens one is compiled before somebody waits for it.</summary>
    private void Rehearse(TimeProvider time)
    {
        var now = time.MonotonicNs();
        foreach (var line in _lines.Values)
            line.Activate(new Opening(1, now, now));
    }

    /// <summary>The line of that pin.</summary>
    internal IRelayLine this[int pin] => _lines[pin];

    /// <summary>Waits until there is a guard, or until that has taken so long that the gate had better go on and say why it refuses.</summary>
    internal async Task GuardIsReadyAsync(TimeProvider time, CancellationToken stopping)
    {
        if (_keeper is { } keeper)
            await Task.WhenAny(keeper.Ready, Task.Delay(GuardTakesAtMost, time, stopping));
        stopping.ThrowIfCancellationRequested();
    }

    public void Dispose()
    {
        foreach (var line in _lines.Values)
            line.Dispose();
        _keeper?.Dispose();
        _outputs.ForEach(static output => output.Dispose());
    }

    private void StartGuard(
        GpioOptions gpio, Action<bool> onGuardLost, Liveness? liveness, TimeProvider time, ILogger logger)
    {
        _keeper = GuardKeeper.Start(gpio, [.. _outputs.Cast<IShareableOutput>()], onGuardLost, liveness, logger);
        for (var i = 0; i < _outputs.Count; i++)
            _lines[_outputs[i].Pin] = new GuardedRelayLine(_keeper, i, _outputs[i], time, logger);
    }

    private static async Task<IGpioOutput> OpenAsync(
        IGpioDriver driver, string lane, TurnstileOptions turnstile, TimeProvider time, ILogger logger, CancellationToken stopping)
    {
        var began = time.GetTimestamp();
        var told = false;
        while (true)
        {
            try
            {
                return driver.OpenOutput(
                    turnstile.RelayPin, turnstile.Polarity == Polarity.ActiveLow, $"checkin {lane} relay");
            }
            catch (GpioException e) when (e.IsBusy && time.GetElapsedTime(began) < BusyAtMost)
            {
                if (!told)
                    Guard.Log.Busy(logger, turnstile.RelayPin, BusyAtMost);
                told = true;
            }
            await Task.Delay(TryAgainAfter, time, stopping);
        }
    }
}
