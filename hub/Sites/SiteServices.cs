using CheckIn.Hub.Settings;

namespace CheckIn.Hub.Sites;

/// <summary>The room, put together.</summary>
internal static class SiteServices
{
    internal static IServiceCollection AddSites(this IServiceCollection services, IConfiguration configuration) => services
        .AddSettings<SitesOptions>(configuration, "Sites")
        .AddSingleton<SiteRegister>()
        .AddSingleton<GateScans>()
        .AddSingleton<DeploymentDesk>()
        .AddHostedService(static provider => provider.GetRequiredService<GateScans>());

    internal static void MapSites(this WebApplication app)
    {
    }
}
