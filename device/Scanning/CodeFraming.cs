namespace CheckIn.Gate.Scanning;

/// <summary>
/// Cuts what comes over a scanner's line into codes: at the end that the scanner sends, and where the line falls
/// silent, for scanners that send none. However the input is chunked, the same input gives the same codes. Silence
/// counts only where the caller has waited and nothing came (<see cref="Tick"/>): what lay in the line's buffer while
/// the program was busy continues its code, or a slow disk would cut codes in two. Pure: no clock, no device; memory is
/// bounded.
/// </summary>
internal abstract class CodeFraming(TimeSpan idleTime)
{
    private readonly long _idleNs = (long)(idleTime.TotalMilliseconds * 1_000_000);
    private long _lastInputNs;

    /// <summary>True while a code has begun and not ended.</summary>
    internal abstract bool IsOpen { get; }

    /// <summary>Time until silence ends the open code, ns.</summary>
    internal long IdleInNs(long nowNs) => Math.Max(0, _lastInputNs + _idleNs - nowNs);

    /// <summary>
    /// Takes what was read at <paramref name="nowNs"/>; finished codes go to <paramref name="codes"/>.
    /// </summary>
    internal void Push(ReadOnlySpan<byte> bytes, long nowNs, ICollection<byte[]> codes)
    {
        if (Take(bytes, codes))
            _lastInputNs = nowNs;
        else
            Tick(nowNs, codes);
    }

    /// <summary>Nothing has come up to now: ends the open code if the line has been silent long enough.</summary>
    internal void Tick(long nowNs, ICollection<byte[]> codes)
    {
        if (IsOpen && nowNs - _lastInputNs >= _idleNs)
            FallSilent(codes);
    }

    /// <summary>Throws away what has begun: the device is gone.</summary>
    internal abstract void Reset();

    /// <summary>Why a code was thrown away since the last call, in words for an operator; null = none was.</summary>
    internal virtual string? TakeLoss() => null;

    /// <summary>False when the input says nothing: the line is as silent as before.</summary>
    protected abstract bool Take(ReadOnlySpan<byte> bytes, ICollection<byte[]> codes);

    protected abstract void FallSilent(ICollection<byte[]> codes);
}
