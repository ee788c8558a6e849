namespace CheckIn.Faults.Record;

/// <summary>A code was shown to a gate.</summary>
/// <param name="Ns">When, CLOCK_MONOTONIC.</param>
internal sealed record Presentation(long Ns);
