using CheckIn.Hub.Fleet.Offline;
using CheckIn.Hub.Settings;

namespace CheckIn.Hub.Fleet;

/// <summary>The room, put together.</summary>
internal static class FleetServices
{
    internal static IServiceCollection AddFleet(this IServiceCollection services, IConfiguration configuration) => services
        .AddSettings<FleetOptions>(configuration, "Fleet")
        .AddSingleton<FleetRegistry>()
        .AddSettings<OfflineOptions>(configuration, "Offline")
        .AddSingleton<OfflineDesk>()
        .AddHostedService(static provider => provider.GetRequiredService<FleetRegistry>())
        .AddHostedService<OfflineKeeper>()
        .AddHostedService<CopyClearing>()
        .AddHostedService<HubAnnouncement>();

    internal static void MapFleet(this WebApplication app)
    {
    }
}
