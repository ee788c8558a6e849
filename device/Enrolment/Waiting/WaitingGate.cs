using System.Text;
using System.Threading.Channels;
using CheckIn.Enrolment;
using CheckIn.Gate.Gpio;
using CheckIn.Gate.Lanes;
using CheckIn.Gate.Service.Commands;
using CheckIn.Gate.Settings;
using CheckIn.Gate.Supervision;
using CheckIn.Gate.Turnstile;
using CheckIn.Settings;

namespace CheckIn.Gate.Enrolment.Waiting;

/// <summary>
/// A gate that is nobody yet. It holds its relays off, says what it waits for, and takes the first of four ways into
/// service: an enrolment QR before one of its scanners, a claim in the file on its card, a code entered by
/// <c>checkin-gate enrol</c>, which another process takes up and whose result lies in the enrolment directory then,
/// or a directory that somebody laid there whole. Everything else that is shown is refused by the lamp and forgotten:
/// nobody is recorded before there is a gate that could. Once it is enrolled the gate is put together anew, in this
/// process.
/// </summary>
internal sealed class WaitingGate(
    IReadOnlyList<LaneOptions> lanes, Func<IGpioDriver> openGpio, WaitingScanners scanners, TakeUpClaim takeUp,
    Func<bool> isEnrolled, Action<WaitingScanner> keepScanner, EnrolmentOptions options, Language language,
    Supervisor supervisor, Liveness liveness, Recomposition recomposition, TimeProvider time, ILogger<WaitingGate> logger)
    : BackgroundService
{
    internal const string Status = "waits to be enrolled";
    private const int InternalFault = 70;

    /// <summary>Codes shown while an attempt comes to its end; the last one counts.</summary>
    private const int MostWaiting = 1;

    private static readonly TimeSpan LookForResultEvery = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan SuccessIsShownFor = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan SameCodeAgainAfter = TimeSpan.FromSeconds(10);
    private volatile RefusedCode? _refused;
    private readonly WaitingWords _words = WaitingWords.Of(language);
    private readonly Channel<(WaitingScanner Scanner, EnrolmentCode Code)> _shown =
        Channel.CreateBounded<(WaitingScanner, EnrolmentCode)>(
            new BoundedChannelOptions(MostWaiting) { FullMode = BoundedChannelFullMode.DropOldest });

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        try
        {
            using var pins = await WaitingPins.OpenAsync(lanes, openGpio, time, logger, stoppingToken);
            using var turn = new EnrolmentTurn(takeUp, pins, _words, liveness, time, logger);
            pins.Begin(Signal.Unenrolled);
            SayHow();
            supervisor.Ready(Status);
            if (await WaitAsync(pins, turn, stoppingToken))
                recomposition.Ask();
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            Log.GateFailed(logger, e, e.Message);
            Environment.ExitCode = InternalFault;
            throw;
        }
    }

    /// <summary>True once the gate is enrolled, by whichever way; false when it is to end.</summary>
    private async Task<bool> WaitAsync(WaitingPins pins, EnrolmentTurn turn, CancellationToken stopping)
    {
        using var ending = CancellationTokenSource.CreateLinkedTokenSource(stopping);
        var claims = new WaitingClaims(options.ClaimFile, turn, pins, _words, language, time, logger);
        scanners.Opened += SayWhere;
        Task[] ways =
        [
            scanners.RunAsync((scanner, code) => Read(scanner, code.Span, pins, turn), ending.Token),
            TakeShownAsync(pins, turn, ending.Token),
            TakeClaimAsync(claims, pins, ending.Token),
            LookForResultAsync(turn, ending.Token),
        ];
        var first = await Task.WhenAny(ways);
        await ending.CancelAsync();
        await Task.WhenAll(ways).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        scanners.Opened -= SayWhere;
        if (stopping.IsCancellationRequested)
            return false;
        await first;
        return true;
    }

    /// <summary>On a scanner's thread: what is no enrolment code is refused and forgotten.</summary>
    private void Read(WaitingScanner scanner, ReadOnlySpan<byte> code, WaitingPins pins, EnrolmentTurn turn)
    {
        code = code.TrimEnd("\r\n\0"u8);
        if (!EnrolmentCode.IsMeant(code))
        {
            pins.Refuse();
            return;
        }
        try
        {
            var meant = EnrolmentCode.Parse(Encoding.UTF8.GetString(code));
            if (!WasJustRefused(meant) && turn.MakeRoomFor(meant))
                _shown.Writer.TryWrite((scanner, meant));
        }
        catch (EnrolmentCodeException e)
        {
            Log.Failed(logger, FailureWords.Of(e.Fault, language));
            pins.Result(Signal.EnrolmentFailed);
        }
    }

    /// <summary>A picture that is left before the scanner is not asked about several times a second.</summary>
    private bool WasJustRefused(EnrolmentCode code) => _refused is { } refused && refused.Code == code
        && time.GetElapsedTime(refused.At) < SameCodeAgainAfter;

    private async Task TakeShownAsync(WaitingPins pins, EnrolmentTurn turn, CancellationToken ending)
    {
        await foreach (var (scanner, code) in _shown.Reader.ReadAllAsync(ending))
        {
            Log.Progress(logger, Say.In(_words.Shown, scanner.Name, $"{code.Host}:{code.Port}"));
            if (await turn.TakeForShownAsync(() => TakeShownAsync(scanner, code, pins, turn, ending), ending))
                return;
        }
    }

    private async Task<bool> TakeShownAsync(
        WaitingScanner scanner, EnrolmentCode code, WaitingPins pins, EnrolmentTurn turn, CancellationToken ending)
    {
        if (await turn.AttemptAsync(code, ending) is not { } outcome)
            return false;
        if (outcome.Gate is not null)
        {
            keepScanner(scanner);
            await ShowSuccessAsync(outcome, pins, ending);
            return true;
        }
        if (outcome.Failure is EnrolmentReasons.Used or EnrolmentReasons.Expired or EnrolmentReasons.Withdrawn
            or EnrolmentReasons.Unknown or EnrolmentReasons.Wrong)
            _refused = new RefusedCode(code, time.GetTimestamp());
        Log.Failed(logger, FailureWords.Of(outcome, language));
        pins.Result(Signal.EnrolmentFailed);
        return false;
    }

    private async Task TakeClaimAsync(WaitingClaims claims, WaitingPins pins, CancellationToken ending) =>
        await ShowSuccessAsync(await claims.RunAsync(ending), pins, ending);

    private async Task ShowSuccessAsync(EnrolmentOutcome outcome, WaitingPins pins, CancellationToken ending)
    {
        Log.Waiting(logger, Say.In(_words.Enrolled, outcome.Gate, outcome.Fingerprint));
        pins.Result(Signal.Enrolled);
        await Task.Delay(SuccessIsShownFor, time, ending);
    }

    /// <summary>
    /// Looks while no attempt of this process is under way, whose result would be taken for another's.
    /// </summary>
    private async Task LookForResultAsync(EnrolmentTurn turn, CancellationToken ending)
    {
        using var timer = new PeriodicTimer(LookForResultEvery, time);
        while (await timer.WaitForNextTickAsync(ending))
        {
            if (await turn.TakeAsync(() => Task.FromResult(!turn.Succeeded && isEnrolled()), ending))
            {
                Log.Waiting(logger, _words.EnrolledElsewhere);
                return;
            }
        }
    }

    private void SayHow()
    {
        var named = lanes.Where(static lane => lane.Scanner.IsNamed).Select(static lane => lane.Name).ToArray();
        Log.Waiting(logger, string.Join(
            ' ', _words.Waits, named.Length > 0 ? Say.In(_words.ByScanner, string.Join(", ", named)) : _words.NoScanner,
            _words.ByCode, Say.In(_words.ByFile, ClaimBundle.FileName)));
    }

    private void SayWhere(WaitingScanner scanner) => Log.Progress(logger, Say.In(_words.Listening, scanner.Name));

    /// <param name="Code">The hub said no to it for good.</param>
    /// <param name="At">When, in ticks of the monotonic clock.</param>
    private sealed record RefusedCode(EnrolmentCode Code, long At);
}
