using CheckIn.Gate.Scanning.Qr;

namespace CheckIn.Gate.Scanning.Camera;

/// <summary>
/// Codes that are held before a camera and not read: whoever holds one stands there and is not answered. The reader
/// tells how far it came with each frame; a symbol whose data it found and could not correct is one, while three
/// patterns that only look like finders are not, for walls and clothes have such. One is counted when it has been there
/// for a while without being read, and not again before it has been away. Time is CLOCK_MONOTONIC in ns.
/// </summary>
internal sealed class UnreadableWatch
{
    internal const long SustainedNs = 1_500_000_000, AwayNs = 1_000_000_000;

    /// <summary>How long after the last such frame, and after a code that was read, the screen says so.</summary>
    internal const long TriesForNs = 500_000_000, QuietAfterReadNs = 3_000_000_000;

    /// <summary>Frames in which it showed; two that are far apart may be chance.</summary>
    private const int LeastFrames = 5, LeastTries = 3;
    private long _since;
    private long _lastSeen;
    private int _frames;
    private bool _counted;
    private long _readAt = long.MinValue / 2;
    private long _triedAt = long.MinValue / 2;

    /// <summary>Whether a code is held before the camera that is not read yet; from any thread.</summary>
    internal bool Tries(long nowNs) => nowNs - Interlocked.Read(ref _triedAt) < TriesForNs;

    /// <summary>How far the reader came with a frame; true = an unreadable code is to be counted now.</summary>
    internal bool Saw(ReadStage reached, long nowNs)
    {
        if (reached is ReadStage.Read || (_frames > 0 && nowNs - _lastSeen >= AwayNs))
            (_frames, _counted) = (0, false);
        if (reached is ReadStage.Read)
        {
            _readAt = nowNs;
            Interlocked.Exchange(ref _triedAt, long.MinValue / 2);
        }
        if (reached is not (ReadStage.TooManyErrors or ReadStage.NoContent))
            return false;
        if (_frames++ == 0)
            _since = nowNs;
        _lastSeen = nowNs;
        if (_frames >= LeastTries && nowNs - _readAt >= QuietAfterReadNs)
            Interlocked.Exchange(ref _triedAt, nowNs);
        if (_counted || _frames < LeastFrames || nowNs - _since < SustainedNs)
            return false;
        return _counted = true;
    }
}
