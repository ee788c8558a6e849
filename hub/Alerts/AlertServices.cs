using CheckIn.Hub.Settings;

namespace CheckIn.Hub.Alerts;

/// <summary>The room, put together.</summary>
internal static class AlertServices
{
    internal static IServiceCollection AddAlerts(this IServiceCollection services, IConfiguration configuration) => services
        .AddSettings<AlertOptions>(configuration, "Alerts")
        .AddNotices(configuration)
        .AddSingleton<AlertDesk>()
        .AddHostedService<AlertLoop>();

    internal static void MapAlerts(this WebApplication app)
    {
        app.MapAlertApi();
        app.MapNotices();
    }
}
