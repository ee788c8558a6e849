using CheckIn.Hub.Broker;
using CheckIn.Hub.Events;
using CheckIn.Hub.Fleet;
using CheckIn.Hub.Fleet.Offline;
using CheckIn.Hub.Notices;
using CheckIn.Hub.Settings;
using CheckIn.Hub.Sites;
using Microsoft.Extensions.Options;

namespace CheckIn.Hub.Alerts;

/// <summary>The room, put together.</summary>
internal static class AlertServices
{
    internal static IServiceCollection AddAlerts(
        this IServiceCollection services, IConfiguration configuration) => services
        .AddSettings<AlertOptions>(configuration, "Alerts")
        .AddNotices(configuration)
        .AddSingleton<HubSignals>()
        .AddSingleton(Desk)
        .AddSingleton<AlertTexts>()
        .AddHostedService<AlertLoop>();

    private static AlertDesk Desk(IServiceProvider provider) => new(
        provider.GetRequiredService<EventStore>(), provider.GetRequiredService<FleetRegistry>(),
        provider.GetRequiredService<GatePlaces>(),
        provider.GetRequiredService<OfflineDesk>(), provider.GetRequiredService<SiteRegister>(),
        provider.GetRequiredService<NoticeDesk>(), provider.GetRequiredService<HubReach>(),
        provider.GetRequiredService<HubSignals>(),
        provider.GetRequiredService<IOptions<AlertOptions>>(), provider.GetRequiredService<TimeProvider>(),
        provider.GetRequiredService<ILogger<AlertDesk>>());

    internal static void MapAlerts(this WebApplication app)
    {
        app.MapAlertApi();
        app.MapNotices();
    }
}
