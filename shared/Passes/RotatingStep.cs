using CheckIn.Contract;
using CheckIn.Credentials;

namespace CheckIn.Passes;

/// <summary>
/// When a rotating code is good. Time is counted in steps of 30 seconds since 1970; a code is of the step in which the
/// phone showed it. A phone's clock may be wrong by ten seconds and the gate's by as much as the gate says, up to five:
/// then the code is taken from ten seconds and the gate's error before its step to as long after it. So whoever shows a
/// code of the phone's present step is let in, and a photograph is dead a minute after the code first stood on the
/// screen, whatever the two clocks are within these bounds: 30 s + 2 x (10 s + 5 s).
/// <para>A gate whose clock is less certain, was not synchronised in this boot, or follows a hub that is not
/// synchronised itself, cannot tell a photograph from a phone. It says so (<see cref="CredentialProof.ClockUnsure"/>)
/// instead of guessing, unless the code is old or early beyond its doubt; what follows is for the rules to say, and
/// without a rule it refuses and asks for a card or the guard.</para>
/// </summary>
public static class RotatingStep
{
    private const long MostErrorMs = 10L * 365 * 24 * 60 * 60 * 1000;

    /// <summary>Seconds of a step.</summary>
    public const int Seconds = 30;
    /// <summary>By how much a phone's clock may be wrong.</summary>
    public static readonly TimeSpan PhoneTolerance = TimeSpan.FromSeconds(10);
    /// <summary>By how much a gate's clock may be wrong, when it judges.</summary>
    public static readonly TimeSpan MostClockError = TimeSpan.FromSeconds(5);

    /// <summary>The step of a moment after 1970.</summary>
    public static long Of(DateTimeOffset moment) => Math.Max(0, moment.ToUnixTimeSeconds()) / Seconds;

    /// <summary>
    /// Whether a code of that step is good now: <see cref="CredentialProof.Valid"/>, <see cref="CredentialProof.TooOld"/>,
    /// <see cref="CredentialProof.FromFuture"/> or <see cref="CredentialProof.ClockUnsure"/>.
    /// </summary>
    /// <param name="step">The code's.</param>
    /// <param name="now">The gate's wall time.</param>
    /// <param name="quality">How far that is to be trusted; null = not at all.</param>
    public static CredentialProof Judge(long step, DateTimeOffset now, ClockQuality? quality)
    {
        if (quality is not { ErrorMs: >= 0, Source: not ClockSources.Local } clock)
            return CredentialProof.ClockUnsure;
        var doubt = (long)PhoneTolerance.TotalMilliseconds + Math.Min(clock.ErrorMs, MostErrorMs);
        var sinceBegin = now.ToUnixTimeMilliseconds() - (Math.Clamp(step, 0, uint.MaxValue) * Seconds * 1000);
        if (sinceBegin > (Seconds * 1000) + doubt)
            return CredentialProof.TooOld;
        if (sinceBegin < -doubt)
            return CredentialProof.FromFuture;
        return clock.ErrorMs <= MostClockError.TotalMilliseconds ? CredentialProof.Valid : CredentialProof.ClockUnsure;
    }
}
