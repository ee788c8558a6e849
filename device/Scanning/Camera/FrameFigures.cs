namespace CheckIn.Gate.Scanning.Camera;

/// <summary>
/// How many frames a second are looked at, and how sharp they are: counted by the thread that reads them, asked by any.
/// Sharpness is measured once a second; it costs less than a tenth of reading a frame.
/// </summary>
internal sealed class FrameFigures(TimeProvider time)
{
    private static readonly TimeSpan Window = TimeSpan.FromSeconds(1), Stale = TimeSpan.FromSeconds(3);
    private int _frames;
    private long _began;
    private Figures? _last;

    /// <summary>A frame of a live camera has been read.</summary>
    internal void Count(in Frame frame)
    {
        var now = time.GetTimestamp();
        if (_frames++ == 0)
        {
            _began = now;
            return;
        }
        var span = time.GetElapsedTime(_began, now);
        if (span < Window)
            return;
        var focus = FocusScore.Of(frame.Pixels.Span, frame.Width, frame.Height, frame.Stride);
        Volatile.Write(ref _last, new Figures((_frames - 1) / span.TotalSeconds, focus, now));
        (_frames, _began) = (1, now);
    }

    internal ScannerStatus AddTo(ScannerStatus status)
    {
        if (Volatile.Read(ref _last) is not { } last)
            return status;
        return time.GetElapsedTime(last.At) >= Stale
            ? status with { FramesPerSecond = 0 }
            : status with { FramesPerSecond = Math.Round(last.PerSecond, 1), Focus = last.Focus };
    }

    private sealed record Figures(double PerSecond, int Focus, long At);
}
