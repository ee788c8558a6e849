using CheckIn.Contract;
using CheckIn.Gate.Admission;
using CheckIn.Gate.Clock;
using CheckIn.Gate.Gpio;
using CheckIn.Gate.Health;
using CheckIn.Gate.Journal;
using CheckIn.Gate.Keys;
using CheckIn.Gate.Kiosk;
using CheckIn.Gate.Modes;
using CheckIn.Gate.Scanning;
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
    GateCounters counters, GateAlarms alarms, GateClock clock, EventRecorder recorder, GateParts parts, SettingsMemory settings,
    ModeKeeper modes, Liveness liveness, Supervisor supervisor, ScannerOpening scanners, GateRules rules, Screens screens,
    TimeProvider time, ILoggerFactory loggers)
    : BackgroundService
{
    private const int InternalFault = 70;

    /// <summary>How long the start and the end wait for a journal that is slow or fails.</summary>
    private static readonly TimeSpan RecordingLasts = TimeSpan.FromSeconds(1);

    private readonly ILogger _logger = loggers.CreateLogger<LanesService>();
    private volatile LanesWiring? _wiring;

    /// <summary>What the contacts of the whole gate say.</summary>
    private IReadOnlyList<SensorReading> Sensors => _wiring?.Sensors ?? [];

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        try
        {
            using (var gpio = OpenGpio())
                await RunAsync(gpio, stoppingToken);
            recorder.Operation(OperationWords.Stopped, EventStamp.WholeGate, "clean");
            await recorder.DrainAsync(RecordingLasts);
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            Log.GateFailed(_logger, e, e.Message);
            Environment.ExitCode = InternalFault;
            throw;
        }
    }

    private async Task RunAsync(IGpioDriver gpio, CancellationToken stopping)
    {
        var lanes = new List<Lane>();
        // Its row comes first; nobody waits for it whom an emergency would let out.
        recorder.Operation(OperationWords.Started, EventStamp.WholeGate, Usage.Version);
        RecordSettings();
        rules.RecallFrom(journal, keys, clock, _logger);
        using var relays = await OpenRelaysAsync(gpio, stopping);
        try
        {
            _wiring = LanesWiring.Open(options.Value, gpio, relays, recorder, clock, loggers);
            _wiring.ShowOutOfOrder(alarms.Words.Contains(AlarmWords.GuardLost));
            _wiring.Listen(journal.AppendAsync);
            var opened = new List<LaneParts>();
            foreach (var lane in options.Value.Lanes)
            {
                var way = _wiring.WayOf(lane);
                var screen = screens.For(lane.Name);
                way.Indicator.Changed = screen is null ? null : screen.Tell;
                var part = Open(lane, way);
                lanes.Add(new Lane(
                    lane, part.Scanner, way, journal.AppendAsync, keys, counters, alarms, clock,
                    loggers.CreateLogger<Lane>(), liveness, rules, screen));
                opened.Add(part with { Lane = lanes[^1] });
            }
            parts.Opened(opened, () => Sensors, relays.GuardState);
            modes.Opened(opened, journal.AppendAsync);
            await recorder.DrainAsync(RecordingLasts);
            await Rehearsal.RunAsync(keys, clock);
            await relays.GuardIsReadyAsync(time, stopping);
            await RunAsync(lanes, gpio.Failed, stopping);
        }
        finally
        {
            modes.Closed();
            parts.Closed();
            _wiring?.Dispose();
            _wiring = null;
            foreach (var lane in lanes)
                lane.Dispose();
        }
    }

    /// <summary>Whoever changes settings leaves a record of which; where they cannot be compared the gate runs nevertheless.</summary>
    private void RecordSettings()
    {
        try
        {
            if (settings.Changes() is { } changes)
                recorder.Operation(OperationWords.SettingsChanged, settings.By, changes);
            settings.Keep();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            Log.SettingsNotKept(_logger, e.Message);
        }
    }

    /// <summary>Runs until asked to stop (returns), or a lane or the chip fails (throws).</summary>
    private async Task RunAsync(List<Lane> lanes, Task chip, CancellationToken stopping)
    {
        using var ending = CancellationTokenSource.CreateLinkedTokenSource(stopping);
        var running = lanes.Select(lane => Task.Run(() => lane.RunAsync(ending.Token), CancellationToken.None)).ToArray();
        supervisor.Ready(lanes.Count);
        parts.Listening();
        var first = await Task.WhenAny([.. running, chip]);
        await ending.CancelAsync();
        await Task.WhenAll(running).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        if (!stopping.IsCancellationRequested)
            await first;
    }

    private IGpioDriver OpenGpio() => gpioOptions.Value.Driver == GpioDriverKind.Linux
        ? new LinuxGpioDriver(gpioOptions.Value, time, liveness)
        : new VirtualGpioDriver(gpioOptions.Value, time);

    /// <summary>Every relay, off; and who sees to it that it goes off again.</summary>
    private Task<RelayLines> OpenRelaysAsync(IGpioDriver gpio, CancellationToken stopping) => RelayLines.OpenAsync(
        gpioOptions.Value, gpio,
        options.Value.Lanes.DistinctBy(lane => lane.Turnstile.RelayPin).Select(lane => (lane.Name, lane.Turnstile)), OnGuardLost,
        liveness, time, loggers.CreateLogger<RelayLines>(), stopping);

    private void OnGuardLost(bool lost)
    {
        if (lost)
            recorder.Raise(AlarmWords.GuardLost);
        else
            recorder.Clear(AlarmWords.GuardLost);
        _wiring?.ShowOutOfOrder(lost);
    }

    private LaneParts Open(LaneOptions lane, Way way)
    {
        Log.LaneOpen(
            _logger, lane.Name, lane.Direction, lane.Scanner.Kind, lane.Scanner.Device ?? lane.Scanner.Folder,
            lane.Scanner.RepeatAfter, lane.Turnstile.RelayPin, lane.Turnstile.Polarity, lane.Turnstile.Pulse,
            lane.Turnstile.MaxPulse, lane.Turnstile.OnPowerLoss, lane.Indicator.GreenPin, lane.Indicator.RedPin,
            lane.WhenJournalFails);
        return new LaneParts(lane, new WatchedScanner(lane.Name, scanners.Open(lane.Name, lane.Scanner), parts.CountOnly, time), way);
    }
}
