using CheckIn.Contract;
using CheckIn.Fixtures;
using CheckIn.Gate.Gpio;
using CheckIn.Gate.Lanes;
using CheckIn.Gate.Modes;
using CheckIn.Gate.Turnstile;
using CheckIn.Time;
using Microsoft.Extensions.Logging.Abstractions;

namespace CheckIn.Gate.Tests.Turnstile;

/// <summary>Portals on virtual pins, with sensors that the test plays and a clock that it moves.</summary>
public abstract class PortalWorld : IAsyncDisposable
{
    private protected const int RelayIn = 17, RelayOut = 18, SensorIn = 5, SensorOut = 6, Door = 7, Plate = 8, Exit = 9;
    private protected FakeTime Time { get; } = new();
    private protected VirtualGpioDriver Gpio { get; }
    private protected RecordedEvents Recorded { get; }
    private readonly List<IDisposable> _open = [];

    private protected PortalWorld()
    {
        Time.Advance(TimeSpan.FromSeconds(1));
        Gpio = new VirtualGpioDriver(new GpioOptions(), Time);
        Recorded = new RecordedEvents(Time);
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var open in Enumerable.Reverse(_open))
            open.Dispose();
        await Recorded.DisposeAsync();
        Gpio.Dispose();
        GC.SuppressFinalize(this);
    }

    private protected static long Ns(int seconds) => seconds * 1_000_000_000L;

    private protected static async Task OnAsync(Relay relay)
    {
        for (var i = 0; i < 1000 && !relay.IsActive; i++)
            await Task.Delay(5);
        Assert.True(relay.IsActive);
    }

    private protected void Turn(int sensor) => Press(sensor);

    private protected void Press(int pin)
    {
        Gpio.Drive(pin, 0);
        Gpio.Drive(pin, 1);
    }

    private protected void Advance(double seconds) => Time.Advance(TimeSpan.FromSeconds(seconds));

    private protected async Task<LanesWiring> OpenAsync(params LaneOptions[] lanes)
    {
        var options = new LanesOptions();
        foreach (var lane in lanes)
            options.Lanes.Add(lane);
        var relays = await RelayLines.OpenAsync(
            new GpioOptions { Driver = GpioDriverKind.Virtual }, Gpio,
            lanes.DistinctBy(lane => lane.Turnstile.RelayPin).Select(lane => (lane.Name, lane.Turnstile)), _ => { }, null, Time,
            NullLogger.Instance, CancellationToken.None);
        _open.Add(relays);
        var wiring = LanesWiring.Open(options, Gpio, relays, Recorded.Recorder, Recorded.Clock, NullLoggerFactory.Instance);
        _open.Add(wiring);
        wiring.Listen(Recorded.AppendAsync);
        return wiring;
    }

    private protected static LaneOptions Lane(string name, int relay, int sensor, string? shared = null) => new()
    {
        Name = name,
        Direction = name == "vao" ? Direction.In : Direction.Out,
        Turnstile = new TurnstileOptions { RelayPin = relay, Passage = new InputOptions { Pin = sensor }, Shared = shared },
    };
}
