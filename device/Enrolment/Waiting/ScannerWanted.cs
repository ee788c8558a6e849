using System.Threading.Channels;
using CheckIn.Gate.Gpio;
using CheckIn.Gate.Lanes;
using CheckIn.Gate.Service.Commands;
using CheckIn.Gate.Settings;
using CheckIn.Gate.Supervision;
using CheckIn.Gate.Turnstile;
using CheckIn.Settings;

namespace CheckIn.Gate.Enrolment.Waiting;

/// <summary>
/// A gate that is enrolled and does not know which scanner stands at which lane, because the hub cannot know and
/// nobody has written it down. Lane by lane, in their order, the scanner to which any code is shown becomes that
/// lane's; what the code says is not looked at. The lamps of the lane whose turn it is blink. Then the gate goes into
/// service, in this process.
/// </summary>
internal sealed class ScannerWanted(
    IReadOnlyList<LaneOptions> lanes, IReadOnlyList<string> missing, Func<IGpioDriver> openGpio, WaitingScanners scanners,
    Action<string, IReadOnlyDictionary<string, string>> keep, Language language, Supervisor supervisor,
    Recomposition recomposition, TimeProvider time, ILogger<ScannerWanted> logger) : BackgroundService
{
    private const int InternalFault = 70;
    private static readonly TimeSpan SuccessIsShownFor = TimeSpan.FromSeconds(2);
    private readonly WaitingWords _words = WaitingWords.Of(language);
    private readonly Channel<WaitingScanner> _read = Channel.CreateBounded<WaitingScanner>(
        new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropOldest });

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        try
        {
            using var pins = await WaitingPins.OpenAsync(lanes, openGpio, time, logger, stoppingToken);
            using var ending = CancellationTokenSource.CreateLinkedTokenSource(stoppingToken);
            supervisor.Ready("enrolled; waits for the scanner of lane " + string.Join(", ", missing));
            scanners.Opened += scanner => Log.Progress(logger, Say.In(_words.AnyCodeAt, scanner.Name));
            var reading = scanners.RunAsync((scanner, _) => _read.Writer.TryWrite(scanner), ending.Token);
            var choosing = ChooseAsync(pins, ending.Token);
            var first = await Task.WhenAny(reading, choosing);
            await ending.CancelAsync();
            await Task.WhenAll(reading, choosing).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            stoppingToken.ThrowIfCancellationRequested();
            await first;
            recomposition.Ask();
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            Log.GateFailed(logger, e, e.Message);
            Environment.ExitCode = InternalFault;
            throw;
        }
    }

    private async Task ChooseAsync(WaitingPins pins, CancellationToken ending)
    {
        var taken = new HashSet<WaitingScanner>();
        foreach (var lane in missing)
        {
            pins.Begin(Signal.Unenrolled, lane);
            Log.Waiting(logger, Say.In(_words.ChooseScanner, lane));
            await foreach (var scanner in _read.Reader.ReadAllAsync(ending))
            {
                if (scanner.Settings is not { } settings || !taken.Add(scanner))
                {
                    pins.Refuse();
                    continue;
                }
                keep(lane, settings);
                Log.Waiting(logger, Say.In(_words.ScannerChosen, lane, scanner.Name));
                break;
            }
            pins.End(Signal.Unenrolled, lane);
        }
        pins.Result(Signal.Enrolled);
        await Task.Delay(SuccessIsShownFor, time, ending);
    }
}
