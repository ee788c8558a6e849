using CheckIn.Hub.Fleet;
using CheckIn.Hub.Fleet.Offline;

namespace CheckIn.Hub.Visits;

/// <summary>The room, put together.</summary>
internal static class VisitServices
{
    internal static IServiceCollection AddVisits(this IServiceCollection services) => services
        .AddSingleton<VisitBook>()
        .AddSingleton<MusterGates>()
        .AddHostedService<VisitService>()
        .AddHostedService<InsideTeller>();
}

/// <summary>Whose crossings a list of those inside may lack.</summary>
internal sealed class MusterGates(GatePlaces places, FleetRegistry fleet)
{
    /// <summary>Gates in service at the site that the hub does not hear now, by id.</summary>
    internal IReadOnlyList<string> NotHeard(string site) =>
    [
        .. places.Now().Where(gate => gate.Value.Site == site && !gate.Value.HasLeft
            && fleet.Of(gate.Key)?.State is not (PresenceState.Ready or PresenceState.Degraded))
            .Select(static gate => gate.Key).Order(StringComparer.Ordinal),
    ];
}
