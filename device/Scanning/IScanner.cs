using CheckIn.Contract;

namespace CheckIn.Gate.Scanning;

/// <summary>A code that was read.</summary>
/// <param name="Bytes">The raw bytes.</param>
/// <param name="ReadAtNs">CLOCK_MONOTONIC when it was read, ns.</param>
public sealed record ScannedCode(ReadOnlyMemory<byte> Bytes, long ReadAtNs);

/// <summary>What the lane answered to a code, for the scanner's own account; no personal data.</summary>
/// <param name="Seq">The event's number; null when it could not be journalled, or is only counted.</param>
internal sealed record Answer(Outcome Outcome, string Reason, string Credential, long? Seq)
{
    /// <summary>The turnstile opens for him.</summary>
    internal bool Opens { get; init; }
}

/// <summary>How a scanner is. No personal data.</summary>
/// <param name="Ready">True while it is there and being listened to.</param>
/// <param name="Device">What it is or was: a device's path or name.</param>
/// <param name="Problem">Why it is not ready, in words for an operator; null when it is.</param>
/// <param name="Format">Camera: size, pixel format and rate as negotiated, such as <c>640x480 GREY 30/s</c>; else null.</param>
/// <param name="FramesPerSecond">Camera: frames looked at in the last seconds; else null.</param>
/// <param name="Focus">Camera: sharpness of the last frame, 0 (blurred or flat) to 100; null = not measured.</param>
/// <param name="Tries">Camera: a code is held before it that could not be read yet.</param>
internal sealed record ScannerStatus(
    bool Ready, string Device, string? Problem = null, string? Format = null, double? FramesPerSecond = null, int? Focus = null,
    bool Tries = false);

/// <summary>A source of codes. Each code comes once, however long it stays in view.</summary>
internal interface IScanner
{
    /// <summary>The codes, until cancelled. The lane asks for the next one only after it has answered the last.</summary>
    IAsyncEnumerable<ScannedCode> ReadAsync(CancellationToken cancellation);

    /// <summary>The answer to the last code.</summary>
    void Answered(Answer answer);

    /// <summary>How the scanner is, for health and the technician; safe from any thread.</summary>
    ScannerStatus Status { get; }
}
