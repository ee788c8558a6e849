using CheckIn.Gate.Gpio;

namespace CheckIn.Gate.Turnstile.Guard;

/// <summary>
/// What the gate knows of a line that its guard drives: the last request, and what was answered. Until a request is
/// answered the line may be on.
/// </summary>
internal sealed class GuardedLine(IShareableOutput output)
{
    /// <summary>The guard switches off on time; what is on for so much longer is switched off without it.</summary>
    internal const long LateNs = 50_000_000;

    private uint _request;
    private bool _opens;
    private long _offAtNs;

    internal IShareableOutput Output => output;

    /// <summary>When it is to be looked at whether the guard has switched it off; <see cref="long.MaxValue"/> = need not.</summary>
    internal long LateAtNs => _offAtNs == 0 ? long.MaxValue : _offAtNs + LateNs;

    internal void Asked(uint request, bool opens)
    {
        (_request, _opens) = (request, opens);
        if (!opens)
            _offAtNs = 0;
    }

    /// <summary>An answer about this line. One to a request before the last does not say how it stands.</summary>
    internal void Answered(in GuardAnswer answer)
    {
        if (answer.Number == _request)
            _offAtNs = answer.OffAtNs;
    }

    internal bool MayBeActive(in AnswerWatch watch, long nowNs) =>
        (_opens && _request != 0 && !watch.IsAnswered(_request)) || _offAtNs > nowNs;

    /// <summary>True once when the line should have been off for some time, and nothing newer is under way.</summary>
    internal bool TakeLate(in AnswerWatch watch, long nowNs)
    {
        if (nowNs < LateAtNs || !watch.IsAnswered(_request))
            return false;
        _offAtNs = 0;
        return true;
    }

    /// <summary>Its guard is gone, and it is off.</summary>
    internal void Forget() => (_request, _opens, _offAtNs) = (0, false, 0);
}
