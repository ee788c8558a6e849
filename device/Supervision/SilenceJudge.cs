namespace CheckIn.Gate.Supervision;

/// <summary>What follows from who is silent.</summary>
internal enum SilenceVerdict
{
    /// <summary>Every loop goes on.</summary>
    Well,
    /// <summary>One has fallen silent.</summary>
    Silent,
    /// <summary>It still is, at a second look.</summary>
    StillSilent,
}

/// <summary>
/// Tells a loop that hangs from a process that stood still as a whole (stopped, starved, a paused machine). In the second
/// case every loop looks silent for a moment, and each gets the time to go on.
/// </summary>
internal sealed class SilenceJudge(TimeProvider time)
{
    /// <summary>Looks that are further apart than this were not missed by the loops alone.</summary>
    internal static readonly TimeSpan Gap = TimeSpan.FromSeconds(5);

    /// <summary>How long after such a gap nobody is judged.</summary>
    internal static readonly TimeSpan Grace = TimeSpan.FromSeconds(10);

    private long _lookedAt = time.GetTimestamp();
    private long? _gapAt;
    private bool _silentBefore;

    internal SilenceVerdict Judge(IReadOnlyList<string> silent)
    {
        if (time.GetElapsedTime(_lookedAt) > Gap)
            _gapAt = time.GetTimestamp();
        _lookedAt = time.GetTimestamp();
        if (silent.Count == 0 || (_gapAt is { } gap && time.GetElapsedTime(gap) < Grace))
        {
            _silentBefore = false;
            return SilenceVerdict.Well;
        }
        var verdict = _silentBefore ? SilenceVerdict.StillSilent : SilenceVerdict.Silent;
        _silentBefore = true;
        return verdict;
    }
}
