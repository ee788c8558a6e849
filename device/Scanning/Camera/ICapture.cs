namespace CheckIn.Gate.Scanning.Camera;

/// <summary>
/// A camera that is open and delivers. Used by one thread; what it throws is a <see cref="CameraException"/> and means
/// that it must be closed and opened again.
/// </summary>
internal interface ICapture : IDisposable
{
    /// <summary>For people: path and name.</summary>
    string Device { get; }

    /// <summary>Size, pixel format and rate as agreed.</summary>
    string Format { get; }

    /// <summary>Why that was chosen, for the log.</summary>
    string Reason { get; }

    /// <summary>
    /// Waits for a frame that is newer than the last one taken; true when there is one. Older ones that nobody took are
    /// given back unread, so that what is taken is never older than a frame. Never waits longer than asked.
    /// </summary>
    bool Wait(TimeSpan most);

    /// <summary>
    /// The newest frame, after <see cref="Wait"/>; valid until the next one is taken. Null = it cannot be decoded.
    /// </summary>
    Frame? Take();
}
