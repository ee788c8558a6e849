using CheckIn.Hub.Settings;

namespace CheckIn.Hub.Sites;

/// <summary>The room, put together.</summary>
internal static class SiteServices
{
    internal static IServiceCollection AddSites(this IServiceCollection services, IConfiguration configuration) =>
        services
        .AddSettings<SitesOptions>(configuration, "Sites").AddSites();

    /// <summary>With every setting as it is by default.</summary>
    internal static IServiceCollection AddSites(this IServiceCollection services) => services
        .AddOptions()
        .AddSingleton<SiteRegister>()
        .AddSingleton<GateScans>()
        .AddSingleton<DeploymentDesk>()
        .AddHostedService(static provider => provider.GetRequiredService<GateScans>());

    internal static void MapSites(this WebApplication app)
    {
        app.MapSitesApi();
        app.MapNodesApi();
        app.MapMaintenanceApi();
    }
}
