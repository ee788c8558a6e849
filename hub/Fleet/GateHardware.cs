using CheckIn.Contract;

namespace CheckIn.Hub.Fleet;

/// <summary>
/// How a gate's machine is, of what its health last told; small, because a hub keeps it of every gate. What is null was
/// not told.
/// </summary>
/// <param name="UptimeS">Seconds since its program started.</param>
/// <param name="WrittenBytesDay">Bytes written to its medium in a day.</param>
/// <param name="Reads">Codes read since its program started.</param>
/// <param name="Unreadable">Pictures with something like a code that could not be read, since then.</param>
/// <param name="RoundTripMs">To the hub and back, when its connection was made.</param>
/// <param name="LanesDown">Lanes whose scanner is not ready.</param>
public sealed record GateHardware(
    long UptimeS, double? TemperatureC, bool? UnderVoltage, bool? Throttled, long? DiskFreeBytes, long? WrittenBytesDay,
    long? MemoryBytes, long Reads, long? Unreadable, double? RoundTripMs, IReadOnlyList<string>? LanesDown)
{
    /// <summary>Decisions since its program started.</summary>
    public long? Decided { get; init; }

    /// <summary>Names of its lanes, in their order; null = not told.</summary>
    public IReadOnlyList<string>? Lanes { get; init; }

    /// <summary>The lists that it decides by, of those that there are; null = not told.</summary>
    public IReadOnlyList<ListHealth>? Lists { get; init; }

    internal static GateHardware Of(HealthMessage health)
    {
        var down = health.Lanes?.Take(HealthMessage.MaxLanes).Where(static lane => lane is { Ready: false })
            .Select(static lane => lane.Lane).Where(static lane => GateId.IsValid(lane)).ToArray();
        return new(
            health.UptimeS, health.Board?.TemperatureC, health.Board?.UnderVoltage, health.Board?.Throttled,
            health.Disk?.FreeBytes, health.WrittenBytesDay, health.Memory?.ResidentBytes, health.Reads, health.Unreadable,
            health.Link?.RoundTripMs, down is { Length: > 0 } ? down : null)
        {
            Decided = health.Decided,
            Lanes = health.Lanes?.Take(HealthMessage.MaxLanes).Select(static lane => lane?.Lane)
                .Where(static lane => lane is not null && GateId.IsValid(lane)).Select(static lane => lane!).ToArray(),
            Lists = ListsIn(health),
        };
    }

    /// <summary>Each list once, by the word of it that is here already.</summary>
    private static IReadOnlyList<ListHealth>? ListsIn(HealthMessage health) => health.Lists is null ? null :
    [
        .. from name in ListNames.All
           let told = health.Lists.FirstOrDefault(list => list?.Name == name)
           where told is { AgeS: >= 0 }
           select told with { Name = name },
    ];
}
