using CheckIn.Contract;
using CheckIn.Gate.Clock;
using CheckIn.Gate.Gpio;
using CheckIn.Gate.Turnstile;

namespace CheckIn.Gate.Lanes;

/// <summary>
/// Every line of the gate, requested inactive before anything else happens, and what stands on it: portals with the ways
/// of their lanes, their sensors, and the contacts of the whole gate. Disposing it leaves everything inactive.
/// </summary>
internal sealed class LanesWiring : IDisposable
{
    private readonly List<Portal> _portals = [];
    private readonly List<IDisposable> _inputs = [];
    private readonly Dictionary<LaneOptions, Way> _ways = [];
    private readonly LanesOptions _options;
    private readonly IGpioDriver _gpio;
    private readonly GateInputs _gate;
    private readonly EventRecorder _recorder;
    private readonly GateClock _clock;
    private readonly ILoggerFactory _loggers;

    private LanesWiring(
        LanesOptions options, IGpioDriver gpio, EventRecorder recorder, GateClock clock, ILoggerFactory loggers)
    {
        (_options, _gpio, _recorder, _clock, _loggers) = (options, gpio, recorder, clock, loggers);
        _gate = new GateInputs(_portals, recorder, clock, loggers.CreateLogger<GateInputs>());
    }

    /// <summary>Portals in the order of the settings.</summary>
    internal IReadOnlyList<Portal> Portals => _portals;

    /// <summary>What the contacts of the whole gate say.</summary>
    internal IReadOnlyList<SensorReading> Sensors => _gate.Readings;

    /// <summary>Requests every other output, and sees to whose relay is whose.</summary>
    /// <param name="options">The lanes.</param>
    /// <param name="gpio">The chip.</param>
    /// <param name="relays">The relays' lines, requested already.</param>
    /// <param name="recorder">Takes what happens.</param>
    /// <param name="clock">The gate's clock.</param>
    /// <param name="loggers">For all of it.</param>
    internal static LanesWiring Open(
        LanesOptions options, IGpioDriver gpio, RelayLines relays, EventRecorder recorder, GateClock clock,
        ILoggerFactory loggers)
    {
        var wiring = new LanesWiring(options, gpio, recorder, clock, loggers);
        try
        {
            wiring.OpenPortals(wiring.OpenRelays(relays));
            return wiring;
        }
        catch
        {
            wiring.Dispose();
            throw;
        }
    }

    /// <summary>The relays cannot be opened, or can again.</summary>
    internal void ShowOutOfOrder(bool lost)
    {
        foreach (var way in _ways.Values.Where(way => way.Relay is not null))
        {
            if (lost)
                way.Indicator.Begin(Signal.OutOfOrder);
            else
                way.Indicator.End(Signal.OutOfOrder);
        }
    }

    internal Way WayOf(LaneOptions lane) => _ways[lane];

    /// <summary>Listens to every contact; an emergency that stands already opens everything now.</summary>
    internal void Listen(Func<EventDraft, ValueTask<long>> append)
    {
        _gate.Listen(_options.Inputs, _gpio);
        foreach (var portal in _portals)
            Listen(portal, append);
    }

    public void Dispose()
    {
        // Relays first: nobody is told of anything any more that could open them.
        foreach (var portal in _portals)
            portal.Dispose();
        _gate.Dispose();
        foreach (var input in _inputs)
            input.Dispose();
    }

    private Dictionary<int, Relay> OpenRelays(RelayLines lines) => _options.Lanes
        .Where(lane => lane.Turnstile.RelayPin >= 0).DistinctBy(lane => lane.Turnstile.RelayPin)
        .ToDictionary(
            lane => lane.Turnstile.RelayPin, lane => new Relay(lines[lane.Turnstile.RelayPin], lane.Turnstile, _clock));

    private void OpenPortals(Dictionary<int, Relay> relays)
    {
        // Portals own the relays; what is not given to one yet is closed here if a lamp's line cannot be had.
        var mine = new HashSet<Relay>(relays.Values);
        try
        {
            foreach (var lane in _options.Lanes)
            {
                var portal = _portals.Find(portal => portal.Name == NameOf(lane)) ?? NewPortal(lane);
                var relay = relays.GetValueOrDefault(lane.Turnstile.RelayPin);
                var lamps = new Indicator(
                    OpenLamp(lane.Indicator.GreenPin, $"checkin {lane.Name} green"),
                    OpenLamp(lane.Indicator.RedPin, $"checkin {lane.Name} red"),
                    OpenLamp(lane.Indicator.BuzzerPin, $"checkin {lane.Name} buzzer"), lane.Indicator, _clock);
                _ways[lane] = portal.Add(new EventStamp(lane.Name, lane.Direction, _clock), lane.Turnstile, relay, lamps);
                if (relay is not null)
                    mine.Remove(relay);
            }
        }
        finally
        {
            foreach (var relay in mine)
                relay.Dispose();
        }
    }

    private Portal NewPortal(LaneOptions lane)
    {
        var portal = new Portal(NameOf(lane), _recorder, _clock, _loggers.CreateLogger<Portal>());
        _portals.Add(portal);
        return portal;
    }

    private IGpioOutput? OpenLamp(int pin, string consumer) => pin < 0 ? null : _gpio.OpenOutput(pin, false, consumer);

    private void Listen(Portal portal, Func<EventDraft, ValueTask<long>> append)
    {
        Each(portal, "passage", options => options.Passage, (_, pin) => edge => portal.Turned(pin, edge));
        if (portal.Ways.FirstOrDefault(way => way.Options.Door.IsWired) is { } way)
        {
            var door = portal.WatchDoor(way);
            if (Each(portal, "door", options => options.Door, (_, _) => door.Moved).Any(input => input.IsActive))
                door.FindOpen();
        }
        Each(portal, "exit_button", options => options.ExitButton, (way, _) =>
            new ExitButton(way, append, _recorder, _clock, _loggers.CreateLogger<ExitButton>()).Moved);
        Each(portal, "longer_opening", options => options.LongerOpening, (_, pin) => edge => AskLonger(portal, pin, edge));
    }

    /// <summary>Opens one kind of contact of a portal, each pin once.</summary>
    private List<IGpioInput> Each(
        Portal portal, string name, Func<TurnstileOptions, InputOptions> part, Func<Way, int, Action<GpioEdge>> told)
    {
        var opened = new List<IGpioInput>();
        foreach (var ways in portal.Ways.Where(way => part(way.Options).IsWired).GroupBy(way => part(way.Options).Pin))
        {
            var first = ways.First();
            var input = _gpio.OpenInput(
                ways.Key, part(first.Options).Wiring, $"checkin {portal.Name} {name}", told(first, ways.Key));
            _inputs.Add(input);
            opened.Add(input);
            Log.Contact(_loggers.CreateLogger<LanesWiring>(), portal.Name, name, ways.Key, part(first.Options).Polarity, input.IsActive);
            foreach (var way in ways)
                way.Wire(name, input);
        }
        return opened;
    }

    private static void AskLonger(Portal portal, int pin, GpioEdge edge)
    {
        if (!edge.Active)
            return;
        foreach (var way in portal.Ways.Where(way => way.Options.LongerOpening.Pin == pin))
            portal.AskLonger(way);
    }

    private static string NameOf(LaneOptions lane) => lane.Turnstile.Shared ?? lane.Name;
}
