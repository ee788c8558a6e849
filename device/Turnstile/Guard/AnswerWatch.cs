namespace CheckIn.Gate.Turnstile.Guard;

/// <summary>
/// Whether the guard still answers. It answers in the order it was asked, so one answer shows that it goes on; none for
/// <see cref="PatienceNs"/> while something is asked means that it hangs. The time for which this process itself stood
/// still (stopped, starved, a paused machine) is not held against the guard: it begins anew after every such gap.
/// Times are CLOCK_MONOTONIC, ns.
/// </summary>
internal struct AnswerWatch
{
    internal const long PatienceNs = 500_000_000;

    private const long GapNs = PatienceNs;
    private uint _asked;
    private uint _answered;
    private long _sinceNs;
    private long _lookedNs;

    internal AnswerWatch(long nowNs) => (_sinceNs, _lookedNs) = (nowNs, nowNs);

    /// <summary>Number of the last request.</summary>
    internal readonly uint Asked => _asked;

    internal readonly bool IsAnswered(uint number) => (int)(_answered - number) >= 0;

    /// <summary>Something is asked now; its number.</summary>
    internal uint Ask(long nowNs)
    {
        if (_asked == _answered)
            _sinceNs = nowNs;
        return ++_asked;
    }

    /// <summary>An answer; false = nobody asked for it.</summary>
    internal bool Answer(uint number, long nowNs)
    {
        if (number == 0 || (int)(number - _answered) <= 0 || (int)(_asked - number) < 0)
            return false;
        (_answered, _sinceNs) = (number, nowNs);
        return true;
    }

    /// <summary>To be asked at least four times in <see cref="PatienceNs"/>, after the answers that have come were taken.</summary>
    internal bool IsOverdue(long nowNs)
    {
        if (nowNs - _lookedNs > GapNs)
            _sinceNs = nowNs;
        _lookedNs = nowNs;
        return _asked != _answered && nowNs - _sinceNs > PatienceNs;
    }
}
