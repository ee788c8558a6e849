using System.Text.Json.Serialization;

namespace CheckIn.Hub.Fleet.Offline;

/// <summary>GET /api/v1/offline. Times are of UTC, lengths whole seconds.</summary>
/// <param name="Day">Null = now.</param>
/// <param name="GatesInScope">Gates in service in this part of the fleet.</param>
/// <param name="GatesOffline">Of them, those that were offline in that time, <paramref name="Gates"/> or more.</param>
/// <param name="Gates">Those offline at its end first, longest first; then the others, longest in all first.</param>
/// <param name="Unwatched">When the hub itself was not there.</param>
internal sealed record OfflineAnswer(
    DateOnly? Day, DateTimeOffset From, DateTimeOffset To, int GatesInScope, int GatesOffline,
    AvailabilityAnswer Availability, IReadOnlyList<CommonAnswer> Common, IReadOnlyList<UnwatchedAnswer> Unwatched,
    IReadOnlyList<OfflineGateAnswer> Gates);

/// <summary>Gate time in which gates were to work, and how much of it they were not there.</summary>
/// <param name="Share">0 to 1; null = nothing was expected.</param>
internal sealed record AvailabilityAnswer(long ExpectedS, long LostS, double? Share)
{
    internal static AvailabilityAnswer Of(Availability availability) => new(
        (long)availability.Expected.TotalSeconds, (long)availability.Lost.TotalSeconds,
        availability.Share is { } share ? Math.Round(share, 6) : null);
}

/// <summary>Outages with one reason.</summary>
/// <param name="Kind">site, node or hub.</param>
internal sealed record CommonAnswer(string Kind, string Subject, DateTimeOffset Since, string Cause, int Gates);

/// <summary>The hub was not there.</summary>
internal sealed record UnwatchedAnswer(DateTimeOffset From, DateTimeOffset To);

/// <summary>A gate that was offline.</summary>
/// <param name="TotalS">For how long in all, within the report's time.</param>
internal sealed record OfflineGateAnswer(
    string Gate, string? Label, string? Site, string? SiteName, bool IsOffline, long TotalS,
    AvailabilityAnswer Availability, IReadOnlyList<OutageAnswer> Outages);

/// <summary>A time in which a gate was lost, stopped or revoked.</summary>
/// <param name="Until">Null = it lasts.</param>
/// <param name="Sure">False = the cause is probable.</param>
/// <param name="Backlog">Events that wait in it, or waited when it came back; null = not known.</param>
internal sealed record OutageAnswer(
    string State, DateTimeOffset Since, DateTimeOffset? Until, string Cause, bool Sure, long? Backlog);

/// <summary>GET /api/v1/gates/{id}/timeline.</summary>
internal sealed record TimelineAnswer(
    string Gate, DateTimeOffset From, DateTimeOffset To, IReadOnlyList<SpellAnswer> Spells,
    IReadOnlyList<UnwatchedAnswer> Unwatched);

/// <summary>A time in which a gate's state did not change.</summary>
/// <param name="Cause">Of an outage.</param>
/// <param name="Degraded">What degrades it.</param>
internal sealed record SpellAnswer(
    string State, DateTimeOffset Since, DateTimeOffset? Until, string? Cause, bool? Sure,
    IReadOnlyList<string>? Degraded, long? Backlog);

/// <summary>GET /api/v1/availability.</summary>
internal sealed record AvailabilityList(
    DateOnly Day, AvailabilityAnswer All, IReadOnlyDictionary<string, AvailabilityAnswer> Nodes,
    IReadOnlyDictionary<string, AvailabilityAnswer> Sites);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower)]
[JsonSerializable(typeof(OfflineAnswer))]
[JsonSerializable(typeof(TimelineAnswer))]
[JsonSerializable(typeof(AvailabilityList))]
internal sealed partial class OfflineJson : JsonSerializerContext;
