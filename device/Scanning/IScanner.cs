using CheckIn.Contract;

namespace CheckIn.Gate.Scanning;

/// <summary>A code that was read.</summary>
/// <param name="Bytes">The raw bytes.</param>
/// <param name="ReadAtNs">CLOCK_MONOTONIC when it was read, ns.</param>
public sealed record ScannedCode(ReadOnlyMemory<byte> Bytes, long ReadAtNs);

/// <summary>What the lane answered to a code, for the scanner's own account; no personal data.</summary>
/// <param name="Seq">The event's number; null when it could not be journalled, or is only counted.</param>
internal sealed record Answer(Outcome Outcome, string Reason, string Credential, long? Seq);

/// <summary>A source of codes. Each code comes once, however long it stays in view.</summary>
internal interface IScanner
{
    /// <summary>The codes, until cancelled. The lane asks for the next one only after it has answered the last.</summary>
    IAsyncEnumerable<ScannedCode> ReadAsync(CancellationToken cancellation);

    /// <summary>The answer to the last code.</summary>
    void Answered(Answer answer);
}
