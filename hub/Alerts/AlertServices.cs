namespace CheckIn.Hub.Alerts;

/// <summary>The room, put together.</summary>
internal static class AlertServices
{
    internal static IServiceCollection AddAlerts(this IServiceCollection services, IConfiguration configuration) => services
        .AddNotices(configuration)
        .AddSingleton<AlertDesk>();

    internal static void MapAlerts(this WebApplication app)
    {
        app.MapNotices();
    }
}
