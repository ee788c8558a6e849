using CheckIn.Hub.Broker;
using CheckIn.Hub.Events;
using CheckIn.Hub.Fleet.History;
using CheckIn.Hub.Fleet.Offline;
using CheckIn.Hub.Settings;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;

namespace CheckIn.Hub.Fleet;

/// <summary>The room, put together.</summary>
internal static class FleetServices
{
    internal static IServiceCollection AddFleet(this IServiceCollection services, IConfiguration configuration) => services
        .AddSettings<FleetOptions>(configuration, "Fleet")
        .AddSettings<OfflineOptions>(configuration, "Offline")
        .AddSingleton(Registry)
        .AddReach()
        .AddSingleton<GatePlaces>()
        .AddSingleton<OfflineDesk>()
        .AddHostedService(static provider => provider.GetRequiredService<FleetRegistry>())
        .AddSingleton<HealthHistory>()
        .AddHostedService<OfflineKeeper>()
        .AddHostedService(static provider => provider.GetRequiredService<HealthHistory>())
        .AddHostedService<CopyClearing>()
        .AddHostedService<HubAnnouncement>();

    /// <summary>Where no broker is put together, gates can always reach the hub.</summary>
    private static IServiceCollection AddReach(this IServiceCollection services)
    {
        services.TryAddSingleton<HubReach>();
        return services;
    }

    private static FleetRegistry Registry(IServiceProvider provider) => new(
        provider.GetRequiredService<EventStore>(), provider.GetRequiredService<IOptions<FleetOptions>>(),
        provider.GetRequiredService<TimeProvider>(), provider.GetRequiredService<ILogger<FleetRegistry>>(),
        provider.GetRequiredService<HubReach>());

    internal static void MapFleet(this WebApplication app) => app.MapOffline();
}
