using CheckIn.Enrolment;
using CheckIn.Gate.Supervision;
using CheckIn.Gate.Turnstile;

namespace CheckIn.Gate.Enrolment.Waiting;

/// <summary>Takes up a claim, see <see cref="Enroller"/>.</summary>
internal delegate Task<EnrolmentOutcome> TakeUpClaim(
    EnrolmentCode code, Action<EnrolmentStep> told, CancellationToken cancellation);

/// <summary>
/// One attempt at a time, whoever wants one: the codes that are shown, the claims of a file, and who only looks
/// whether another program has enrolled the gate. Whoever stands there goes first: a code that is shown ends the
/// attempt that is under way, unless it is the same code, still in view, or one that gave way to it lately: two codes that are
/// held before the camera together would end each other for ever.
/// </summary>
internal sealed class EnrolmentTurn(
    TakeUpClaim takeUp, WaitingPins pins, WaitingWords words, Liveness liveness, TimeProvider time, ILogger logger) : IDisposable
{
    internal static readonly TimeSpan GivesWayFor = TimeSpan.FromSeconds(20);
    private const int MostRemembered = 8;
    private static readonly TimeSpan AttemptTakesAtMost = TimeSpan.FromMinutes(2);
    private readonly List<(string Code, long At)> _gaveWay = [];
    private readonly SemaphoreSlim _turn = new(1, 1);
    private readonly Lock _lock = new();
    private CancellationTokenSource? _attempt;
    private string? _code;
    private int _shown;
    private volatile bool _succeeded;

    /// <summary>An attempt of this process has enrolled the gate.</summary>
    internal bool Succeeded => _succeeded;

    /// <summary>Makes room for a code that was just shown; false = it is the one under way, or has its turn after that.</summary>
    internal bool MakeRoomFor(EnrolmentCode code)
    {
        var text = code.ToString();
        lock (_lock)
        {
            if (_attempt is null || _code is null)
                return true;
            _gaveWay.RemoveAll(one => time.GetElapsedTime(one.At) > GivesWayFor);
            if (_code == text || _gaveWay.Exists(one => one.Code == text))
                return false;
            if (_gaveWay.Count == MostRemembered)
                _gaveWay.RemoveAt(0);
            _gaveWay.Add((_code, time.GetTimestamp()));
            _attempt.Cancel();
            return true;
        }
    }

    /// <summary>
    /// Does something for a code that was shown: whatever is under way ends, and no claim begins before it.
    /// </summary>
    internal async Task<T> TakeForShownAsync<T>(Func<Task<T>> what, CancellationToken cancellation)
    {
        lock (_lock)
        {
            _shown++;
            _attempt?.Cancel();
        }
        try
        {
            return await TakeAsync(what, cancellation);
        }
        finally
        {
            lock (_lock)
                _shown--;
        }
    }

    /// <summary>A claim's attempt in its turn; null = a code was shown, which goes first.</summary>
    internal Task<EnrolmentOutcome?> AttemptClaimAsync(EnrolmentCode code, CancellationToken cancellation)
    {
        lock (_lock)
        {
            if (_shown > 0)
                return Task.FromResult<EnrolmentOutcome?>(null);
        }
        return AttemptAsync(code, cancellation);
    }

    /// <summary>Does something while no attempt is under way.</summary>
    internal async Task<T> TakeAsync<T>(Func<Task<T>> what, CancellationToken cancellation)
    {
        await _turn.WaitAsync(cancellation);
        try
        {
            return await what();
        }
        finally
        {
            _turn.Release();
        }
    }

    /// <summary>One attempt, in its turn; null = another code was shown meanwhile.</summary>
    internal async Task<EnrolmentOutcome?> AttemptAsync(EnrolmentCode code, CancellationToken cancellation)
    {
        using var attempt = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        lock (_lock)
            (_attempt, _code) = (attempt, code.ToString());
        using var beat = liveness.Watch("enrolment", AttemptTakesAtMost);
        pins.Begin(Signal.Enrolling);
        try
        {
            var outcome = await takeUp(code, step => { beat.Beat(); Tell(step, code); }, attempt.Token);
            _succeeded |= outcome.Gate is not null;
            return outcome;
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            Log.Progress(logger, words.Replaced);
            return null;
        }
        finally
        {
            lock (_lock)
                (_attempt, _code) = (null, null);
            pins.End(Signal.Enrolling);
        }
    }

    public void Dispose() => _turn.Dispose();

    private void Tell(EnrolmentStep step, EnrolmentCode code)
    {
        var text = step switch
        {
            EnrolmentStep.MakingKey => words.MakingKey,
            EnrolmentStep.ReachingHub => Say.In(words.ReachingHub, $"{code.Host}:{code.Port}"),
            EnrolmentStep.AwaitingCertificate => words.AwaitingCertificate,
            EnrolmentStep.Storing => words.Storing,
            _ => null,
        };
        if (text is not null)
            Log.Progress(logger, text);
    }
}
