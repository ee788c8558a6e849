using CheckIn.Contract;
using CheckIn.Credentials;

namespace CheckIn.Gate.Kiosk;

/// <summary>
/// The last answer of a lane, for as long as its screen shows it; for any thread. Nothing of it is kept: a name is in
/// memory until the answer is over or another one takes its place.
/// </summary>
internal sealed class LaneScreen(KioskOptions options, TimeProvider time)
{
    private readonly Lock _lock = new();
    private TaskCompletionSource _changed = New();
    private ScreenView? _answer;
    private long _at;

    /// <summary>Completes when something else is to be shown; take it before what it tells of.</summary>
    internal Task Changed => Volatile.Read(ref _changed).Task;

    /// <summary>The answer that is to be shown now; null = none.</summary>
    internal ScreenView? Answer
    {
        get
        {
            lock (_lock)
            {
                if (_answer is not null && time.GetElapsedTime(_at) >= options.ShowFor)
                    _answer = null;
                return _answer;
            }
        }
    }

    /// <summary>A code was answered. Never blocks for long, never throws.</summary>
    internal void Answered(Outcome outcome, string reason, Credential credential)
    {
        var name = outcome == Outcome.Admitted && options.Names == NamesShown.Abbreviated
            ? AbbreviatedName.Of(credential.Personal.GetValueOrDefault("name")) : null;
        lock (_lock)
        {
            _answer = new ScreenView(outcome == Outcome.Admitted ? ScreenKind.Admitted : ScreenKind.Refused, reason, name);
            _at = time.GetTimestamp();
        }
        Tell();
    }

    /// <summary>The lamps show something else.</summary>
    internal void Tell() => Interlocked.Exchange(ref _changed, New()).TrySetResult();

    private static TaskCompletionSource New() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}
