using CheckIn.Hub.Settings;

namespace CheckIn.Hub.HomeAssistant;

/// <summary>The room, put together.</summary>
internal static class HomeAssistantServices
{
    internal static IServiceCollection AddHomeAssistant(
        this IServiceCollection services, IConfiguration configuration) =>
        services.AddSettings<HomeAssistantOptions>(configuration, "HomeAssistant").AddHostedService<DiscoveryKeeper>();
}
