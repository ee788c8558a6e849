namespace CheckIn.Gate.Updates;

/// <summary>
/// When the gate may close for the few seconds of a switch: when nobody has come for a while; after a long wait when at
/// least nobody is under way. Never during an emergency, and never while a relay is on.
/// </summary>
internal sealed class SwitchMoment(TimeSpan quiet, TimeSpan within, TimeProvider time)
{
    private readonly long _began = time.GetTimestamp();
    private long _lastSeen = time.GetTimestamp();
    private long _reads = -1;

    /// <summary>Whether it is now; to be asked again and again.</summary>
    /// <param name="passing">Somebody is under way, or a relay is on.</param>
    /// <param name="emergency">There is one.</param>
    /// <param name="reads">Codes read since the start.</param>
    internal bool IsNow(bool passing, bool emergency, long reads)
    {
        if (passing || emergency || reads != _reads)
            (_lastSeen, _reads) = (time.GetTimestamp(), reads);
        if (passing || emergency)
            return false;
        return time.GetElapsedTime(_lastSeen) >= quiet || time.GetElapsedTime(_began) >= within;
    }
}
