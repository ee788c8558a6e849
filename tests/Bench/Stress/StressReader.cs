using CheckIn.Fixtures;

namespace CheckIn.Bench.Stress;

/// <summary>Anything that reads texts from a picture.</summary>
internal sealed record StressReader(string Name, Func<GreyPicture, IReadOnlyList<string>> Read);
