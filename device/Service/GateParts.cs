using CheckIn.Contract;
using CheckIn.Gate.Gpio;
using CheckIn.Gate.Lanes;
using CheckIn.Gate.Turnstile;

namespace CheckIn.Gate.Service;

/// <summary>A lane's parts, as health and the technician see them.</summary>
internal sealed record LaneParts(LaneOptions Options, WatchedScanner Scanner, Way Way)
{
    /// <summary>The lane itself, which decides; null = nobody is decided on here.</summary>
    internal Lane? Lane { get; init; }

    internal LaneEquipment Equipment
    {
        get
        {
            var tests = new List<string> { Trials.Scanner };
            if (Way.Relay is not null)
                tests.Add(Trials.Relay);
            if (Options.Indicator.GreenPin >= 0)
                tests.Add(Trials.Green);
            if (Options.Indicator.RedPin >= 0)
                tests.Add(Trials.Red);
            if (Options.Indicator.BuzzerPin >= 0)
                tests.Add(Trials.Buzzer);
            if (Way.Sensors.Count > 0)
                tests.Add(Trials.Sensors);
            return new(
                Options.Name, Options.Direction == Direction.In ? "in" : "out", Options.Scanner.Kind.ToString(), tests,
                Way.Relay is null ? null : (long)Options.Turnstile.Pulse.TotalMilliseconds);
        }
    }
}

/// <summary>
/// The parts of the gate while its lanes are open; safe from any thread. Whoever uses one may find it disposed of at any
/// moment, when the gate stops.
/// </summary>
internal sealed class GateParts
{
    private readonly TaskCompletionSource _tried = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private volatile IReadOnlyList<LaneParts> _lanes = [];
    private volatile Func<IReadOnlyList<SensorReading>> _ownSensors = None;
    private volatile Func<string?> _guard = NoGuard;

    internal IReadOnlyList<LaneParts> Lanes => _lanes;

    /// <summary>Completes when every lane has been opened, or found not to work: the gate is ready as far as it can be.</summary>
    internal Task Tried => _tried.Task;

    /// <summary>Scanners count codes and hand none on: nobody is admitted. For tests without a gate.</summary>
    internal bool CountOnly { get; set; }

    internal IReadOnlyList<LaneEquipment> Equipment => [.. _lanes.Select(static lane => lane.Equipment)];

    internal IReadOnlyList<LaneHealth>? Health =>
        _lanes is { Count: > 0 } lanes ? [.. lanes.Take(HealthMessage.MaxLanes).Select(lane => lane.Scanner.Health)] : null;

    /// <summary>Nobody is under way through the gate.</summary>
    internal bool IsQuiet => _lanes.All(static lane => lane.Way.IsQuiet);

    /// <summary>The whole gate's contacts, and those of every lane by its name.</summary>
    internal IReadOnlyList<SensorReading> Sensors =>
        [.. _ownSensors(), .. _lanes.SelectMany(static lane => lane.Way.Sensors
            .Select(sensor => sensor with { Name = $"{lane.Options.Name} {sensor.Name}" }))];

    /// <param name="lanes">The lanes.</param>
    /// <param name="sensors">What the whole gate's contacts say now.</param>
    /// <param name="guard">How the process is that holds the relays, by <see cref="HealthMessage.Guard"/>.</param>
    internal void Opened(
        IReadOnlyList<LaneParts> lanes, Func<IReadOnlyList<SensorReading>> sensors, Func<string?> guard) =>
        (_ownSensors, _guard, _lanes) = (sensors, guard, lanes);

    internal void Listening() => _tried.TrySetResult();

    internal string? Guard => _guard();

    internal void Closed() => (_lanes, _ownSensors, _guard) = ([], None, NoGuard);

    private static IReadOnlyList<SensorReading> None() => [];

    private static string? NoGuard() => null;
}
