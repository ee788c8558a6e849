namespace CheckIn.Gate.Scanning;

/// <summary>
/// One look: 8-bit luminance, valid until whoever got it awaits something or asks for the next one. Frames are read and
/// forgotten: nothing stores them, logs them or sends them anywhere.
/// </summary>
/// <param name="SceneCut">True when nothing of the frame before is in this one.</param>
/// <param name="Name">The picture's file name, for the trace; null for a live camera.</param>
/// <param name="Problem">Why there is no picture under this name; the pixels are empty then.</param>
internal readonly record struct Frame(
    ReadOnlyMemory<byte> Pixels, int Width, int Height, int Stride, bool SceneCut, string? Name = null, string? Problem = null);

/// <summary>A source of frames.</summary>
internal interface ICamera
{
    /// <summary>How the camera is; safe from any thread. Rate and focus are the scanner's to add.</summary>
    ScannerStatus Status { get; }

    /// <summary>The next frame; null when the source has ended.</summary>
    ValueTask<Frame?> NextAsync(CancellationToken cancellation);
}
