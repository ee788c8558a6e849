using System.Collections.Immutable;

namespace CheckIn.Gate.Turnstile;

/// <summary>What became of an admission, or of a turn.</summary>
internal enum PassageResult { Turned, TimedOut, Forced }

/// <summary>What is to be done after a step of <see cref="Passage"/>, in this order.</summary>
/// <param name="Next">The state from now on.</param>
/// <param name="Ended">Admissions that are over, and turns that nobody was admitted for (their crossing is null).</param>
/// <param name="Opened">Admissions whose relay is to open now.</param>
/// <param name="Closing">A relay that nobody is admitted through any more, because somebody has just turned; negative: none.</param>
internal readonly record struct PassageStep(
    Passage Next, ImmutableArray<PassageEnd> Ended, ImmutableArray<Crossing> Opened, int Closing = -1);

/// <summary>One passage event.</summary>
/// <param name="Crossing">The admission; null where there was none.</param>
/// <param name="Sensor">The sensor.</param>
/// <param name="Result">What became of it.</param>
internal readonly record struct PassageEnd(Crossing? Crossing, int Sensor, PassageResult Result);
