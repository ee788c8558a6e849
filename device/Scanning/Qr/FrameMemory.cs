namespace CheckIn.Gate.Scanning.Qr;

/// <summary>
/// What successive frames showed of one code that none of them showed well enough. A code that is held up moves little
/// from frame to frame, while glare, noise and the phases of its pixels change; so the evidence of frames that show a
/// symbol of the same size about the same place is added up, and tried as a whole. It is forgotten when the symbol is
/// read, when another one takes its place, or after some frames without it.
/// </summary>
internal sealed class FrameMemory
{
    private const int MostFrames = 12;
    private const int FramesToForget = 5;
    private readonly float[] _sums = new float[QrVersion.LargestSize * QrVersion.LargestSize];
    private PixelPoint _center;
    private bool _inverted;
    private int _version;
    private int _lastFrame;
    private int _frame;

    /// <summary>Frames that are added up.</summary>
    internal int Count { get; private set; }

    internal ReadOnlySpan<float> Sums => _sums;

    internal void NextFrame()
    {
        if (++_frame - _lastFrame > FramesToForget)
            Forget();
    }

    internal void Forget() => Count = 0;

    /// <summary>Adds a symbol that could not be read; true when there is now more than this frame showed.</summary>
    internal bool Add(EvidenceGrid evidence, int version, bool inverted, PixelPoint center, float extent)
    {
        // Once a frame: the same picture seen twice proves nothing more.
        if (Count > 0 && _lastFrame == _frame)
            return false;
        var (dx, dy) = (center.X - _center.X, center.Y - _center.Y);
        if (Count is 0 or >= MostFrames || version != _version || inverted != _inverted
            || (dx * dx) + (dy * dy) > extent * extent)
        {
            Array.Clear(_sums);
            (Count, _version, _inverted) = (0, version, inverted);
        }
        evidence.AddTo(_sums);
        (_center, _lastFrame) = (center, _frame);
        return ++Count > 1;
    }
}
