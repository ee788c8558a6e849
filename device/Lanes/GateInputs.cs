using CheckIn.Contract;
using CheckIn.Gate.Gpio;
using CheckIn.Gate.Turnstile;
using CheckIn.Time;

namespace CheckIn.Gate.Lanes;

/// <summary>
/// The contacts of the whole gate. An emergency opens every portal before anything else is done, also when it stood already
/// at the start; it is wired into the locks' power first, so that nobody depends on this program. Duress is told to the
/// hub alone: no lamp and no buzzer betrays whoever pressed it.
/// </summary>
internal sealed class GateInputs : IDisposable
{
    private readonly IReadOnlyList<Portal> _portals;
    private readonly EventRecorder _recorder;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;
    private readonly List<AlarmInput> _alarms = [];
    private readonly List<(string Name, IGpioInput Input)> _inputs = [];

    internal GateInputs(IReadOnlyList<Portal> portals, EventRecorder recorder, TimeProvider time, ILogger logger) =>
        (_portals, _recorder, _time, _logger) = (portals, recorder, time, logger);

    /// <summary>What is wired, as it is now.</summary>
    internal IReadOnlyList<SensorReading> Readings =>
        [.. _inputs.Select(wired => new SensorReading(wired.Name, wired.Input.Pin, wired.Input.IsActive))];

    internal void Listen(InputsOptions options, IGpioDriver gpio)
    {
        Listen(AlarmWords.Emergency, "emergency", options.Emergency, gpio, HoldOpen, EndHold);
        Listen(AlarmWords.Tamper, "tamper", options.Tamper, gpio, Nothing, Nothing);
        Listen(AlarmWords.MainsLost, "mains", options.Mains, gpio, TellWhatLocksDo, Nothing);
        Listen(AlarmWords.Duress, "duress", options.Duress, gpio, Nothing, Nothing);
    }

    public void Dispose()
    {
        foreach (var (_, input) in _inputs)
            input.Dispose();
        foreach (var alarm in _alarms)
            alarm.Dispose();
    }

    private static void Nothing() { }

    private void Listen(string alarm, string name, InputOptions wired, IGpioDriver gpio, Action begin, Action end)
    {
        if (!wired.IsWired)
            return;
        var its = new AlarmInput(alarm, _recorder, _time, begin, end);
        _alarms.Add(its);
        var input = gpio.OpenInput(wired.Pin, wired.Wiring, $"checkin {name}", its.Moved);
        _inputs.Add((name, input));
        Log.Contact(_logger, EventStamp.WholeGate, name, wired.Pin, wired.Polarity, input.IsActive);
        if (input.IsActive)
            its.Moved(new GpioEdge(true, _time.MonotonicNs()));
    }

    private void HoldOpen()
    {
        foreach (var portal in _portals)
            portal.HoldOpen();
    }

    private void EndHold()
    {
        foreach (var portal in _portals)
            portal.EndHold();
    }

    private void TellWhatLocksDo()
    {
        foreach (var way in _portals.SelectMany(portal => portal.Ways))
            Log.OnBattery(_logger, way.Stamp.Lane, way.Options.OnPowerLoss);
    }
}
