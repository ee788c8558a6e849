using CheckIn.Gate.Clock;
using CheckIn.Gate.Enrolment;
using CheckIn.Gate.Gpio;
using CheckIn.Gate.Health;
using CheckIn.Gate.Journal;
using CheckIn.Gate.Scanning;
using CheckIn.Gate.Scanning.Camera;
using CheckIn.Gate.Scanning.Pictures;
using CheckIn.Gate.Scanning.Serial;
using CheckIn.Gate.Service;
using CheckIn.Gate.Settings;
using CheckIn.Gate.Supervision;
using CheckIn.Gate.Turnstile;
using Microsoft.Extensions.Options;

namespace CheckIn.Gate.Lanes;

/// <summary>
/// The gate's lanes, from the first event ("started") to the last ("stopped"). Every line is requested inactive before
/// any scanner is listened to and left inactive whatever ends the service. A fault in one lane stops the whole gate, with
/// exit code 70, so that its supervisor starts it afresh: a gate with a silently dead lane would be worse.
/// </summary>
internal sealed class LanesService(
    IOptions<LanesOptions> options, IOptions<GpioOptions> gpioOptions, GateJournal journal, GateKeys keys,
    GateCounters counters, GateAlarms alarms, Liveness liveness, GateClock clock, GateParts parts, TimeProvider time,
    ILoggerFactory loggers)
    : BackgroundService
{
    private const int InternalFault = 70;
    private const string GuardLost = "guard_lost";
    private readonly ILogger _logger = loggers.CreateLogger<LanesService>();

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var lanes = new List<Lane>();
        var opened = new List<LaneParts>();
        try
        {
            using var gpio = OpenGpio();
            using var relays = await OpenRelaysAsync(gpio, stoppingToken);
            await RecordAsync("started", Usage.Version);
            try
            {
                foreach (var lane in options.Value.Lanes)
                    lanes.Add(Open(lane, gpio, relays, opened));
                parts.Opened(opened);
                await RunAsync(lanes, stoppingToken);
            }
            finally
            {
                parts.Closed();
                foreach (var lane in lanes)
                    lane.Dispose();
            }
            await RecordAsync("stopped", "clean");
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            Log.GateFailed(_logger, e, e.Message);
            Environment.ExitCode = InternalFault;
            throw;
        }
    }

    /// <summary>Runs until asked to stop (returns) or a lane fails (throws).</summary>
    private static async Task RunAsync(List<Lane> lanes, CancellationToken stopping)
    {
        using var ending = CancellationTokenSource.CreateLinkedTokenSource(stopping);
        var running = lanes.Select(lane => Task.Run(() => lane.RunAsync(ending.Token), CancellationToken.None)).ToArray();
        var first = await Task.WhenAny(running);
        await ending.CancelAsync();
        await Task.WhenAll(running).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        if (!stopping.IsCancellationRequested)
            await first;
    }

    private IGpioDriver OpenGpio() => gpioOptions.Value.Driver == GpioDriverKind.Linux
        ? new LinuxGpioDriver(gpioOptions.Value)
        : new VirtualGpioDriver(gpioOptions.Value, time);

    private Task<RelayLines> OpenRelaysAsync(IGpioDriver gpio, CancellationToken stopping) => RelayLines.OpenAsync(
        gpioOptions.Value, gpio, options.Value.Lanes.Select(static lane => (lane.Name, lane.Turnstile)), OnGuardLost, liveness,
        time, loggers.CreateLogger<RelayLines>(), stopping);

    private void OnGuardLost(bool lost)
    {
        if (lost)
            alarms.Raise(GuardLost, EventStamp.WholeGate);
        else
            alarms.Clear(GuardLost, EventStamp.WholeGate);
    }

    private Lane Open(LaneOptions lane, IGpioDriver gpio, RelayLines relays, List<LaneParts> opened)
    {
        var pin = lane.Turnstile.RelayPin;
        var indicator = new Indicator(
            OpenPin(gpio, lane.Indicator.GreenPin, false, $"checkin {lane.Name} green"),
            OpenPin(gpio, lane.Indicator.RedPin, false, $"checkin {lane.Name} red"), lane.Indicator, time);
        Log.LaneOpen(
            _logger, lane.Name, lane.Direction, lane.Scanner.Kind, lane.Scanner.Device ?? lane.Scanner.Folder,
            lane.Scanner.RepeatAfter, lane.Turnstile.RelayPin, lane.Turnstile.Polarity, lane.Turnstile.Pulse,
            lane.Turnstile.MaxPulse, lane.Indicator.GreenPin, lane.Indicator.RedPin, lane.WhenJournalFails);
        var itsParts = new LaneParts(
            lane, new WatchedScanner(lane.Name, OpenScanner(lane), parts.CountOnly, time),
            pin < 0 ? null : new Relay(relays[pin], lane.Turnstile, time), indicator);
        opened.Add(itsParts);
        return new Lane(
            lane, itsParts.Scanner, itsParts.Relay, indicator, journal.AppendAsync, keys, counters, alarms, clock,
            loggers.CreateLogger<Lane>());
    }

    private static IGpioOutput? OpenPin(IGpioDriver gpio, int pin, bool activeLow, string consumer) =>
        pin < 0 ? null : gpio.OpenOutput(pin, activeLow, consumer);

    private IScanner OpenScanner(LaneOptions lane) => lane.Scanner.Kind switch
    {
        ScannerKind.Serial => new SerialScanner(lane.Name, lane.Scanner, counters, time, loggers.CreateLogger<SerialScanner>()),
        ScannerKind.Camera => OpenCamera(lane, CameraComposition.Open(lane.Name, lane.Scanner, liveness, time, loggers.CreateLogger<LiveCamera>())),
        _ => OpenCamera(lane, new PictureFolderCamera(lane.Scanner, time)),
    };

    private CameraScanner OpenCamera(LaneOptions lane, ICamera camera) =>
        new(lane.Name, camera, lane.Scanner, counters, time, loggers.CreateLogger<CameraScanner>());

    /// <summary>A gate whose journal is full still starts and still stops; the lanes' policy speaks for the rest.</summary>
    private async Task RecordAsync(string name, string result)
    {
        try
        {
            var stamp = new EventStamp(EventStamp.WholeGate, null, clock);
            await journal.AppendAsync(stamp.Operation(name, "gate", result));
        }
        catch (JournalException e)
        {
            Log.OperationUnrecorded(_logger, name, e.Message);
        }
    }
}
