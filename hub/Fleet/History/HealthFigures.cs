namespace CheckIn.Hub.Fleet.History;

/// <summary>Figures of one gate in one slot of time; what is null nobody told.</summary>
/// <param name="Backlog">The most events that waited in its journal.</param>
/// <param name="Decided">Decisions that it made.</param>
/// <param name="TemperatureDc">The hottest its processor was, tenths of a degree Celsius.</param>
/// <param name="ResidentKb">The most memory that its program had, kB.</param>
/// <param name="FreeKb">The least room on its medium, kB.</param>
/// <param name="RoundTripUs">The longest way to the hub and back, µs.</param>
internal readonly record struct HealthFigures(
    long? Backlog, long? Decided, long? TemperatureDc, long? ResidentKb, long? FreeKb, long? RoundTripUs)
{
    /// <summary>Of both together.</summary>
    internal HealthFigures And(HealthFigures other) => new(
        Greater(Backlog, other.Backlog), Sum(Decided, other.Decided), Greater(TemperatureDc, other.TemperatureDc),
        Greater(ResidentKb, other.ResidentKb), -Greater(-FreeKb, -other.FreeKb),
        Greater(RoundTripUs, other.RoundTripUs));

    /// <param name="told">Of it, what the gate told last.</param>
    /// <param name="decided">Decisions since it told before; null = not known.</param>
    internal static HealthFigures Of(GateStatus told, long? decided) => new(
        Bounded(told.Backlog), decided, Bounded(told.Hardware?.TemperatureC * 10),
        told.Hardware?.MemoryBytes / 1000, told.Hardware?.DiskFreeBytes / 1000,
        Bounded(told.Hardware?.RoundTripMs * 1000));

    private static long? Greater(long? one, long? other) =>
        one is { } a && other is { } b ? Math.Max(a, b) : one ?? other;

    private static long? Sum(long? one, long? other) => one is { } a && other is { } b ? a + b : one ?? other;

    /// <summary>A gate may say anything.</summary>
    private static long? Bounded(double? value) =>
        value is { } told && double.IsFinite(told) ? (long)Math.Round(Math.Clamp(told, -1e12, 1e12)) : null;
}
